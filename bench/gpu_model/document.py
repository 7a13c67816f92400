"""The text of docs/gpu-model.md, from the rows that conelet_gpu_model prints."""

import re

TITLES = {"h100": "H100", "a100": "A100", "rtx4090": "RTX 4090"}
BATCHES = (4096, 65536)
SIZES = (10, 32, 50, 100)
LAUNCH_SECONDS = 5e-6  # of the kernels of one call
HERTZ = {"h100": 1.98e9, "a100": 1.41e9, "rtx4090": 2.52e9}
MULTIPROCESSORS = {"h100": 132, "a100": 108, "rtx4090": 128}
FORGETTING = "forgetting"  # the phase of a whole solve that keeps nothing
FEWEST_FOR_THREADS = 128  # problems for each multiprocessor: src/cuda/instances.h


def whole(rows, device, n, kernel, batch=None, phase="whole"):
    """The row of a kernel as a batch of that size runs it."""
    rows = [
        row for row in rows if (row["device"], int(row["n"]), row["kernel"], row["phase"]) == (device, n, kernel, phase)
    ]
    by_threads = batch is not None and batch >= FEWEST_FOR_THREADS * MULTIPROCESSORS[device]
    threads = [row for row in rows if "thread" in row["source"]]
    others = [row for row in rows if "thread" not in row["source"]]
    return (threads or others)[0] if by_threads else others[0]


def millions(device, cycles):
    return MULTIPROCESSORS[device] * HERTZ[device] / float(cycles) / 1e6


def speed(row, batch):
    return batch / (float(row[f"seconds_{batch}"]) + LAUNCH_SECONDS) / 1e6


def share_of_bound(row):
    return float(row[largest_bound(row)]) / float(row["cycles"])


def largest_bound(row):
    return max(("issue", "fp64", "integer", "shared", "memory"), key=lambda unit: float(row[unit]))


def added(solve, backward, alone):
    """What gradients add to a solve that keeps nothing, as a share of it: themselves, and the keeping."""
    before = float(alone["cycles"])
    return (float(solve["cycles"]) + float(backward["cycles"]) - before) / before


def digits(value):
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2g}" if value < 1 else f"{value:.2f}"


def table(head, lines):
    text = "| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|\n"
    return text + "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)


def speeds(rows):
    lines = []
    for device in TITLES:
        for n in SIZES:
            small, large = (whole(rows, device, n, "solve_kernel", batch) for batch in BATCHES)
            backward = whole(rows, device, n, "vjp_kernel", BATCHES[1])
            alone = whole(rows, device, n, "solve_kernel", BATCHES[1], FORGETTING)
            lines.append(
                (
                    TITLES[device],
                    n,
                    digits(speed(small, BATCHES[0])),
                    digits(speed(large, BATCHES[1])),
                    f"{digits(millions(device, large['pessimistic']))} … {digits(millions(device, large['short_code']))}",
                    "latency" if large["binds"] == "latency" else large["binds"],
                    f"{largest_bound(large)}, {100 * share_of_bound(large):.0f} %",
                    f"{added(large, backward, alone):.2f}",
                )
            )
    head = (
        "device",
        "n",
        "batch 4096",
        "65 536",
        "pessimistic … short code",
        "binds",
        "busiest unit",
        "backward",
    )
    return table(head, lines)


def phases(rows, n, kernel, batch):
    chosen = whole(rows, "h100", n, kernel, batch)
    lines = []
    for row in rows:
        same = all(row[key] == chosen[key] for key in ("device", "n", "source", "kernel"))
        same = same and row["phase"] != FORGETTING
        if same and float(row["cycles"]) >= 0.005 * float(chosen["cycles"]):
            share = float(row["cycles"]) / float(chosen["cycles"])
            units = [row[unit] for unit in ("issue", "fp64", "shared", "memory", "latency")]
            lines.append((row["phase"], row["cycles"], f"{100 * share:.0f} %", *units))
    return f"{kernel} of {chosen['source']}, n = {n}:\n\n" + table(
        ("", "SM-cycles", "share", "issue", "fp64", "shared", "memory", "alone / resident"), lines
    )


def resources(rows):
    lines = []
    for row in rows:
        if row["phase"] == "whole":
            code = int(row["code"]) // 1024
            lines.append(
                (
                    TITLES[row["device"]],
                    row["n"],
                    f"{row['kernel']} of {row['source']}",
                    row["registers"],
                    row["spills"],
                    f"{code} kB",
                    row["blocks"],
                    row["problems"],
                    f"{100 * float(row['misses']):.0f} %",
                )
            )
    head = ("device", "n", "kernel", "registers", "spills", "code", "blocks", "problems", "lost to L2")
    return table(head, lines)


def fill(template, parts):
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match.group(1)].rstrip("\n"), template)


def devices():
    """As in tests/ptx/product/devices.cpp."""
    lines = (
        ("A100 SXM 80 GB", 108, "1.41 GHz", "9.7 / 19.5", "2.04 TB/s", "40 MB", "164 kB", 2048),
        ("H100 SXM 80 GB", 132, "1.98 GHz", "33.5 / 66.9", "3.35 TB/s", "50 MB", "228 kB", 2048),
        ("RTX 4090", 128, "2.52 GHz", "1.29 / 1.29", "1.01 TB/s", "72 MB", "100 kB", 1536),
    )
    head = ("", "SMs", "clock", "TFLOP/s in f64, by matrix products", "memory", "L2", "shared", "threads")
    return table(head, lines)


def write(rows, template):
    parts = {
        "speeds": speeds(rows),
        "phases": "\n".join(
            phases(rows, n, kernel, batch)
            for kernel in ("solve_kernel", "vjp_kernel")
            for n, batch in ((10, 65536), (10, 4096), (32, 65536), (50, 65536), (100, 65536))
        ),
        "resources": resources(rows),
        "devices": devices(),
    }
    return fill(template, parts)

"""Write docs/gpu-model.md: what the cycle model says of the product's kernels on three devices.

    make.py [--trace PROGRAM] [--only DEVICE ...]

With --trace, the program conelet_gpu_model (tests/ptx/product; build it and ptx_resources) runs first and its figures go to
figures.csv beside this file; without, the document is written from that file as it is. --only traces some devices alone and
keeps the other rows.
"""

import argparse
import csv
import pathlib
import subprocess

import document

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FIGURES = HERE / "figures.csv"
DEVICES = ("a100", "h100", "rtx4090")
# n = 10 twice: a batch that fills the device goes to threads, a smaller one to warps (src/cuda/instances.h).
RUNS = (["10"], ["--threads", "10"], ["32"], ["50"], ["100"])


def arguments():
    parser = argparse.ArgumentParser(description="Write docs/gpu-model.md.")
    parser.add_argument("--trace", type=pathlib.Path, help="the program conelet_gpu_model: trace anew")
    parser.add_argument("--only", nargs="+", choices=DEVICES, default=list(DEVICES), help="trace these devices alone")
    return parser.parse_args()


def rows_of(command):
    print(" ".join(map(str, command)), flush=True)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(output.splitlines()))


def forgetting(command):
    """The whole of a solve that keeps nothing for its gradients: what these add is counted from there."""
    rows = [row for row in rows_of(command) if row["phase"] == "whole"]
    return [{**row, "phase": document.FORGETTING} for row in rows]


def trace(program, devices):
    """Replace the rows of these devices in figures.csv."""
    kept = [row for row in read_figures() if row["device"] not in devices] if FIGURES.exists() else []
    for device in devices:
        for run in RUNS:
            command = [program, "--csv", "--vjp", "--device", device, *run]
            kept += rows_of(command)
            kept += forgetting([program, "--csv", "--forget", "--device", device, *run])
    with FIGURES.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, kept[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def read_figures():
    with FIGURES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main():
    chosen = arguments()
    if chosen.trace:
        trace(chosen.trace, chosen.only)
    template = (HERE / "template.md").read_text(encoding="utf-8")
    text = document.write(read_figures(), template)
    (ROOT / "docs" / "gpu-model.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

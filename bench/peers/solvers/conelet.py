"""Conelet through its command: `conelet bench` for the times, `conelet solve` for the answers to check."""

import functools
import json
import pathlib
import subprocess

import numpy as np

from . import Measurement

TIMED = (
    "in C around the whole batch (conelet bench --threads 1); backward with all four gradients (--vjp), after a solve "
    "that keeps its factors"
)
REPEATS = 15
SOLVED = 0


class NotOffered(Exception):
    """The command has no flag for it, or the CPU no such instructions."""


def run(task, *arguments):
    done = subprocess.run([task.conelet, *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 1):  # 1: some problem was not solved, which the answers will show
        raise NotOffered(done.stderr.strip() or f"conelet ended with code {done.returncode}")
    return done.stdout


@functools.cache
def help_text(conelet, topic):
    return subprocess.run([conelet, "help", topic], capture_output=True, text=True).stdout


def flags(task, topic, isa):
    """One thread, absolute stopping like the peers', and the instructions asked for, as far as there are flags."""
    offered = help_text(task.conelet, topic)
    chosen = ["--threads", "1", "--eps", repr(task.eps)]
    if "--eps-rel" in offered:
        chosen += ["--eps-rel", "0"]
    if "--isa" in offered:
        chosen += ["--isa", isa]
    return chosen


def version():
    command = ["git", "-C", pathlib.Path(__file__).parent, "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True)
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "this checkout"


def bench(task, isa, *more):
    arguments = ["bench", task.npz, *more, "--json", "--repeat", str(REPEATS), *flags(task, "bench", isa)]
    report = json.loads(run(task, *arguments).splitlines()[-1])
    if report["isa"] != isa:
        raise NotOffered(f"the command chose {report['isa']} and has no flag --isa to ask for {isa}")
    return report


def answers(task, isa):
    path = task.tools / "conelet_answer.npz"
    run(task, "solve", task.npz, "-o", path, "--json", *flags(task, "solve", isa))
    with np.load(path) as answer:
        return answer["x"], answer["y"], answer["status"]


def measure(task, isa):
    report = bench(task, isa)
    training = bench(task, isa, "--vjp")
    x, y, status = answers(task, isa)
    return Measurement(
        forward_us=report["setup_us"] + report["forward_us"],
        backward_us=training["backward_us"],
        x=x,
        y=y,
        claimed_share=float((status == SOLVED).mean()),
        iterations=report["iterations_mean"],
        mode=f"method {report['method']}",
        more={key: report[key] for key in ("isa", "fma_peak_gflops", "fma_peak_share", "worst_residual", "statuses")}
        | {"keeping_forward_us": training["setup_us"] + training["forward_us"]},
    )

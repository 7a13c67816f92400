"""Conelet through its command: `conelet bench` for the times, `conelet solve` for the answers to check."""

import json
import subprocess

import numpy as np

from . import Measurement

TIMED = "in C around the whole batch (conelet bench --vjp --threads 1): setup + forward; backward with all four gradients"
SOLVED = 0


class NotOffered(Exception):
    """The command has no such flag, or the CPU no such instructions."""


def command_text(task, *arguments):
    done = subprocess.run([task.conelet, *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 1):  # 1: some problem was not solved, which the answers will show
        raise NotOffered(done.stderr.strip() or f"conelet ended with code {done.returncode}")
    return done.stdout


def version():
    return "this checkout"


def flags_for(task, isa):
    """Absolute stopping like the peers', one thread, and the instructions asked for."""
    return ["--eps", repr(task.eps), "--eps-rel", "0", "--isa", isa, "--threads", "1"]


def measure(task, isa):
    flags = flags_for(task, isa)
    report = json.loads(command_text(task, "bench", task.npz, "--vjp", "--json", *flags).splitlines()[-1])
    answer_file = task.tools / "conelet_answer.npz"
    command_text(task, "solve", task.npz, "-o", answer_file, "--json", *flags)
    with np.load(answer_file) as answer:
        x, y, status = answer["x"], answer["y"], answer["status"]
    return Measurement(
        forward_us=report["setup_us"] + report["forward_us"],
        backward_us=report["backward_us"],
        x=x,
        y=y,
        claimed_share=float((status == SOLVED).mean()),
        iterations=report["iterations_mean"],
        more={key: report[key] for key in ("fma_peak_gflops", "fma_peak_share")},
    )

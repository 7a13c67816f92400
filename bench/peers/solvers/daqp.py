"""DAQP's C library through our harness ../daqp_bench.c: no interpreter within the measured time."""

import json
import subprocess

import numpy as np

from . import FRESH, REUSED, Measurement

VERSION = "0.11.0"  # as ../run downloads it
TIMED = "in C around the whole batch (daqp_bench.c; built from its PyPI source package, -O3 -march=native -ffast-math)"


def version():
    return VERSION


def measure(task, mode):
    n, m, count = task.batch.n, task.batch.m, task.batch.count
    answers_file = task.tools / "daqp_answers.bin"
    command = [task.tools / "daqp_bench", mode, task.raw, answers_file]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    answers = np.fromfile(answers_file, dtype="<f8").reshape(count, n + m)
    return Measurement(
        forward_us=report["us_per_qp"],
        x=answers[:, :n],
        y=answers[:, n:],
        claimed_share=report["solved"] / count,
        iterations=report["iterations_mean"],
        mode=FRESH if mode == "fresh" else REUSED,
    )

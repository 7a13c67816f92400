"""Measure one solver on one file and print one JSON object. Its own process, so that no solver can disturb another.

    measure.py NAME PROBLEM.npz EPS TOOLS_FOLDER CONELET
"""

import json
import pathlib
import sys

import problems
import solvers


def measure(name, npz, eps, tools, conelet):
    batch = problems.load(npz)
    task = solvers.Task(batch, eps, npz, npz.with_suffix(".bin"), tools, conelet)
    module, options = solvers.module_of(name)
    result = module.measure(task, **options)
    return {
        "solver": name,
        "version": module.version(),
        "timed": module.TIMED,
        "mode": result.mode,
        "n": batch.n,
        "m": batch.m,
        "batch": batch.count,
        "forward_us": result.forward_us,
        "backward_us": result.backward_us,
        "iterations_mean": result.iterations,
        "claimed_share": result.claimed_share,
        **problems.verdict(batch, result.x, result.y, eps),
        **result.more,
    }


def main():
    name, npz, eps, tools, conelet = sys.argv[1:]
    path = pathlib.Path
    try:
        report = measure(name, path(npz), float(eps), path(tools), path(conelet))
    except Exception as error:  # whatever goes wrong in one solver must not end the comparison
        report = {"solver": name, "left_out": " ".join(f"{type(error).__name__}: {error}".split())}
    print(json.dumps(report))


if __name__ == "__main__":
    main()

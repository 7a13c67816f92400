"""Run Conelet and its peers on the same data, check all answers, and print a table.

    compare.py --data FOLDER --tools FOLDER --conelet COMMAND --json FILE [--rounds 2] [--only NAME ...] [--sizes N ...]

All children inherit this process's core (../../run pins it with taskset) and run one thread each.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys

import machine
import solvers
import table

HERE = pathlib.Path(__file__).resolve().parent
SIZES = (10, 50, 100)
EPS = 1e-6
LIMIT_SECONDS = 600
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


def arguments():
    parser = argparse.ArgumentParser(description="Time other solvers on the same problems as Conelet.")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder with optnet<n>.npz and .bin")
    parser.add_argument("--tools", type=pathlib.Path, required=True, help="folder with daqp_bench, and for scratch files")
    parser.add_argument("--conelet", type=pathlib.Path, required=True, help="the command conelet")
    parser.add_argument("--json", type=pathlib.Path, required=True, help="where the results go")
    parser.add_argument("--text", type=pathlib.Path, help="where the table goes, besides the terminal")
    parser.add_argument("--rounds", type=int, default=2, help="passes over all solvers; the best counts (default 2)")
    parser.add_argument("--only", nargs="+", choices=list(solvers.CATALOGUE), metavar="NAME", help="these solvers")
    parser.add_argument("--sizes", nargs="+", type=int, choices=SIZES, default=list(SIZES), help="these n (default all)")
    return parser.parse_args()


def measure_in_child(options, name, n):
    npz = options.data / f"optnet{n}.npz"
    command = [sys.executable, HERE / "measure.py", name, npz, repr(EPS), options.tools, options.conelet]
    try:
        child = subprocess.run(
            command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS
        )
        lines = child.stdout.splitlines()
        return json.loads(lines[-1]) if lines else {"solver": name, "left_out": f"it ended with code {child.returncode}"}
    except subprocess.TimeoutExpired:
        return {"solver": name, "left_out": f"it took longer than {LIMIT_SECONDS} s"}


def better(old, new):
    """The faster forward and the faster backward of two rounds; the answers are checked in both: the worse counts."""
    if "left_out" in new or old is None or "left_out" in old:
        return old if old is not None else new
    best = dict(min(old, new, key=lambda report: report["forward_us"]))
    for key in ("backward_us", "keeping_forward_us"):
        if best.get(key) is not None:
            best[key] = min(old[key], new[key])
    for key in ("worst_primal", "worst_dual", "worst_gap"):
        best[key] = max(old[key], new[key])
    for key in ("within_eps_share", "within_10_eps_share"):
        best[key] = min(old[key], new[key])
    return best


def run_all(options):
    names = options.only or list(solvers.CATALOGUE)
    reports = {}
    for n in options.sizes:
        for turn in range(options.rounds):
            for name in names:
                print(f"n = {n}, round {turn + 1} of {options.rounds}: {name}", file=sys.stderr, flush=True)
                report = measure_in_child(options, name, n)
                reports[name, n] = better(reports.get((name, n)), report)
    return reports


def main():
    options = arguments()
    reports = run_all(options)
    result = {
        "date": datetime.date.today().isoformat(),
        "problem": "OptNet recipe, n = m inequalities, f64, fresh data per problem, setup + solve",
        "eps_abs": EPS,
        "machine": machine.describe(),
        "results": [{"n": n, **report} for (_, n), report in reports.items()],
    }
    options.json.write_text(json.dumps(result, indent=1) + "\n")
    text = table.render(result, options.sizes)
    print(text)
    if options.text:
        options.text.write_text(text + "\n")


if __name__ == "__main__":
    main()

"""One module per solver. Each has

    TIMED    a sentence: what is inside the measured time
    version()
    measure(task, ...) -> Measurement
"""

import dataclasses
import importlib
import pathlib
import time

import numpy as np

import problems

# Name in the table: module, and what else its measure() is told.
CATALOGUE = {
    "Conelet, AVX-512": ("conelet", {"isa": "avx512"}),
    "Conelet, AVX2": ("conelet", {"isa": "avx2"}),
    "DAQP": ("daqp", {"mode": "fresh"}),
    "DAQP, workspace kept": ("daqp", {"mode": "reuse"}),
    "Moreau, active set": ("moreau", {"method": "active_set"}),
    "Moreau, interior point": ("moreau", {"method": "ipm"}),
    "PIQP": ("piqp", {}),
    "ProxQP": ("proxqp", {}),
    "qpth": ("qpth", {}),
    "Clarabel": ("clarabel", {}),
    "SCS": ("scs", {}),
    "OSQP": ("osqp", {}),
}


@dataclasses.dataclass
class Task:
    batch: problems.Batch
    eps: float
    npz: pathlib.Path  # the same batch as a file for Conelet
    raw: pathlib.Path  # and for the C harness
    tools: pathlib.Path  # where daqp_bench is, and where scratch files may go
    conelet: pathlib.Path  # the command


@dataclasses.dataclass
class Measurement:
    forward_us: float  # setup + solve, per problem, best of the repeats
    x: np.ndarray  # [batch, n]
    y: np.ndarray  # [batch, m]
    claimed_share: float | None  # of the batch that the solver calls solved; None: it does not say
    backward_us: float | None = None
    iterations: float | None = None  # mean
    mode: str = ""  # which of the solver's ways was the fastest
    more: dict = dataclasses.field(default_factory=dict)


class OneByOne:
    """For solvers that take one problem per call: solves the batch and keeps the answers.

    A module derives from it and writes solve_one(i), which returns (seconds, x, y, solved, iterations).
    """

    def __init__(self, task):
        self.task = task
        self.x = np.zeros_like(task.batch.c)
        self.y = np.zeros_like(task.batch.b)
        self.solved = np.zeros(task.batch.count, dtype=bool)
        self.iterations = np.zeros(task.batch.count)

    def __call__(self):
        total = 0.0
        self.begin()
        for i in range(self.task.batch.count):
            seconds, self.x[i], self.y[i], self.solved[i], self.iterations[i] = self.solve_one(i)
            total += seconds
        return total

    def begin(self):
        """Forget what an earlier pass over the batch has left."""

    def solve_one(self, i):
        raise NotImplementedError


def fastest(task, runs):
    """Time each of a solver's ways, given by name, and keep the fastest."""
    seconds = {mode: best_of(run) for mode, run in runs.items()}
    mode = min(seconds, key=seconds.get)
    run = runs[mode]
    return Measurement(
        forward_us=1e6 * seconds[mode] / task.batch.count,
        x=run.x,
        y=run.y,
        claimed_share=float(run.solved.mean()),
        iterations=float(run.iterations.mean()),
        mode=mode,
        more={"us_of_mode": {name: 1e6 * s / task.batch.count for name, s in seconds.items()}},
    )


FRESH = "set up anew per problem"
REUSED = "one solver, all data updated"


def module_of(name):
    module, options = CATALOGUE[name]
    return importlib.import_module(f"solvers.{module}"), options


def best_of(run, enough_seconds=2.0, most=15):
    """The least of the seconds that run() returns, over at least two calls."""
    begin = time.perf_counter()
    best = min(run(), run())
    repeats = 2
    while repeats < most and time.perf_counter() - begin < enough_seconds:
        best = min(best, run())
        repeats += 1
    return best


def stopwatch(call):
    """Seconds that call() takes by the clock."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start

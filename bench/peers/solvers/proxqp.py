"""ProxQP (proxsuite), dense: a proximal augmented Lagrangian method in C++; its backward is what QPLayer calls."""

import importlib.metadata

import numpy as np
from proxsuite import proxqp

from . import FRESH, REUSED, OneByOne, best_of, fastest, stopwatch

TIMED = (
    "forward: its own report, in C++: setup (or update) + solve of each problem, summed; backward: by the clock "
    "around solve_backward_in_parallel (one thread) for the whole batch, that is QPLayer without its Python loop"
)
NO_LOWER_BOUND = -1e20
MICROSECOND = 1e-6


def version():
    return importlib.metadata.version("proxsuite")


def settings_for(qp, eps):
    qp.settings.compute_timings = True
    qp.settings.eps_abs = eps
    qp.settings.eps_rel = 0
    qp.settings.check_duality_gap = True
    qp.settings.eps_duality_gap_abs = eps
    qp.settings.eps_duality_gap_rel = 0


class Run(OneByOne):
    def __init__(self, task, reuse):
        super().__init__(task)
        self.reuse = reuse
        self.qp = None
        self.lower = np.full(task.batch.m, NO_LOWER_BOUND)

    def begin(self):
        self.qp = None

    def solve_one(self, i):
        batch = self.task.batch
        data = {"H": batch.P[i], "g": batch.c[i], "C": batch.A[i], "l": self.lower, "u": batch.b[i]}
        if self.qp is not None and self.reuse:
            self.qp.update(**data, update_preconditioner=True)
        else:
            self.qp = proxqp.dense.QP(batch.n, 0, batch.m)
            settings_for(self.qp, self.task.eps)
            self.qp.init(**data)
        self.qp.solve()
        results = self.qp.results
        seconds = MICROSECOND * (results.info.setup_time + results.info.solve_time)
        solved = results.info.status == proxqp.QPSolverOutput.PROXQP_SOLVED
        return seconds, results.x, results.z, solved, results.info.iter


def backward_seconds(task):
    """All gradients of the sum of x, into each problem's own buffers; QPLayer's own tolerances."""
    batch = task.batch
    problems = proxqp.dense.BatchQP()
    gradients_of_loss = proxqp.dense.VectorLossDerivatives()
    lower = np.full(batch.m, NO_LOWER_BOUND)
    for i in range(batch.count):
        qp = problems.init_qp_in_place(batch.n, 0, batch.m)
        settings_for(qp, task.eps)
        qp.init(H=batch.P[i], g=batch.c[i], C=batch.A[i], l=lower, u=batch.b[i])
        qp.solve()
        gradients_of_loss.append(np.concatenate([np.ones(batch.n), np.zeros(batch.m)]))

    def backward():
        proxqp.dense.solve_backward_in_parallel(num_threads=1, qps=problems, loss_derivatives=gradients_of_loss)

    return best_of(lambda: stopwatch(backward))


def measure(task):
    measurement = fastest(task, {FRESH: Run(task, reuse=False), REUSED: Run(task, reuse=True)})
    measurement.backward_us = 1e6 * backward_seconds(task) / task.batch.count
    return measurement

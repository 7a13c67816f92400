"""SCS: a first-order conic method (ADMM with acceleration) in C, its direct linear solver."""

import numpy as np
import scipy.sparse
import scs

from . import FRESH, OneByOne, fastest

TIMED = "its own report, in C: setup + solve of each problem, summed; sparse matrices made beforehand"
MILLISECOND = 1e-3


def version():
    return scs.__version__


class Run(OneByOne):
    def __init__(self, task):
        super().__init__(task)
        self.cone = {"l": task.batch.m}
        self.P = [scipy.sparse.csc_matrix(np.triu(P)) for P in task.batch.P]
        self.A = [scipy.sparse.csc_matrix(A) for A in task.batch.A]

    def solve_one(self, i):
        data = {"P": self.P[i], "A": self.A[i], "b": self.task.batch.b[i], "c": self.task.batch.c[i]}
        eps = self.task.eps
        solver = scs.SCS(data, self.cone, verbose=False, eps_abs=eps, eps_rel=0.0, max_iters=100000)
        answer = solver.solve()
        info = answer["info"]
        seconds = MILLISECOND * (info["setup_time"] + info["solve_time"])
        return seconds, answer["x"], answer["y"], info["status_val"] == scs.SOLVED, info["iter"]


def measure(task):
    return fastest(task, {FRESH: Run(task)})

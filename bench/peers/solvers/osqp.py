"""OSQP: a first-order method (ADMM) in C, its built-in direct linear solver."""

import numpy as np
import osqp
import scipy.sparse

from . import FRESH, REUSED, OneByOne, fastest

TIMED = "its own report, in C: setup (or update) + solve of each problem, summed; sparse matrices made beforehand"


def version():
    return osqp.__version__


class Run(OneByOne):
    def __init__(self, task, reuse):
        super().__init__(task)
        self.reuse = reuse
        self.solver = None
        self.lower = np.full(task.batch.m, -np.inf)
        self.P = [scipy.sparse.csc_matrix(np.triu(P)) for P in task.batch.P]
        self.A = [scipy.sparse.csc_matrix(A) for A in task.batch.A]

    def begin(self):
        self.solver = None

    def set_data(self, i):
        c, b = self.task.batch.c[i], self.task.batch.b[i]
        if self.solver is not None and self.reuse:
            self.solver.update(q=c, l=self.lower, u=b, Px=self.P[i].data, Ax=self.A[i].data)
            return "update_time"
        self.solver = osqp.OSQP(algebra="builtin")
        self.solver.setup(
            self.P[i].copy(),  # its wrapper keeps them, and writes the updates into them
            c,
            self.A[i].copy(),
            self.lower,
            b,
            verbose=False,
            eps_abs=self.task.eps,
            eps_rel=0.0,
            max_iter=100000,
            warm_starting=False,
        )
        return "setup_time"

    def solve_one(self, i):
        preparation = self.set_data(i)
        answer = self.solver.solve(raise_error=False)
        info = answer.info
        seconds = getattr(info, preparation) + info.solve_time
        return seconds, answer.x, answer.y, info.status_val == osqp.SolverStatus.OSQP_SOLVED, info.iter


def measure(task):
    return fastest(task, {FRESH: Run(task, reuse=False), REUSED: Run(task, reuse=True)})

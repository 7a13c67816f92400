"""Clarabel: a sparse interior point method in Rust."""

import time

import clarabel
import numpy as np
import scipy.sparse

from . import FRESH, REUSED, OneByOne, fastest

TIMED = (
    "setup anew: its own report, in Rust, of setup + solve; updated: by the clock around update and solve "
    "(through Python, a few microseconds); sparse matrices made beforehand"
)


def version():
    return clarabel.__version__


def settings_for(eps, reuse):
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    settings.tol_feas = eps
    settings.tol_gap_abs = eps
    settings.tol_gap_rel = 1e-300
    settings.presolve_enable = not reuse  # a presolved problem cannot be updated
    return settings


class Run(OneByOne):
    def __init__(self, task, reuse):
        super().__init__(task)
        self.reuse = reuse
        self.solver = None
        self.settings = settings_for(task.eps, reuse)
        self.cones = [clarabel.NonnegativeConeT(task.batch.m)]
        self.P = [scipy.sparse.csc_matrix(np.triu(P)) for P in task.batch.P]
        self.A = [scipy.sparse.csc_matrix(A) for A in task.batch.A]

    def begin(self):
        self.solver = None

    def solve_one(self, i):
        c, b = self.task.batch.c[i], self.task.batch.b[i]
        if self.solver is not None and self.reuse:
            start = time.perf_counter()
            self.solver.update(P=self.P[i], q=c, A=self.A[i], b=b)
            answer = self.solver.solve()
            seconds = time.perf_counter() - start
        else:
            self.solver = clarabel.DefaultSolver(self.P[i], c, self.A[i], b, self.cones, self.settings)
            answer = self.solver.solve()
            seconds = answer.solve_time
        return seconds, answer.x, answer.z, answer.status == clarabel.SolverStatus.Solved, answer.iterations


def measure(task):
    return fastest(task, {FRESH: Run(task, reuse=False), REUSED: Run(task, reuse=True)})

"""PIQP, dense: a proximal interior point method in C++."""

import importlib.metadata

import numpy as np
import piqp

from . import FRESH, REUSED, OneByOne, fastest

TIMED = "its own report, in C++: setup (or update) + solve of each problem, summed"


def version():
    return importlib.metadata.version("piqp")


class Run(OneByOne):
    def __init__(self, task, reuse):
        super().__init__(task)
        self.reuse = reuse
        self.solver = None
        self.P = [np.asfortranarray(P) for P in task.batch.P]  # the order it wants, so that it need not copy
        self.A = [np.asfortranarray(A) for A in task.batch.A]

    def begin(self):
        self.solver = None

    def set_data(self, i):
        batch = self.task.batch
        if self.solver is not None and self.reuse:
            self.solver.update(P=self.P[i], c=batch.c[i], G=self.A[i], h_u=batch.b[i])
            return self.solver.result.info.update_time
        self.solver = new_solver(self.task.eps)
        self.solver.setup(self.P[i], batch.c[i], G=self.A[i], h_u=batch.b[i])
        return self.solver.result.info.setup_time

    def solve_one(self, i):
        seconds = self.set_data(i)
        solved = self.solver.solve() == piqp.PIQP_SOLVED
        result = self.solver.result
        return seconds + result.info.solve_time, result.x, result.z_u, solved, result.info.iter


def new_solver(eps):
    solver = piqp.DenseSolver()
    settings = solver.settings
    settings.compute_timings = True
    settings.eps_abs = eps
    settings.eps_rel = 0
    settings.eps_duality_gap_abs = eps
    settings.eps_duality_gap_rel = 0
    return solver


def measure(task):
    return fastest(task, {FRESH: Run(task, reuse=False), REUSED: Run(task, reuse=True)})

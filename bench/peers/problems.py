"""A batch of quadratic programs, and what an answer to it is worth.

    minimise (1/2) x'P x + c'x  subject to  A x <= b;      P x + A'y + c = 0,  y >= 0,  y'(b - A x) = 0
"""

import dataclasses

import numpy as np


@dataclasses.dataclass
class Batch:
    P: np.ndarray  # [batch, n, n]
    c: np.ndarray  # [batch, n]
    A: np.ndarray  # [batch, m, n]
    b: np.ndarray  # [batch, m]

    @property
    def count(self):
        return self.A.shape[0]

    @property
    def m(self):
        return self.A.shape[1]

    @property
    def n(self):
        return self.A.shape[2]


def load(path):
    with np.load(path) as file:
        batch = Batch(P=file["P"], c=file["c"], A=file["A"], b=file["b"])
        if int(file["l"]) != batch.m:
            raise ValueError(f"{path}: every row should be an inequality")
    return batch


def residuals(batch, x, y):
    """Primal, dual and gap of each problem, absolute and in the units of the data: [batch, 3]; NaN stays NaN."""
    Px = np.einsum("kij,kj->ki", batch.P, x)
    Ax = np.einsum("kij,kj->ki", batch.A, x)
    Aty = np.einsum("kij,ki->kj", batch.A, y)
    violation = np.maximum(Ax - batch.b, 0).max(axis=1)
    wrong_sign = np.maximum(-y, 0).max(axis=1)
    stationarity = np.abs(Px + Aty + batch.c).max(axis=1)
    gap = np.abs((x * Px).sum(axis=1) + (batch.c * x).sum(axis=1) + (batch.b * y).sum(axis=1))
    return np.stack([violation, np.maximum(stationarity, wrong_sign), gap], axis=1)


def verdict(batch, x, y, eps):
    """The worst residuals, and the share of problems whose three residuals are at most eps."""
    r = residuals(batch, x, y)
    within = (r <= eps).all(axis=1)
    worst = r.max(axis=0)
    return {
        "worst_primal": float(worst[0]),
        "worst_dual": float(worst[1]),
        "worst_gap": float(worst[2]),
        "within_eps_share": float(within.mean()),
        "within_10_eps_share": float((r <= 10 * eps).all(axis=1).mean()),
    }

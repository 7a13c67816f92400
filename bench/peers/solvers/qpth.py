"""qpth (OptNet's own solver): a batched interior point method in PyTorch, on the CPU, one thread."""

import importlib.metadata

import numpy as np
import torch
from qpth.qp import QPFunction

from . import Measurement, best_of, stopwatch

TIMED = "by the clock around its batch call, forward and backward (PyTorch, one thread; few Python steps per batch)"


def version():
    return f"{importlib.metadata.version('qpth')}, torch {torch.__version__}"


def measure(task):
    torch.set_num_threads(1)
    batch = task.batch
    P, c, A, b = (torch.tensor(a, requires_grad=True) for a in (batch.P, batch.c, batch.A, batch.b))
    none = torch.empty(0, dtype=torch.float64)
    layer = QPFunction(eps=task.eps, verbose=-1, check_Q_spd=False)
    answer = {}

    def forward():
        answer["x"] = layer(P, c, A, b, none, none)

    forward_seconds = best_of(lambda: stopwatch(forward))
    x = answer["x"]
    dx = torch.ones_like(x)

    def backward():
        torch.autograd.grad(x, (P, c, A, b), dx, retain_graph=True)

    return Measurement(
        forward_us=1e6 * forward_seconds / batch.count,
        backward_us=1e6 * best_of(lambda: stopwatch(backward)) / batch.count,
        x=x.detach().numpy(),
        y=np.asarray(x.grad_fn.lams),
        claimed_share=None,
    )

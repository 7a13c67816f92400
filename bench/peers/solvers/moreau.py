"""Moreau on the CPU: its batch interface, one thread, the active set or the interior point method."""

import moreau
import numpy as np

from . import Measurement, best_of, stopwatch

TIMED = (
    "forward: its own report of setup and solve of the whole batch; backward: by the clock around its compiled "
    "batch call, which returns Python lists (their making is inside)"
)


def version():
    return moreau.__version__


def solver_for(task, method, with_gradients):
    batch = task.batch
    settings = moreau.Settings(solver=method, device="cpu", batch_size=batch.count, enable_grad=with_gradients)
    if method == "ipm":
        eps = task.eps
        settings.ipm_settings = moreau.IPMSettings(tol_gap_abs=eps, tol_gap_rel=1e-300, tol_feas=eps)
    else:
        settings.active_set_settings = moreau.ActiveSetSettings(primal_tol=task.eps)
    row_starts = np.arange(batch.n + 1) * batch.n
    P_columns = np.tile(np.arange(batch.n), batch.n)
    A_starts = np.arange(batch.m + 1) * batch.n
    A_columns = np.tile(np.arange(batch.n), batch.m)
    cones = moreau.Cones(num_nonneg_cones=batch.m)
    return moreau.CompiledSolver(batch.n, batch.m, row_starts, P_columns, A_starts, A_columns, cones, settings)


def forward(solver, batch):
    solver.setup(batch.P.reshape(batch.count, -1), batch.A.reshape(batch.count, -1))
    return solver.solve(batch.c, batch.b)


def measure(task, method):
    batch = task.batch
    solver = solver_for(task, method, with_gradients=False)

    def seconds():
        forward(solver, batch)
        return solver.info.setup_time + solver.info.solve_time

    forward_seconds = best_of(seconds)
    solution = forward(solver, batch)
    return Measurement(
        forward_us=1e6 * forward_seconds / batch.count,
        backward_us=1e6 * backward_seconds(task, method) / batch.count,
        x=solution.x,
        y=solution.z,
        claimed_share=solver.info.status.count(moreau.SolverStatus.Solved) / batch.count,
        iterations=float(np.mean(solver.info.iterations)),
    )


def backward_seconds(task, method):
    solver = solver_for(task, method, with_gradients=True)
    forward(solver, task.batch)
    dx = np.ones_like(task.batch.c)
    if method == "ipm":
        return best_of(lambda: stopwatch(lambda: solver.backward(dx)))
    dx_flat = dx.ravel()
    zeros = np.zeros(task.batch.b.size)
    return best_of(lambda: stopwatch(lambda: solver._impl._solver.backward(dx_flat, zeros, zeros)))

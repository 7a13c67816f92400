/* The adjoint of one problem: f = gx - A'N gs, g = gy - H gs; then dc = -r, db = w + N gs,
   dA = -(y r' + (w + N gs) x'), dP = -(r x' + x r')/2 (engine/derivative.h). */
#ifndef CUDA_BLOCK_VJP_H
#define CUDA_BLOCK_VJP_H

#include "block_derivative.h"

/* slack = N gs, g -= H gs, f -= A'N gs. */
FN void vjp_slack(team *tm, const device_derivative_job *job, int64_t problem, block_derivative *v)
{
    derivative *d = &v->system;
    real *gs = v->s; /* the solution's s has been used */
    load_or_zero(job->cotangent.ds, problem, d->m, gs);
    sync(tm);
    derivative_null_part(tm, d, gs, v->slack);
    derivative_multiply_H(tm, d, gs);
    each (i, d->m) d->g[i] -= gs[i];
    kkt_multiply_At(tm, d->system, v->slack, v->column);
    each (k, d->n) d->f[k] -= v->column[k];
    sync(tm);
}

/* `part`: this block's part of the gradients of shared data. */
FN void block_vjp_one(team *tm, const device_plan *plan, const device_derivative_job *job, unsigned char *workspace,
                      double *part, int64_t problem)
{
    block_derivative v;
    derivative *d = &v.system;
    block_derivative_open(tm, plan, job, workspace, problem, &v);
    if (!v.valid) {
        store_info(job, problem, 0, none(), none());
        store_no_gradients(&plan->shape, job, problem);
        return;
    }
    load_or_zero(job->cotangent.dx, problem, d->n, d->f);
    load_or_zero(job->cotangent.dy, problem, d->m, d->g);
    sync(tm);
    if (job->cotangent.ds) vjp_slack(tm, job, problem, &v);
    derivative_solve(tm, d, DERIVATIVE_REFINEMENTS);
    store_info(job, problem, 1, d->degenerate, d->singular);
    if (job->cotangent.ds)
        each (i, d->m) d->y[i] += v.slack[i];
    sync(tm);
    adjoint answer = {d->x, d->y, v.x, v.y};
    store_gradients(&plan->shape, job, problem, &answer, part);
}

#endif

/* The adjoint of one problem by a warp: f = gx - A'N gs, g = gy - H gs; then dc = -r, db = w + N gs,
   dA = -(y r' + (w + N gs) x'), dP = -(r x' + x r')/2 (engine/derivative.h). In inactive rows N = 1, in others 0. */
#ifndef CUDA_WARP_VJP_H
#define CUDA_WARP_VJP_H

#include "warp_derivative.h"

/* slack = N gs, g -= H gs, f -= A'N gs. */
FN void warp_vjp_slack(team *tm, const real *A, warp_derivative *v)
{
    each (r, v->system.active) {
        int row = v->rows[r];
        v->g[r] = mulsub(v->system.diagonal[r], v->slack[row], v->g[r]);
        v->slack[row] = zero();
    }
    sync(tm);
    warp_multiply_transposed(tm, A, v->m, v->n, v->slack, v->system.along);
    each (k, v->n) v->f[k] -= v->system.along[k];
    sync(tm);
}

/* The problem's part of the cotangent. */
FN warp_given warp_vjp_given(const derivative_job *job, int64_t problem, const warp_derivative *v)
{
    const auto *from = &job->cotangent;
    return {row_of(from->dx, problem, v->n), row_of(from->dy, problem, v->m), row_of(from->ds, problem, v->m)};
}

/* The adjoint's r in `f` and w in `slack`. Returns whether that could be done: what is left undone is for the block
   executor. */
FN int warp_vjp_find(team *tm, const device_plan *plan, const derivative_job *job, int64_t problem, warp_derivative *v)
{
    warp_given given = warp_vjp_given(job, problem, v);
    if (!warp_derivative_open(tm, plan, job, problem, &given, v)) return 0;
    warp_gather(v);
    sync(tm);
    if (given.slack) warp_vjp_slack(tm, job->data.A + problem * job->data.A_stride, v);
    dual_derivative_solve(tm, &v->system, v->f, v->g, v->f, v->dy);
    warp_scatter(v, v->slack);
    sync(tm);
    return 1;
}

FN void warp_vjp_store(const device_plan *plan, const derivative_job *job, int64_t problem, double *part,
                       const warp_derivative *v)
{
    store_info(job, problem, 1, v->degenerate, none());
    adjoint answer = {v->f, v->slack, v->x, v->y};
    store_gradients(&plan->shape, job, problem, &answer, part);
}

#endif

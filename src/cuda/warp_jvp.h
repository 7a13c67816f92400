/* The forward derivative of one problem by a warp: f = -(dP x + dA'y + dc), g = -(dA x - db); then dx, dy, and
   ds = N (g - A dx) - H dy (engine/derivative.h). In inactive rows N = 1, in others 0. */
#ifndef CUDA_WARP_JVP_H
#define CUDA_WARP_JVP_H

#include "warp_derivative.h"

/* f = -(dP x + dA'y + dc), with dc in it; g = db - dA x in all rows, with db in it. */
FN void warp_jvp_right_hand_side(team *tm, const device_derivative_job *job, int64_t problem, warp_derivative *v)
{
    const cnl_data *change = &job->change;
    real *column = v->system.along;
    each (k, v->n) v->f[k] = -v->f[k];
    sync(tm);
    if (change->P) {
        warp_multiply_symmetric(tm, change->P + problem * change->P_stride, v->n, v->x, column);
        each (k, v->n) v->f[k] -= column[k];
        sync(tm);
    }
    if (change->A) {
        const double *dA = change->A + problem * change->A_stride;
        warp_multiply_transposed(tm, dA, v->m, v->n, v->y, column);
        warp_multiply(tm, dA, v->m, v->n, v->x, v->slack);
        each (k, v->n) v->f[k] -= column[k];
        each (i, v->m) v->whole[i] -= v->slack[i];
        sync(tm);
    }
}

/* ds = N (g - A dx) - H dy. */
FN void warp_jvp_slack(team *tm, const double *A, warp_derivative *v)
{
    warp_multiply(tm, A, v->m, v->n, v->f, v->slack);
    each (i, v->m) v->slack[i] = v->whole[i] - v->slack[i];
    sync(tm);
    each (r, v->system.active) v->slack[v->rows[r]] = -(v->system.diagonal[r] * v->dy[r]);
    sync(tm);
}

/* Returns whether that could be done: what is left undone is for the block executor. */
FN int warp_jvp_one(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem,
                    warp_derivative *v)
{
    const cnl_data *change = &job->change;
    warp_given given = {change->c ? change->c + problem * change->c_stride : NULL,
                        change->b ? change->b + problem * change->b_stride : NULL, NULL};
    if (!warp_derivative_open(tm, plan, job, problem, &given, v)) return 0;
    warp_jvp_right_hand_side(tm, job, problem, v);
    warp_gather(v);
    sync(tm);
    dual_derivative_solve(tm, &v->system, v->f, v->g, v->f, v->dy);
    store_info(job, problem, 1, v->degenerate, none());
    store_change(v->f, 1, problem, v->n, job->dx);
    if (job->ds) {
        warp_jvp_slack(tm, job->data.A + problem * job->data.A_stride, v);
        store_change(v->slack, 1, problem, v->m, job->ds);
        sync(tm);
    }
    each (i, v->m) v->slack[i] = zero();
    sync(tm);
    warp_scatter(v, v->slack);
    sync(tm);
    store_change(v->slack, 1, problem, v->m, job->dy);
    return 1;
}

/* A problem without a solution. */
FN void warp_jvp_nothing(const device_derivative_job *job, int64_t problem, const warp_derivative *v)
{
    store_info(job, problem, 0, none(), none());
    store_change(v->x, 0, problem, v->n, job->dx);
    store_change(v->y, 0, problem, v->m, job->dy);
    store_change(v->y, 0, problem, v->m, job->ds);
}

#endif

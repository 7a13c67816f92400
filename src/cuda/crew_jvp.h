/* The forward derivative of one problem by a crew; see warp_jvp.h. */
#ifndef CUDA_CREW_JVP_H
#define CUDA_CREW_JVP_H

#include "crew_derivative.h"

/* f = -(dP x + dA'y + dc), with dc in it; g = db - dA x in all rows, with db in it. */
FN void crew_jvp_right_hand_side(team *tm, const crew_derivative *v)
{
    each (k, v->n) v->f[k] = -v->f[k];
    if (v->all->P_change) {
        crew_derivative_have_done(v, CREW_CHANGE_P, v->x, v->half);
        each (k, v->n) v->f[k] -= v->half[k];
    }
    if (v->all->A_change) {
        crew_derivative_have_done(v, CREW_CHANGE_A_BACK, v->y, v->half);
        crew_derivative_have_done(v, CREW_CHANGE_A, v->x, v->residual);
        each (k, v->n) v->f[k] -= v->half[k];
        each (i, v->m) v->whole[i] -= v->residual[i];
    }
    sync(tm);
}

/* ds = N (g - A dx) - H dy. */
FN void crew_jvp_slack(team *tm, const crew_derivative *v)
{
    crew_derivative_have_done(v, CREW_MULTIPLY_A, v->f, v->half);
    each (i, v->m) v->w[i] = v->whole[i] - v->half[i];
    sync(tm);
    each (r, v->active) v->w[v->rows[r]] = -(v->H[r] * v->dy[r]);
    sync(tm);
}

/* Returns whether that could be done: what is left undone is for the block executor. */
FN int crew_jvp_one(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem,
                    crew_derivative *v)
{
    const cnl_data *change = &job->change;
    crew_given given = {change->c ? change->c + problem * change->c_stride : NULL,
                        change->b ? change->b + problem * change->b_stride : NULL, NULL};
    if (!crew_derivative_load(tm, plan, job, problem, &given, v)) return 0;
    crew_jvp_right_hand_side(tm, v);
    crew_gather(tm, v);
    if (!crew_derivative_solve(tm, v)) return 0;
    store_info(job, problem, 1, v->degenerate, none());
    store_change(v->f, 1, problem, v->n, job->dx);
    store_change(v->residual, 1, problem, v->m, job->dy);
    if (job->ds) {
        crew_jvp_slack(tm, v);
        store_change(v->w, 1, problem, v->m, job->ds);
    }
    return 1;
}

#endif

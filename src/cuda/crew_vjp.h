/* The adjoint of one problem by a crew; see warp_vjp.h. */
#ifndef CUDA_CREW_VJP_H
#define CUDA_CREW_VJP_H

#include "crew_derivative.h"

/* w = N gs, g -= H gs, f -= A'N gs. */
FN void crew_vjp_slack(team *tm, const crew_derivative *v)
{
    each (r, v->active) {
        int row = v->rows[r];
        v->g[r] = mulsub(v->H[r], v->w[row], v->g[r]);
        v->w[row] = zero();
    }
    crew_derivative_have_done(v, CREW_MULTIPLY_A_BACK, v->w, v->half);
    each (k, v->n) v->f[k] -= v->half[k];
    sync(tm);
}

/* dc = -r, db = w + N gs, and the matrices' by all. */
FN void crew_store_gradients(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem,
                             const crew_derivative *v, double *part)
{
    const cnl_data *data = &job->data;
    double *sum_c = part + plan->shape.P.count;
    double *sum_b = sum_c + plan->shape.n + plan->shape.A.count;
    double *dc = gradient_place(job->gradient.dc, data->c_stride, problem, sum_c);
    double *db = gradient_place(job->gradient.db, data->b_stride, problem, sum_b);
    each (i, v->m) v->w[i] += v->residual[i];
    sync(tm);
    if (dc) outer_vector(v->n, -1, v->f, data->c_stride == 0, dc);
    if (db) outer_vector(v->m, 1, v->w, data->b_stride == 0, db);
    crew_derivative_have_done(v, CREW_STORE_MATRICES, v->f, v->f);
}

/* Returns whether that could be done: what is left undone is for the block executor. */
FN int crew_vjp_one(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem, double *part,
                    crew_derivative *v)
{
    const cnl_cotangent *from = &job->cotangent;
    crew_given given = {row_of(from->dx, problem, v->n), row_of(from->dy, problem, v->m),
                        row_of(from->ds, problem, v->m)};
    if (!crew_derivative_load(tm, plan, job, problem, &given, v)) return 0;
    crew_gather(tm, v);
    if (given.slack) crew_vjp_slack(tm, v);
    if (!crew_derivative_solve(tm, v)) return 0;
    store_info(job, problem, 1, v->degenerate, none());
    crew_store_gradients(tm, plan, job, problem, v, part);
    return 1;
}

#endif

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

/* Where a datum's gradient goes: its own place, or this block's part of the sum over the batch. */
FN double *vjp_place(double *gradient, int64_t stride, int64_t problem, double *part)
{
    if (gradient == NULL) return NULL;
    return stride ? gradient + problem * stride : part;
}

FN void vjp_zero(double *gradient, int64_t stride, int64_t problem, int64_t count)
{
    if (gradient && stride) load_zeros(count, gradient + problem * stride);
}

/* A problem without a solution has gradients of 0, and adds nothing to a sum. */
FN void vjp_no_gradients(const structure *shape, const device_derivative_job *job, int64_t problem)
{
    const cnl_data *data = &job->data;
    vjp_zero(job->gradient.dP, data->P_stride, problem, shape->P.count);
    vjp_zero(job->gradient.dc, data->c_stride, problem, shape->n);
    vjp_zero(job->gradient.dA, data->A_stride, problem, shape->A.count);
    vjp_zero(job->gradient.db, data->b_stride, problem, shape->m);
}

FN void vjp_gradients(const structure *shape, const device_derivative_job *job, int64_t problem,
                      const block_derivative *v)
{
    const derivative *d = &v->system;
    const cnl_data *data = &job->data;
    double *sum_P = job->sums + blockIdx.x * job->sum_length;
    double *sum_c = sum_P + shape->P.count;
    double *sum_A = sum_c + shape->n;
    double *sum_b = sum_A + shape->A.count;
    double *dP = vjp_place(job->gradient.dP, data->P_stride, problem, sum_P);
    double *dc = vjp_place(job->gradient.dc, data->c_stride, problem, sum_c);
    double *dA = vjp_place(job->gradient.dA, data->A_stride, problem, sum_A);
    double *db = vjp_place(job->gradient.db, data->b_stride, problem, sum_b);
    if (dP) outer_symmetric(&shape->P, d->x, v->x, data->P_stride == 0, dP);
    if (dc) outer_vector(shape->n, -1, d->x, data->c_stride == 0, dc);
    if (dA) outer_rectangle(&shape->A, v->y, d->x, d->y, v->x, data->A_stride == 0, dA);
    if (db) outer_vector(shape->m, 1, d->y, data->b_stride == 0, db);
}

FN void block_vjp_one(team *tm, const device_plan *plan, const device_derivative_job *job, unsigned char *workspace,
                      int64_t problem)
{
    block_derivative v;
    derivative *d = &v.system;
    block_derivative_open(tm, plan, job, workspace, problem, &v);
    block_store_info(job, &v, problem);
    if (!v.valid) {
        vjp_no_gradients(&plan->shape, job, problem);
        return;
    }
    load_or_zero(job->cotangent.dx, problem, d->n, d->f);
    load_or_zero(job->cotangent.dy, problem, d->m, d->g);
    sync(tm);
    if (job->cotangent.ds) vjp_slack(tm, job, problem, &v);
    derivative_solve(tm, d);
    block_store_info(job, &v, problem); /* whether it is singular is known only now */
    if (job->cotangent.ds)
        each (i, d->m) d->y[i] += v.slack[i];
    sync(tm);
    vjp_gradients(&plan->shape, job, problem, &v);
}

#endif

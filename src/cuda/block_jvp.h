/* The forward derivative of one problem: f = -(dP x + dA'y + dc), g = -(dA x - db); then dx, dy, and
   ds = N (g - A dx) - H dy (engine/derivative.h). */
#ifndef CUDA_BLOCK_JVP_H
#define CUDA_BLOCK_JVP_H

#include "block_derivative.h"

/* A system that looks like the problem's, of the change of its matrices: products are taken with it. */
FN kkt jvp_change(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem,
                  block_derivative *v, kkt_dense *dense, kkt_sparse *sparse)
{
    const cnl_data *change = &job->change;
    const structure *shape = &plan->shape;
    const double *dP = change->P ? change->P + problem * change->P_stride : NULL;
    const double *dA = change->A ? change->A + problem * change->A_stride : NULL;
    kkt of = v->matrix;
    of.has_P = v->matrix.has_P && dP;
    if (plan->sparse) {
        *sparse = v->sparse;
        sparse->numbers = v->change_P;
        if (of.has_P) kkt_sparse_load_P(tm, plan, dP, sparse);
        if (dA) load_mapped(dA, v->sparse.plan->A_count, v->sparse.plan->A_map, v->change_A + v->sparse.plan->A_start);
        of.sparse = sparse;
    } else {
        *dense = v->dense;
        dense->P = v->change_P;
        dense->A = v->change_A;
        if (of.has_P) load_symmetric(tm, &shape->P, dP, plan->P_map, plan->P_weight, v->matrix.n, dense->P);
        if (dA && shape->A.layout == CNL_CSC) load_zeros(rectangle_size(v->matrix.n, v->matrix.m), dense->A);
        sync(tm);
        if (dA) load_mapped(dA, shape->A.count, plan->A_by_columns, dense->A);
        of.dense = dense;
    }
    sync(tm);
    return of;
}

FN void jvp_right_hand_side(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem,
                            block_derivative *v)
{
    derivative *d = &v->system;
    const cnl_data *change = &job->change;
    kkt_dense dense;
    kkt_sparse sparse;
    kkt of = jvp_change(tm, plan, job, problem, v, &dense, &sparse);
    each (k, d->n) d->f[k] = change->c ? -change->c[problem * change->c_stride + k] : zero();
    each (i, d->m) d->g[i] = change->b ? change->b[problem * change->b_stride + i] : zero();
    kkt_multiply_P(tm, &of, v->x, v->column);
    each (k, d->n) d->f[k] -= v->column[k];
    sync(tm);
    if (change->A == NULL) return;
    kkt_multiply_At(tm, &of, v->y, v->column);
    kkt_multiply_A(tm, &of, v->x, v->slack);
    each (k, d->n) d->f[k] -= v->column[k];
    each (i, d->m) d->g[i] -= v->slack[i];
    sync(tm);
}

/* slack = N (g - A dx) - H dy, with the whole g in it; overwrites d->y. */
FN void jvp_slack(team *tm, block_derivative *v)
{
    derivative *d = &v->system;
    kkt_multiply_A(tm, d->system, d->x, v->s);
    each (i, d->m) v->s[i] = v->slack[i] - v->s[i];
    sync(tm);
    derivative_null_part(tm, d, v->s, v->slack);
    derivative_multiply_H(tm, d, d->y);
    each (i, d->m) v->slack[i] -= d->y[i];
    sync(tm);
}

FN void block_jvp_one(team *tm, const device_plan *plan, const device_derivative_job *job, unsigned char *workspace,
                      int64_t problem)
{
    block_derivative v;
    derivative *d = &v.system;
    block_derivative_open(tm, plan, job, workspace, problem, &v);
    if (v.valid) {
        jvp_right_hand_side(tm, plan, job, problem, &v);
        each (i, d->m) v.slack[i] = d->g[i];
        sync(tm);
        derivative_solve(tm, d, DERIVATIVE_REFINEMENTS);
    }
    store_info(job, problem, v.valid, d->degenerate, d->singular);
    store_change(d->x, v.valid, problem, d->n, job->dx);
    store_change(d->y, v.valid, problem, d->m, job->dy);
    sync(tm);
    if (v.valid && job->ds) jvp_slack(tm, &v);
    store_change(v.slack, v.valid, problem, d->m, job->ds);
}

#endif

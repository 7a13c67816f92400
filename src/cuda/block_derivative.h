/* One problem's derivative by a thread block: the system of engine/derivative.h over all rows, factored at the
   solution. */
#ifndef CUDA_BLOCK_DERIVATIVE_H
#define CUDA_BLOCK_DERIVATIVE_H

#include "block_primal.h"
#include "team_gradients.h"

typedef struct block_derivative {
    derivative system;
    kkt matrix;
    kkt_dense dense;
    kkt_sparse sparse;
    real *x, *y, *s; /* the solution; y is 0 where the projection's derivative vanishes */
    real *slack;     /* [m] vjp: N gs; jvp: what ds is made of */
    real *column;    /* [n] */
    real *change_P;  /* jvp: the triangle of dP, like the system's P; the numbers of dP and dA of a sparse system */
    real *change_A;  /* jvp: dA, like the system's A */
    int valid;       /* there is a solution */
} block_derivative;

FNBOTH size_t block_derivative_layout(arena *memory, const structure *shape, const sparse_plan *sparse,
                                      block_derivative *v)
{
    int n = shape->n;
    int m = shape->m;
    derivative *d = &v->system;
    *d = derivative{};
    d->n = n;
    d->m = m;
    d->cones = cones_of(shape);
    real **of_n[] = {&d->x, &d->f, &v->x, &v->column};
    real **of_m[] = {&d->axis, &d->y, &d->g, &d->row_mask, &v->y, &v->s, &v->slack};
    for (real **vector : of_n) *vector = take_vector(memory, n);
    for (real **vector : of_m) *vector = take_vector(memory, m);
    d->H = take_spectrum(memory, &d->cones, d->axis);
    kkt_layout(memory, n, m, has_P(shape), &v->matrix);
    if (sparse) {
        kkt_sparse_layout(memory, sparse, &v->sparse);
        v->matrix.sparse = &v->sparse;
        d->inverse = take_spectrum(memory, &d->cones, d->axis);
        v->change_P = v->change_A = take(memory, sparse->number_count);
    } else {
        kkt_dense_layout(memory, n, &d->cones, d->axis, &v->dense);
        v->matrix.dense = &v->dense;
        d->inverse = v->dense.inverse;
        v->change_P = take(memory, triangle_size(n));
        v->change_A = take(memory, rectangle_size(n, m));
    }
    d->system = &v->matrix;
    return memory->used;
}

/* Load a problem and its solution, and factor its system. */
FNBIG void block_derivative_open(team *tm, const device_plan *plan, const device_derivative_job *job,
                                 unsigned char *workspace, int64_t problem, block_derivative *v)
{
    arena memory = {workspace, 0};
    block_derivative_layout(&memory, &plan->shape, plan->sparse, v);
    int n = plan->shape.n;
    int m = plan->shape.m;
    int32_t status = job->status[problem];
    v->valid = status == CNL_SOLVED || status == CNL_ALMOST_SOLVED;
    if (!v->valid) return;
    const double *P = job->data.P + problem * job->data.P_stride;
    const double *A = job->data.A + problem * job->data.A_stride;
    if (plan->sparse)
        kkt_sparse_load(tm, plan, P, A, &v->sparse);
    else {
        kkt_dense_load(tm, plan, P, A, &v->dense);
        kkt_dense_look(tm, &v->dense);
        kkt_dense_prepare(tm, &v->dense, &v->system.cones);
    }
    load_vector(job->x + problem * n, n, v->x);
    load_vector(job->y + problem * m, m, v->y);
    load_vector(job->s + problem * m, m, v->s);
    sync(tm);
    derivative_factor(tm, &v->system, v->s, v->y);
    each (i, v->system.cones.z + v->system.cones.l) v->y[i] = v->system.inverse.value[i] > 0 ? v->y[i] : 0;
    sync(tm);
}

#endif

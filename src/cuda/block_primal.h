/* One problem by the interior point over the dense n x n or the sparse system, by a thread block. */
#ifndef CUDA_BLOCK_PRIMAL_H
#define CUDA_BLOCK_PRIMAL_H

#include "block_shape.h"
#include "team_store.h"

FNBOTH size_t block_primal_layout(arena *memory, const structure *shape, const sparse_plan *sparse, primal *v)
{
    return primal_layout(memory, shape->n, cones_of(shape), has_P(shape), sparse, v);
}

FN void kkt_dense_load(team *tm, const device_plan *plan, const double *P, const double *A, const kkt_dense *v)
{
    const structure *shape = &plan->shape;
    load_symmetric(tm, &shape->P, P, plan->P_map, plan->P_weight, v->n, v->P);
    if (shape->A.layout == CNL_CSC) load_zeros(rectangle_size(v->n, v->m), v->A);
    sync(tm);
    load_mapped(A, shape->A.count, plan->A_by_columns, v->A);
    sync(tm);
}

/* Several of the user's numbers may meet in a place of P: a thread per column, one half after the other. */
FN void kkt_sparse_load_P(team *tm, const device_plan *plan, const double *P, const kkt_sparse *v)
{
    const structure *shape = &plan->shape;
    const sparse_plan *sparse = v->plan;
    load_zeros(sparse->P_count, v->numbers);
    sync(tm);
    if (shape->P.layout == CNL_ABSENT) return;
    if (shape->P.layout == CNL_DENSE) {
        each (e, v->n * v->n) {
            int row = e / v->n;
            int column = e % v->n;
            real mirrored = P[column * v->n + row];
            if (row <= column) v->numbers[sparse->P_map[e]] = 0.5 * (P[e] + mirrored);
        }
        return;
    }
    load_symmetric_half(&shape->P, P, sparse->P_map, sparse->P_weight, 1, v->numbers);
    sync(tm);
    load_symmetric_half(&shape->P, P, sparse->P_map, sparse->P_weight, 0, v->numbers);
}

FN void kkt_sparse_load(team *tm, const device_plan *plan, const double *P, const double *A, const kkt_sparse *v)
{
    kkt_sparse_load_P(tm, plan, P, v);
    load_mapped(A, v->plan->A_count, v->plan->A_map, v->numbers + v->plan->A_start);
    sync(tm);
}

/* The data of a problem. */
FN void block_load_primal(team *tm, const device_plan *plan, const cnl_data *data, const sparse_plan *sparse,
                          int64_t problem, const primal *v)
{
    const double *P = data->P + problem * data->P_stride;
    const double *A = data->A + problem * data->A_stride;
    if (sparse)
        kkt_sparse_load(tm, plan, P, A, &v->sparse);
    else
        kkt_dense_load(tm, plan, P, A, &v->dense);
    load_vector(data->c + problem * data->c_stride, v->ip.n, v->ip.c);
    load_vector(data->b + problem * data->b_stride, v->ip.m, v->ip.b);
    sync(tm);
}

/* Returns the status stored. */
FN int32_t block_solve_primal(team *tm, const device_plan *plan, const device_solve_job *job, const sparse_plan *sparse,
                              unsigned char *workspace, int64_t problem)
{
    arena memory = {workspace, 0};
    primal v;
    block_primal_layout(&memory, &plan->shape, sparse, &v);
    block_load_primal(tm, plan, &job->data, sparse, problem, &v);
    outcome out = outcome_open();
    interior_point_solve(tm, &v.ip, &plan->settings, &out);
    return store_answer(plan, job, problem, &out, v.ip.x, v.ip.y, v.ip.s);
}

#endif

/* One problem as a complementarity problem, by a thread block: load, solve, judge, store. */
#ifndef CUDA_BLOCK_DUAL_H
#define CUDA_BLOCK_DUAL_H

#include "block_shape.h"
#include "team_store.h"

FNBOTH size_t block_dual_layout(arena *memory, const structure *shape, enum route route, dual *v, real **scratch)
{
    return dual_layout(memory, cones_of(shape), shape->n, route == ROUTE_DUAL_BY_COLUMNS, v, scratch);
}

FN void dual_load(team *tm, const device_plan *plan, const cnl_data *data, int64_t problem, const dual *v)
{
    const structure *shape = &plan->shape;
    load_symmetric(tm, &shape->P, data->P + problem * data->P_stride, plan->P_map, plan->P_weight, v->n, (real *)v->P);
    if (shape->A.layout == CNL_CSC) load_zeros(rectangle_size(v->m, v->n), (real *)v->A);
    sync(tm);
    load_mapped(data->A + problem * data->A_stride, shape->A.count,
                v->by_columns ? plan->A_by_columns : plan->A_by_rows, (real *)v->A);
    load_vector(data->c + problem * data->c_stride, v->n, (real *)v->c);
    load_vector(data->b + problem * data->b_stride, v->m, (real *)v->b);
    load_zeros(v->m, v->s); /* the start keeps it where a problem is done, and reads it everywhere */
    sync(tm);
}

/* Returns the status stored. */
FN int32_t block_solve_dual(team *tm, const device_plan *plan, const device_solve_job *job, enum route route,
                            unsigned char *workspace, int64_t problem)
{
    arena memory = {workspace, 0};
    dual v;
    real *scratch;
    block_dual_layout(&memory, &plan->shape, route, &v, &scratch);
    dual_load(tm, plan, &job->data, problem, &v);
    outcome out = outcome_open();
    dual_interior_point(tm, &v, &plan->settings, &out);
    out.solved &= dual_verify(tm, &v, scratch, &plan->settings, &out);
    return store_answer(plan, job, problem, &out, v.x, v.y, v.s);
}

#endif

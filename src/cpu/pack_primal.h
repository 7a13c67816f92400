/* One pack of problems by the interior point over the dense n x n or the sparse system: load, solve, judge, store. */
#ifndef CPU_PACK_PRIMAL_H
#define CPU_PACK_PRIMAL_H

static size_t pack_primal_layout(arena *memory, const plan *plan, route route, primal *v)
{
    const structure *shape = plan->structure;
    return primal_layout(memory, shape->n, cones_of(shape), has_P(shape), route == ROUTE_SPARSE ? plan->sparse : NULL,
                         v);
}

static void load_dense_P(const plan *plan, const source *P, const kkt_dense *v)
{
    const matrix_pattern *pattern = &plan->structure->P;
    if (pattern->layout == CNL_DENSE)
        load_symmetric_dense(P, v->n, plan->P_map, v->P);
    else
        load_symmetric(P, v->n, pattern->count, plan->P_map, plan->P_weight, v->P);
}

static void kkt_dense_load(const plan *plan, const source *P, const source *A, const kkt_dense *v)
{
    const structure *problem = plan->structure;
    load_dense_P(plan, P, v);
    if (problem->A.layout == CNL_CSC)
        for (int64_t k = 0; k < rectangle_size(v->n, v->m); k++) v->A[k] = zero();
    load_mapped(A, problem->A.count, plan->A_by_columns, v->A);
}

static void primal_load(const plan *plan, const cnl_data *data, const int64_t *index, primal *v)
{
    source P = source_of(data->P, data->P_stride, index);
    source A = source_of(data->A, data->A_stride, index);
    source c = source_of(data->c, data->c_stride, index);
    source b = source_of(data->b, data->b_stride, index);
    if (v->system.sparse)
        kkt_sparse_load(plan, &P, &A, &v->sparse);
    else
        kkt_dense_load(plan, &P, &A, &v->dense);
    load_vector(&c, v->ip.n, v->ip.c);
    load_vector(&b, v->ip.m, v->ip.b);
}

static unsigned pack_solve_primal(const solve_job *job, route route, void *workspace, const int64_t *index)
{
    team tm = {0};
    arena memory = {workspace, 0};
    primal v;
    pack_primal_layout(&memory, job->plan, route, &v);
    primal_load(job->plan, job->data, index, &v);

    outcome out = outcome_open();
    interior_point_solve(&tm, &v.ip, &job->plan->settings, &out);
    return pack_store(job, index, &out, v.ip.x, v.ip.y, v.ip.s);
}

#endif

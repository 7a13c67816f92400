/* One pack of problems as a complementarity problem, by rows or columns: load, solve, judge, store. */
#ifndef CPU_PACK_DUAL_H
#define CPU_PACK_DUAL_H

static void dual_load(const solve_job *job, const int64_t *index, dual *v)
{
    const plan *plan = job->plan;
    const cnl_data *data = job->data;
    source P = source_of(data->P, data->P_stride, index);
    source A = source_of(data->A, data->A_stride, index);
    source c = source_of(data->c, data->c_stride, index);
    source b = source_of(data->b, data->b_stride, index);
    const matrix_pattern *pattern = &plan->structure->A;
    if (plan->structure->P.layout == CNL_DENSE)
        load_symmetric_dense(&P, v->n, plan->P_map, (real *)v->P);
    else
        load_symmetric(&P, v->n, plan->structure->P.count, plan->P_map, plan->P_weight, (real *)v->P);
    if (pattern->layout == CNL_CSC)
        for (int64_t k = 0; k < rectangle_size(v->m, v->n); k++) ((real *)v->A)[k] = zero();
    load_mapped(&A, pattern->count, v->by_columns ? plan->A_by_columns : plan->A_by_rows, (real *)v->A);
    load_vector(&c, v->n, (real *)v->c);
    load_vector(&b, v->m, (real *)v->b);
}

static unsigned pack_solve_dual(const solve_job *job, route route, void *workspace, const int64_t *index, void *kept_at)
{
    team tm = {0};
    arena memory = {workspace, 0};
    dual v;
    real *scratch;
    dual_layout(&memory, cones_of(job->plan->structure), job->plan->structure->n, route == ROUTE_DUAL_BY_COLUMNS, &v,
                &scratch);
    dual_load(job, index, &v);
    kept keep;
    if (kept_at) keep_open(job->plan->structure, kept_at, &keep, &v);

    outcome out = outcome_open();
    dual_interior_point(&tm, &v, &job->plan->settings, &out);
    out.solved &= dual_verify(&tm, &v, scratch, &job->plan->settings, &out);
    unsigned open = pack_store(job, index, &out, v.x, v.y, v.s);
    if (kept_at) keep_close(job, index, &keep, &v);
    return open;
}

#endif

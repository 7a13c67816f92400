/* One pack of problems by the interior point over the dense n x n or the sparse system: load, solve, judge, store. */
#ifndef CPU_PACK_PRIMAL_H
#define CPU_PACK_PRIMAL_H

/* The interior point and whichever system it works on. */
typedef struct primal {
    interior_point ip;
    kkt system;
    kkt_dense dense;
    kkt_sparse sparse;
} primal;

static spectrum take_spectrum(arena *memory, const cone_rows *cones, const real *axis)
{
    spectrum of = {.axis = axis};
    of.value = take_vector(memory, cones->z + cones->l);
    of.plus = take(memory, cones->q_count);
    of.minus = take(memory, cones->q_count);
    of.across = take(memory, cones->q_count);
    return of;
}

static void kkt_dense_layout(arena *memory, const structure *problem, const real *axis, kkt_dense *v)
{
    cone_rows cones = cones_of(problem);
    int n = problem->n;
    int m = problem->m;
    *v = (kkt_dense){.n = n, .m = m};
    v->P = take(memory, triangle_size(n));
    v->K = take(memory, triangle_size(n));
    v->A = take(memory, rectangle_size(n, m));
    v->B = cones.q_count > 0 ? take(memory, rectangle_size(n, m)) : v->A;
    v->weight = take_vector(memory, m);
    v->row = take_vector(memory, m);
    v->Ax = take_vector(memory, m);
    v->column = take_vector(memory, n);
    v->buffer = take(memory, GRAM_BUFFER);
    v->inverse = take_spectrum(memory, &cones, axis);
}

/* Scratch of a KKT system of either kind. */
static void kkt_layout(arena *memory, const structure *problem, kkt *v)
{
    v->n = problem->n;
    v->m = problem->m;
    v->has_P = problem->P.layout != CNL_ABSENT && problem->P.count > 0;
    v->rx = take_vector(memory, v->n);
    v->ex = take_vector(memory, v->n);
    v->ry = take_vector(memory, v->m);
    v->ey = take_vector(memory, v->m);
    v->ew = take_vector(memory, v->m);
}

static void interior_point_layout(arena *memory, const structure *problem, interior_point *v)
{
    int n = problem->n;
    int m = problem->m;
    *v = (interior_point){.n = n, .m = m, .cones = cones_of(problem)};
    real **of_n[] = {&v->c,  &v->minus_c, &v->x,  &v->dx,        &v->rx,
                     &v->Px, &v->ux,      &v->fx, &v->by.column, &v->by.inverse_column};
    real **of_m[] = {&v->b,  &v->y,   &v->s,   &v->dy,     &v->ds,    &v->ry,   &v->uy,     &v->fy,
                     &v->Ax, &v->Adx, &v->Aux, &v->lambda, &v->shift, &v->axis, &v->by.row, &v->by.inverse_row};
    for (size_t k = 0; k < sizeof of_n / sizeof *of_n; k++) *of_n[k] = take_vector(memory, n);
    for (size_t k = 0; k < sizeof of_m / sizeof *of_m; k++) *of_m[k] = take_vector(memory, m);
    v->W = take_spectrum(memory, &v->cones, v->axis);
    v->H = take_spectrum(memory, &v->cones, v->axis);
}

static size_t primal_layout(arena *memory, const plan *plan, route route, primal *v)
{
    interior_point_layout(memory, plan->structure, &v->ip);
    v->system = (kkt){.dense = NULL, .sparse = NULL};
    kkt_layout(memory, plan->structure, &v->system);
    if (route == ROUTE_SPARSE) {
        kkt_sparse_layout(memory, plan, &v->sparse);
        v->system.sparse = &v->sparse;
    } else {
        kkt_dense_layout(memory, plan->structure, v->ip.axis, &v->dense);
        v->system.dense = &v->dense;
    }
    v->ip.system = &v->system;
    return memory->used;
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
    primal_layout(&memory, job->plan, route, &v);
    primal_load(job->plan, job->data, index, &v);

    outcome out = outcome_open();
    interior_point_solve(&tm, &v.ip, &job->plan->settings, &out);
    return pack_store(job, index, &out, v.ip.x, v.ip.y, v.ip.s);
}

#endif

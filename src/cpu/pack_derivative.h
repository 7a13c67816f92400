/* One pack of derivatives: gather the rows that matter, factor, solve, and write the gradients. */
#ifndef CPU_PACK_DERIVATIVE_H
#define CPU_PACK_DERIVATIVE_H

#include "pack_gather.h"
#include "problem_matrix.h"

typedef struct pack_derivative {
    derivative system;
    kkt kkt;
    kkt_dense dense;
    kkt_sparse sparse;
    gather rows;
    real *y, *s;         /* [m] the solution's, at the rows of the system */
    double *r_of[LANES]; /* [n], [m] the answer of each lane */
    double *w_of[LANES];
    double *f_of[LANES]; /* [n], [m] right-hand side of each lane */
    double *g_of[LANES];
    double *s_of[LANES]; /* [m] what concerns ds: N gs of an adjoint, g - A dx of a forward derivative */
    real *null;          /* [m] */
} pack_derivative;

static size_t derivative_layout(arena *memory, const plan *plan, pack_derivative *v)
{
    const structure *shape = plan->structure;
    int n = shape->n;
    int m = shape->m;
    derivative *d = &v->system;
    *d = (derivative){.n = n, .m = m, .cones = cones_of(shape)};
    d->axis = take_vector(memory, m);
    d->x = take_vector(memory, n);
    d->y = take_vector(memory, m);
    d->f = take_vector(memory, n);
    d->g = take_vector(memory, m);
    d->H = take_spectrum(memory, &d->cones, d->axis);
    v->y = take_vector(memory, m);
    v->s = take_vector(memory, m);
    v->null = take_vector(memory, m);
    v->kkt = (kkt){.dense = NULL, .sparse = NULL};
    kkt_layout(memory, shape, &v->kkt);
    if (plan->method == CNL_METHOD_SPARSE) {
        kkt_sparse_layout(memory, plan, &v->sparse);
        v->kkt.sparse = &v->sparse;
        d->row_mask = take_vector(memory, m);
        d->inverse = take_spectrum(memory, &d->cones, d->axis);
    } else {
        kkt_dense_layout(memory, shape, d->axis, &v->dense);
        v->kkt.dense = &v->dense;
        d->inverse = v->dense.inverse;
    }
    d->system = &v->kkt;
    gather_layout(memory, shape, &v->rows);
    for (int l = 0; l < LANES; l++) {
        v->r_of[l] = arena_take(memory, (size_t)n, sizeof(double));
        v->w_of[l] = arena_take(memory, (size_t)m, sizeof(double));
        v->f_of[l] = arena_take(memory, (size_t)n, sizeof(double));
        v->g_of[l] = arena_take(memory, (size_t)m, sizeof(double));
        v->s_of[l] = arena_take(memory, (size_t)m, sizeof(double));
    }
    return memory->used;
}

/* s and y of all rows; in the zero cone they say "active". */
static void load_solution(const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    int m = job->plan->structure->m;
    source y = source_of(job->y, m, index);
    source s = source_of(job->s, m, index);
    load_vector(&y, m, v->y);
    load_vector(&s, m, v->s);
}

static void derivative_load_dense(const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    derivative *d = &v->system;
    source P = source_of(job->data->P, job->data->P_stride, index);
    source A = source_of(job->data->A, job->data->A_stride, index);
    v->dense.m = v->kkt.m = d->m;
    if (v->rows.whole) {
        load_solution(job, index, v);
        kkt_dense_load(job->plan, &P, &A, &v->dense);
    } else {
        load_dense_P(job->plan, &P, &v->dense);
        gather_load(job, index, &v->rows, d->m, v->dense.A, v->s, v->y);
    }
    if (v->dense.B != v->dense.A) memcpy(v->dense.B, v->dense.A, (size_t)rectangle_size(shape->n, d->m) * sizeof(real));
}

static void derivative_load_sparse(const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    source P = source_of(job->data->P, job->data->P_stride, index);
    source A = source_of(job->data->A, job->data->A_stride, index);
    load_solution(job, index, v);
    kkt_sparse_load(job->plan, &P, &A, &v->sparse);
}

/* The factor of the system at the solution. */
static void derivative_open(team *tm, const derivative_job *job, void *workspace, const int64_t *index,
                            pack_derivative *v)
{
    arena memory = {workspace, 0};
    derivative_layout(&memory, job->plan, v);
    gather_open(job, index, &v->rows, &v->system);
    if (v->kkt.sparse)
        derivative_load_sparse(job, index, v);
    else
        derivative_load_dense(job, index, v);
    derivative_factor(tm, &v->system, v->s, v->y);
}

/* Solve: f lies lane by lane in f_of, g is already in the system; answers go lane by lane to r_of and w_of. A lane
   without a solution gets 0. */
static void derivative_answer(team *tm, const derivative_job *job, pack_derivative *v)
{
    int n = job->plan->structure->n;
    derivative *d = &v->system;
    source f;
    target r;
    for (int l = 0; l < LANES; l++) {
        f.at[l] = v->f_of[l];
        r.at[l] = v->r_of[l];
    }
    load_vector(&f, n, d->f);
    derivative_solve(tm, d);
    store_vector(&r, n, d->x);
    scatter_vector(&v->rows, d->m, job->plan->structure->m, d->y, v->w_of);
    for (int l = 0; l < LANES; l++) {
        if (v->rows.valid[l]) continue;
        for (int k = 0; k < n; k++) v->r_of[l][k] = 0;
    }
}

static void store_info(const derivative_job *job, const pack_derivative *v, int64_t problem, int lane)
{
    if (job->info == NULL) return;
    int32_t info = CNL_DERIVATIVE_EXACT;
    if (lane_is(v->system.degenerate, lane)) info = CNL_DERIVATIVE_DEGENERATE;
    if (lane_is(v->system.singular, lane)) info = CNL_DERIVATIVE_LEAST_SQUARES;
    if (!v->rows.valid[lane]) info = CNL_DERIVATIVE_NONE;
    job->info[problem] = info;
}

#endif

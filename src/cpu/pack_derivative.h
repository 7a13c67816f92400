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
    dual_derivative regular;
    gather rows;
    real *y, *s;         /* [m] the solution's, at the rows of the system */
    double *r_of[LANES]; /* [n], [m] the answer of each lane */
    double *w_of[LANES];
    double *f_of[LANES]; /* [n], [m] right-hand side of each lane */
    double *g_of[LANES];
    double *s_of[LANES]; /* [m] what concerns ds: N gs of an adjoint, g - A dx of a forward derivative */
    real *null;          /* [m] */
} pack_derivative;

static void dual_derivative_layout(arena *memory, const plan *plan, dual_derivative *v)
{
    if (plan->method != CNL_METHOD_DUAL || !plan->settings.keep_factors) return;
    int n = plan->structure->n;
    int rows = kept_rows(plan->structure);
    *v = (dual_derivative){.n = n};
    v->S = take(memory, triangle_size(rows));
    v->diagonal = take_vector(memory, rows);
    v->right = take_vector(memory, rows);
    v->correction = take_vector(memory, rows);
    v->scratch = take(memory, rectangle_size(rows, n));
    v->half = take_vector(memory, n);
    v->along = take_vector(memory, n);
}

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
    kkt_layout(memory, n, m, has_P(shape), &v->kkt);
    if (plan->method == CNL_METHOD_SPARSE) {
        kkt_sparse_layout(memory, plan->sparse, &v->sparse);
        v->kkt.sparse = &v->sparse;
        d->row_mask = take_vector(memory, m);
        d->inverse = take_spectrum(memory, &d->cones, d->axis);
    } else {
        kkt_dense_layout(memory, n, &d->cones, d->axis, &v->dense);
        v->kkt.dense = &v->dense;
        d->inverse = v->dense.inverse;
    }
    d->system = &v->kkt;
    dual_derivative_layout(memory, plan, &v->regular);
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
    derivative *d = &v->system;
    source P = source_of(job->data->P, job->data->P_stride, index);
    source A = source_of(job->data->A, job->data->A_stride, index);
    v->dense.m = v->kkt.m = d->m;
    if (v->rows.whole) {
        load_solution(job, index, v);
        kkt_dense_load(job->plan, &P, &A, &v->dense);
    } else {
        load_dense_P(job->plan, &P, &v->dense);
        gather_solution(job, index, &v->rows, d->m, v->s, v->y);
        gather_load(job, index, &v->rows, d->m, v->dense.A);
    }
    team tm = {0};
    kkt_dense_look(&tm, &v->dense);
    kkt_dense_prepare(&tm, &v->dense, &d->cones);
}

static void derivative_load_sparse(const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    source P = source_of(job->data->P, job->data->P_stride, index);
    source A = source_of(job->data->A, job->data->A_stride, index);
    load_solution(job, index, v);
    kkt_sparse_load(job->plan, &P, &A, &v->sparse);
}

/* The factors that the solve has kept. */
static void derivative_load_kept(const derivative_job *job, const int64_t *index, const kept *keep, pack_derivative *v)
{
    if (keep->whole)
        load_solution(job, index, v);
    else
        gather_solution(job, index, &v->rows, v->system.m, v->s, v->y);
    v->regular.m = v->system.m;
    v->regular.R = keep->R;
    v->regular.V = keep->V;
    v->regular.has_inactive = keep->whole;
    v->system.regular = &v->regular;
}

/* The factor of the system at the solution; from what was kept, if that is not NULL. */
static void derivative_open(team *tm, const derivative_job *job, void *workspace, const int64_t *index, void *room,
                            pack_derivative *v)
{
    arena memory = {workspace, 0};
    derivative_layout(&memory, job->plan, v);
    kept keep;
    if (room) {
        memory = (arena){room, 0};
        kept_layout(&memory, job->plan->structure, &keep);
    }
    gather_open(job, index, room ? &keep : NULL, &v->rows, &v->system);
    if (room)
        derivative_load_kept(job, index, &keep, v);
    else if (v->kkt.sparse)
        derivative_load_sparse(job, index, v);
    else
        derivative_load_dense(job, index, v);
    derivative_factor(tm, &v->system, v->s, v->y);
}

/* The lanes that have a solution but no derivative yet: nothing was kept of them, or their active rows depend. */
static unsigned derivative_left(const derivative_job *job, const int64_t *index, const pack_derivative *v)
{
    unsigned left = 0;
    if (v->system.regular == NULL) return left;
    for (int l = 0; l < LANES; l++) {
        int32_t status = job->status[index[l]];
        int solved = status == CNL_SOLVED || status == CNL_ALMOST_SOLVED;
        if (solved && (!v->rows.valid[l] || lane_is(v->regular.unfit, l))) left |= 1u << l;
    }
    return left;
}

/* Solve: f lies lane by lane in f_of, g is already in the system; answers go lane by lane to r_of and w_of. A lane
   without a solution gets 0. */
static void derivative_answer(team *tm, const derivative_job *job, pack_derivative *v)
{
    int n = job->plan->structure->n;
    derivative *d = &v->system;
    source f = {.ahead = 0};
    target r;
    for (int l = 0; l < LANES; l++) {
        f.at[l] = v->f_of[l];
        r.at[l] = v->r_of[l];
    }
    load_vector(&f, n, d->f);
    derivative_solve(tm, d, DERIVATIVE_REFINEMENTS);
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

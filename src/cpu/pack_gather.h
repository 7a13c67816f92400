/* The rows that a derivative sees.

   A row whose constraint is inactive has no part in the system. With a dense A every lane therefore loads its own
   active rows only (half the work of the largest step where half the rows are active); lanes with fewer are filled up
   with zero rows, which change no bit. The rows of second-order cones follow, all of them. Where a solve has kept its
   factors they are those of the active rows already. A sparse A, whose rows do not lie together, is loaded whole. */
#ifndef CPU_PACK_GATHER_H
#define CPU_PACK_GATHER_H

#include "pack_keep.h"
#include "problem_matrix.h"

typedef struct gather {
    int whole;                 /* nothing is left out */
    int active;                /* active rows of the zero and nonnegative cones: the most of any lane */
    int dropped;               /* rows of the problem - rows of the system */
    int rows[LANES];           /* active rows of each lane */
    int32_t *rows_of[LANES];   /* [m] which they are */
    double *y_of[LANES];       /* [m] the problem's y, 0 where the projection's derivative vanishes */
    const double *x_of[LANES]; /* [n] the problem's x; zeros without a solution */
    int valid[LANES];          /* there is a solution */
    double *zeros;             /* [n] a row of a lane that has no more */
    int32_t *q_start;          /* [q_count + 1] first rows of the cones in the system */
    int32_t *place, *step;     /* [n] column k of row r of A lies at place[k] + r step[k] */
} gather;

static void gather_layout(arena *memory, const structure *shape, gather *v)
{
    size_t n = (size_t)shape->n;
    size_t m = (size_t)shape->m;
    for (int l = 0; l < LANES; l++) {
        v->rows_of[l] = arena_take(memory, m + 1, sizeof *v->rows_of[l]);
        v->y_of[l] = arena_take(memory, m, sizeof *v->y_of[l]);
    }
    v->zeros = arena_take(memory, n, sizeof *v->zeros);
    v->q_start = arena_take(memory, (size_t)shape->q_count + 1, sizeof *v->q_start);
    v->place = arena_take(memory, n, sizeof *v->place);
    v->step = arena_take(memory, n, sizeof *v->step);
}

/* A lane's y with zeros in the rows that are not active, where all rows are kept. */
static void gather_y_whole(const structure *shape, const double *s, const double *y, double *own_y)
{
    for (int i = 0; i < shape->m; i++) {
        int active = i < shape->z || i >= shape->z + shape->l || row_is_active(s[i], y[i]);
        own_y[i] = active ? y[i] : 0;
    }
}

/* The same where the active rows are known. */
static void gather_y_of_rows(const structure *shape, int count, const int32_t *rows, const double *y, double *own_y)
{
    int orthant = shape->z + shape->l;
    for (int i = 0; i < orthant; i++) own_y[i] = 0;
    for (int i = orthant; i < shape->m; i++) own_y[i] = y[i];
    for (int r = 0; r < count; r++) own_y[rows[r]] = y[rows[r]];
}

/* The active rows of one lane (those kept, or chosen anew), and its y with zeros elsewhere. */
static void gather_choose(const derivative_job *job, int64_t problem, int lane, const kept *keep, gather *v)
{
    const structure *shape = job->plan->structure;
    const double *y = job->y + problem * shape->m;
    const double *s = job->s + problem * shape->m;
    int32_t status = job->status[problem];
    int valid = status == CNL_SOLVED || status == CNL_ALMOST_SOLVED;
    if (keep) valid &= keep->count[lane] >= 0;
    v->valid[lane] = valid;
    v->x_of[lane] = valid ? job->x + problem * shape->n : v->zeros;
    v->rows[lane] = 0;
    if (!valid) {
        zero_row(shape->m, v->y_of[lane]);
    } else if (keep && keep->whole) {
        gather_y_whole(shape, s, y, v->y_of[lane]);
    } else {
        if (keep) v->rows_of[lane] = keep->rows[lane];
        v->rows[lane] = keep ? keep->count[lane] : choose_active_rows(shape, s, y, v->rows_of[lane]);
        gather_y_of_rows(shape, v->rows[lane], v->rows_of[lane], y, v->y_of[lane]);
    }
}

/* The system keeps so many rows of the zero and nonnegative cones, and all of the second-order cones'. */
static void gather_shape(const structure *shape, int active, gather *v, derivative *system)
{
    v->active = active;
    v->dropped = shape->z + shape->l - active;
    system->cones = cones_of(shape);
    system->m = system->cones.m = shape->m - v->dropped;
    system->cones.l = active - shape->z;
    system->cones.q_start = v->q_start;
    for (int k = 0; k <= shape->q_count; k++) v->q_start[k] = shape->q_start[k] - v->dropped;
}

/* Choose the rows, and give the system its shape. */
static void gather_open(const derivative_job *job, const int64_t *index, const kept *keep, gather *v,
                        derivative *system)
{
    const structure *shape = job->plan->structure;
    int orthant = shape->z + shape->l;
    int active = shape->z;
    for (int k = 0; k < shape->n; k++) v->zeros[k] = 0;
    for (int l = 0; l < LANES; l++) {
        gather_choose(job, index[l], l, keep, v);
        active = v->rows[l] > active ? v->rows[l] : active;
    }
    v->whole = keep ? keep->whole : shape->A.layout != CNL_DENSE || job->plan->method == CNL_METHOD_SPARSE;
    if (v->whole || keep) {
        gather_shape(shape, keep ? *keep->active : orthant, v, system);
        return;
    }
    /* An even number is left out: sums over rows take even and odd ones apart (pack_product.h), so the rows that
       follow must not change sides with the neighbours. */
    gather_shape(shape, active + ((orthant - active) & 1), v, system);
    for (int k = 0; k < shape->n; k++) {
        v->place[k] = (int32_t)rectangle_at(k, 0, shape->n, system->m);
        v->step[k] = panel_height(k / TILE, shape->n);
    }
}

/* The row of the problem behind row r of the system; -1 = none. */
FN int gather_row(const gather *v, int r, int lane)
{
    if (v->whole) return r;
    if (r >= v->active) return r + v->dropped;
    return r < v->rows[lane] ? v->rows_of[lane][r] : -1;
}

/* One row of every lane into row r of A (panels of n columns). */
FN void load_row(const gather *v, int n, int r, const double *const *row, real *A)
{
    real block[LANES];
    int k = 0;
    for (; k + LANES <= n; k += LANES) {
        load_block(row, k, block);
        UNROLL for (int j = 0; j < LANES; j++) A[v->place[k + j] + (int64_t)r * v->step[k + j]] = block[j];
    }
    if (k == n) return;
    if (n >= LANES) { /* the last columns again with some of those before */
        k = n - LANES;
        load_block(row, k, block);
        UNROLL for (int j = 0; j < LANES; j++) A[v->place[k + j] + (int64_t)r * v->step[k + j]] = block[j];
        return;
    }
    for (; k < n; k++) {
        double *to = lanes_of(&A[v->place[k] + (int64_t)r * v->step[k]]);
        for (int l = 0; l < LANES; l++) to[l] = row[l][k];
    }
}

/* s and y at the rows of the system; s = 1, y = 0 where there is none. */
static void gather_solution(const derivative_job *job, const int64_t *index, const gather *v, int m, real *s, real *y)
{
    for (int l = 0; l < LANES; l++) {
        int64_t first = index[l] * job->plan->structure->m;
        double *own_s = lanes_of(s) + l;
        double *own_y = lanes_of(y) + l;
        for (int r = 0; r < m; r++) {
            int row = gather_row(v, r, l);
            own_s[(int64_t)r * LANES] = row < 0 ? 1 : job->s[first + row];
            own_y[(int64_t)r * LANES] = row < 0 ? 0 : job->y[first + row];
        }
    }
}

/* The rows of a dense A. */
static void gather_load(const derivative_job *job, const int64_t *index, const gather *v, int m, real *A)
{
    int n = job->plan->structure->n;
    const double *first[LANES];
    for (int l = 0; l < LANES; l++) first[l] = job->data->A + index[l] * job->data->A_stride;
    for (int r = 0; r < m; r++) {
        const double *row[LANES];
        for (int l = 0; l < LANES; l++) {
            int own = gather_row(v, r, l);
            row[l] = own < 0 ? v->zeros : first[l] + (int64_t)own * n;
        }
        load_row(v, n, r, row, A);
    }
}

/* to[row of the system] = from[its row of the problem], lane by lane; 0 where there is none. */
static void gather_vector(const gather *v, int m, double *const *from, real *to)
{
    for (int r = 0; r < m; r++) {
        double *own = lanes_of(&to[r]);
        for (int l = 0; l < LANES; l++) {
            int row = gather_row(v, r, l);
            own[l] = row < 0 ? 0 : from[l][row];
        }
    }
}

/* The other way: to[its row of the problem] = from[row of the system]; other rows are left alone. */
static void scatter_rows(const gather *v, int m, real *from, double *const *to)
{
    for (int l = 0; l < LANES; l++) {
        const double *own = lanes_of(from) + l;
        for (int r = 0; r < m; r++) {
            int row = gather_row(v, r, l);
            if (row >= 0) to[l][row] = own[(int64_t)r * LANES];
        }
    }
}

/* The same, with 0 in the rows that the system lacks and in lanes without a solution. */
static void scatter_vector(const gather *v, int m, int problem_m, real *from, double *const *to)
{
    for (int l = 0; l < LANES; l++)
        for (int i = 0; i < problem_m; i++) to[l][i] = 0;
    scatter_rows(v, m, from, to);
    for (int l = 0; l < LANES; l++)
        for (int i = 0; i < problem_m && !v->valid[l]; i++) to[l][i] = 0;
}

#endif

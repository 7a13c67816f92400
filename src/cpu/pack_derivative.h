/* One pack of derivatives: gather the rows that matter, factor, solve, and write the gradients.

   A row whose constraint is inactive has no part in the system. With a dense A every lane therefore loads its own active
   rows only (half the work of the largest step where half the rows are active), in the order of the problem; lanes with
   fewer are filled up with zero rows, which change no bit. */
#ifndef CPU_PACK_DERIVATIVE_H
#define CPU_PACK_DERIVATIVE_H

#include "../core/matrix.h"

typedef struct pack_derivative {
    derivative system;
    kkt kkt;
    kkt_dense dense;
    kkt_sparse sparse;
    real *y, *s;                 /* [m] the solution's, at the gathered rows */
    const double *x_of[LANES];   /* each lane's solution */
    double *y_of[LANES];         /* [m] its y, 0 where D vanishes */
    double *r_of[LANES];         /* [n], [m] the answer of each lane */
    double *w_of[LANES];
    double *f_of[LANES];         /* [n], [m] right-hand side of each lane */
    double *g_of[LANES];
    int32_t *rows_of[LANES];     /* [m] the rows each lane gathers */
    double *zeros;               /* [n] a row of a lane that has no more */
    int32_t *q_start;            /* [q_count + 1] first rows of the cones among the gathered rows */
    int rows[LANES];             /* how many */
    int valid[LANES];            /* there is a solution */
} pack_derivative;

static size_t derivative_layout(arena *memory, const plan *plan, pack_derivative *v)
{
    const structure *problem = plan->structure;
    int n = problem->n;
    int m = problem->m;
    derivative *d = &v->system;
    *d = (derivative){.n = n, .m = m, .cones = cones_of(problem)};
    d->axis = take_vector(memory, m);
    d->x = take_vector(memory, n);
    d->y = take_vector(memory, m);
    d->f = take_vector(memory, n);
    d->g = take_vector(memory, m);
    d->H = take_spectrum(memory, &d->cones, d->axis);
    v->y = take_vector(memory, m);
    v->s = take_vector(memory, m);
    v->kkt = (kkt){.dense = NULL, .sparse = NULL};
    kkt_layout(memory, problem, &v->kkt);
    if (plan->method == CNL_METHOD_SPARSE) {
        kkt_sparse_layout(memory, plan, &v->sparse);
        v->kkt.sparse = &v->sparse;
        d->inverse = take_spectrum(memory, &d->cones, d->axis);
    } else {
        kkt_dense_layout(memory, problem, d->axis, &v->dense);
        v->kkt.dense = &v->dense;
        d->inverse = v->dense.inverse;
    }
    d->system = &v->kkt;
    for (int l = 0; l < LANES; l++) {
        v->y_of[l] = arena_take(memory, (size_t)m, sizeof(double));
        v->r_of[l] = arena_take(memory, (size_t)n, sizeof(double));
        v->w_of[l] = arena_take(memory, (size_t)m, sizeof(double));
        v->f_of[l] = arena_take(memory, (size_t)n, sizeof(double));
        v->g_of[l] = arena_take(memory, (size_t)m, sizeof(double));
        v->rows_of[l] = arena_take(memory, (size_t)m, sizeof(int32_t));
    }
    v->zeros = arena_take(memory, (size_t)n, sizeof(double));
    v->q_start = arena_take(memory, (size_t)problem->q_count + 1, sizeof *v->q_start);
    return memory->used;
}

/* Does D vanish on this row? The same test as derivative_of_row. */
static int row_is_active(double s, double y) { return DERIVATIVE_DEGENERATE * s < y; }

/* The rows of one lane: zero cone, active nonnegative rows; and its y with zeros elsewhere. */
static void choose_rows(const derivative_job *job, int64_t problem, int lane, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const double *y = job->y + problem * shape->m;
    const double *s = job->s + problem * shape->m;
    int orthant = shape->z + shape->l;
    int count = 0;
    for (int i = 0; i < orthant; i++) {
        int active = v->valid[lane] && (i < shape->z || row_is_active(s[i], y[i]));
        v->y_of[lane][i] = active ? y[i] : 0;
        v->rows_of[lane][count] = i;
        count += active;
    }
    for (int i = orthant; i < shape->m; i++) v->y_of[lane][i] = v->valid[lane] ? y[i] : 0;
    v->rows[lane] = count;
}

static void derivative_open(const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    for (int k = 0; k < shape->n; k++) v->zeros[k] = 0;
    for (int l = 0; l < LANES; l++) {
        int32_t status = job->status[index[l]];
        v->valid[l] = status == CNL_SOLVED || status == CNL_ALMOST_SOLVED;
        v->x_of[l] = v->valid[l] ? job->x + index[l] * shape->n : v->zeros;
        choose_rows(job, index[l], l, v);
    }
}

/* The gathered system has the rows [active][second-order cones]; without gathering, all rows. */
static void gather_shape(const structure *shape, int gather, pack_derivative *v)
{
    derivative *d = &v->system;
    d->cones = cones_of(shape);
    d->m = shape->m;
    if (!gather) return;
    int most = 0;
    for (int l = 0; l < LANES; l++) most = v->rows[l] > most ? v->rows[l] : most;
    int dropped = shape->z + shape->l - most;
    d->m = shape->m - dropped;
    d->cones.m = d->m;
    d->cones.z = 0;
    d->cones.l = most;
    for (int k = 0; k <= shape->q_count; k++) v->q_start[k] = shape->q_start[k] - dropped;
    d->cones.q_start = v->q_start;
}

/* Row r of every lane's own list, from that lane's A, into row r of the gathered panels. */
static void load_row(int r, const pack_derivative *v, const double *const *row)
{
    int n = v->dense.n;
    int m = v->dense.m;
    int k = 0;
    for (; k + LANES <= n; k += LANES) {
        real block[LANES];
        load_block(row, k, block);
        UNROLL for (int j = 0; j < LANES; j++) v->dense.A[rectangle_at(k + j, r, n, m)] = block[j];
    }
    for (; k < n; k++) {
        real value = zero();
        for (int l = 0; l < LANES; l++) set_lane(&value, l, row[l][k]);
        v->dense.A[rectangle_at(k, r, n, m)] = value;
    }
}

/* The rows of the gathered system, and s and y beside them. */
static void load_rows(const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    source A = source_of(job->data->A, job->data->A_stride, index);
    const cone_rows *cones = &v->system.cones;
    for (int r = 0; r < v->system.m; r++) {
        const double *row[LANES];
        int cone_row = r >= cones->l ? r - cones->l + shape->z + shape->l : -1;
        for (int l = 0; l < LANES; l++) {
            int own = cone_row >= 0 ? cone_row : (r < v->rows[l] ? v->rows_of[l][r] : -1);
            row[l] = own >= 0 ? A.at[l] + (int64_t)own * shape->n : v->zeros;
            int free_row = own >= 0 && own < shape->z;
            set_lane(&v->s[r], l, own < 0 ? 1 : (free_row ? 0 : job->s[index[l] * shape->m + own]));
            set_lane(&v->y[r], l, own < 0 ? 0 : (free_row ? 1 : job->y[index[l] * shape->m + own]));
        }
        load_row(r, v, row);
    }
}

/* All rows of A, P, and s and y. */
static void load_whole(const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    source A = source_of(job->data->A, job->data->A_stride, index);
    if (shape->A.layout == CNL_CSC)
        for (int64_t k = 0; k < rectangle_size(shape->n, shape->m); k++) v->dense.A[k] = zero();
    load_mapped(&A, shape->A.count, job->plan->A_by_columns, v->dense.A);
    source y = source_of(job->y, shape->m, index);
    source s = source_of(job->s, shape->m, index);
    load_vector(&y, shape->m, v->y);
    load_vector(&s, shape->m, v->s);
}

/* The factor of the system at the solution. */
static void derivative_factor(team *tm, const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    derivative *d = &v->system;
    derivative_open(job, index, v);
    int gather = shape->A.layout == CNL_DENSE;
    gather_shape(shape, gather, v);
    v->dense.m = v->kkt.m = d->m;
    source P = source_of(job->data->P, job->data->P_stride, index);
    load_symmetric(&P, shape->n, shape->P.count, job->plan->P_map, job->plan->P_weight, v->dense.P);
    if (gather) load_rows(job, index, v);
    else load_whole(job, index, v);
    if (v->dense.B != v->dense.A)
        memcpy(v->dense.B, v->dense.A, (size_t)rectangle_size(d->n, d->m) * sizeof(real));
    derivative_regularise(tm, d, v->dense.P, v->dense.A);
    derivative_linearise(tm, d, v->s, v->y);
    kkt_dense_assemble(tm, &v->dense, &d->cones, d->epsilon);
}

/* Right-hand sides lie lane by lane in f_of, g_of; answers come back the same way. A lane without a solution gets 0. */
static void derivative_answer(team *tm, const derivative_job *job, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    derivative *d = &v->system;
    source f;
    for (int l = 0; l < LANES; l++) f.at[l] = v->f_of[l];
    load_vector(&f, d->n, d->f);
    int gathered = d->m != shape->m || d->cones.l != shape->l;
    int dropped = shape->m - d->m;
    for (int r = 0; r < d->m; r++) {
        for (int l = 0; l < LANES; l++) {
            int own = r;
            if (gathered) own = r >= d->cones.l ? r + dropped : (r < v->rows[l] ? v->rows_of[l][r] : -1);
            set_lane(&d->g[r], l, own >= 0 ? v->g_of[l][own] : 0);
        }
    }
    derivative_solve(tm, d);
    target to;
    for (int l = 0; l < LANES; l++) to.at[l] = v->r_of[l];
    store_vector(&to, d->n, d->x);
    for (int l = 0; l < LANES; l++) {
        for (int i = 0; i < shape->m; i++) v->w_of[l][i] = 0;
        for (int r = 0; r < d->m; r++) {
            int own = r;
            if (gathered) own = r >= d->cones.l ? r + dropped : (r < v->rows[l] ? v->rows_of[l][r] : -1);
            if (own >= 0) v->w_of[l][own] = lane_of(d->y[r], l);
        }
        if (v->valid[l]) continue;
        for (int k = 0; k < shape->n; k++) v->r_of[l][k] = 0;
        for (int i = 0; i < shape->m; i++) v->w_of[l][i] = 0;
    }
}

static void store_info(const derivative_job *job, const pack_derivative *v, int64_t problem, int lane)
{
    if (job->info == NULL) return;
    int32_t info = CNL_DERIVATIVE_EXACT;
    if (lane_is(v->system.degenerate, lane)) info = CNL_DERIVATIVE_DEGENERATE;
    if (lane_is(v->system.singular, lane)) info = CNL_DERIVATIVE_LEAST_SQUARES;
    if (!v->valid[lane]) info = CNL_DERIVATIVE_NONE;
    job->info[problem] = info;
}

static void vjp_right_hand_side(const derivative_job *job, int64_t problem, int lane, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_cotangent *given = job->cotangent;
    double *f = v->f_of[lane];
    double *g = v->g_of[lane];
    for (int k = 0; k < shape->n; k++) f[k] = given->dx ? given->dx[problem * shape->n + k] : 0;
    for (int i = 0; i < shape->m; i++) g[i] = given->dy ? given->dy[problem * shape->m + i] : 0;
    if (given->ds) /* f = gx - A'gs */
        matrix_multiply_transposed(&shape->A, job->data->A + problem * job->data->A_stride, -1,
                                   given->ds + problem * shape->m, f);
}

/* dc = -r, db = w + gs, dA = -(y r' + (w + gs) x'), dP = -(r x' + x r')/2. */
static void vjp_gradients(const derivative_job *job, int64_t problem, int lane, const pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_data *data = job->data;
    const cnl_gradient *to = job->gradient;
    const double *r = v->r_of[lane];
    const double *x = v->x_of[lane];
    double *w = v->w_of[lane];
    if (job->cotangent->ds && v->valid[lane])
        for (int i = 0; i < shape->m; i++) w[i] += job->cotangent->ds[problem * shape->m + i];
    if (to->dP) matrix_outer_symmetric(&shape->P, r, x, data->P_stride == 0, to->dP + problem * data->P_stride);
    if (to->dA) matrix_outer(&shape->A, v->y_of[lane], r, w, x, data->A_stride == 0, to->dA + problem * data->A_stride);
    if (to->dc) {
        double *dc = to->dc + problem * data->c_stride;
        for (int k = 0; k < shape->n; k++) dc[k] = (data->c_stride == 0 ? dc[k] : 0) - r[k];
    }
    if (to->db) {
        double *db = to->db + problem * data->b_stride;
        for (int i = 0; i < shape->m; i++) db[i] = (data->b_stride == 0 ? db[i] : 0) + w[i];
    }
}

static void pack_vjp(const derivative_job *job, void *workspace, const int64_t *index, int live)
{
    team tm = {0};
    arena memory = {workspace, 0};
    pack_derivative v;
    derivative_layout(&memory, job->plan, &v);
    derivative_factor(&tm, job, index, &v);
    for (int l = 0; l < LANES; l++) vjp_right_hand_side(job, index[l], l, &v);
    derivative_answer(&tm, job, &v);
    for (int l = 0; l < live; l++) {
        vjp_gradients(job, index[l], l, &v);
        store_info(job, &v, index[l], l);
    }
}

/* f = -(dP x + dA'y + dc), g = -(dA x - db). */
static void jvp_right_hand_side(const derivative_job *job, int64_t problem, int lane, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_data *change = job->change;
    double *f = v->f_of[lane];
    double *g = v->g_of[lane];
    for (int k = 0; k < shape->n; k++) f[k] = change->c ? -change->c[problem * change->c_stride + k] : 0;
    for (int i = 0; i < shape->m; i++) g[i] = change->b ? change->b[problem * change->b_stride + i] : 0;
    if (change->P)
        matrix_multiply_symmetric(&shape->P, change->P + problem * change->P_stride, -1, v->x_of[lane], f);
    if (change->A) {
        const double *dA = change->A + problem * change->A_stride;
        matrix_multiply_transposed(&shape->A, dA, -1, v->y_of[lane], f);
        matrix_multiply(&shape->A, dA, -1, v->x_of[lane], g);
    }
}

/* dx, dy, and ds = g - A dx. */
static void jvp_changes(const derivative_job *job, int64_t problem, int lane, const pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const double *dx = v->r_of[lane];
    const double *dy = v->w_of[lane];
    double *ds = v->g_of[lane];
    if (job->dx)
        for (int k = 0; k < shape->n; k++) job->dx[problem * shape->n + k] = dx[k];
    if (job->dy)
        for (int i = 0; i < shape->m; i++) job->dy[problem * shape->m + i] = dy[i];
    if (job->ds == NULL) return;
    if (v->valid[lane])
        matrix_multiply(&shape->A, job->data->A + problem * job->data->A_stride, -1, dx, ds);
    for (int i = 0; i < shape->m; i++) job->ds[problem * shape->m + i] = v->valid[lane] ? ds[i] : 0;
}

static void pack_jvp(const derivative_job *job, void *workspace, const int64_t *index, int live)
{
    team tm = {0};
    arena memory = {workspace, 0};
    pack_derivative v;
    derivative_layout(&memory, job->plan, &v);
    derivative_factor(&tm, job, index, &v);
    for (int l = 0; l < LANES; l++) jvp_right_hand_side(job, index[l], l, &v);
    derivative_answer(&tm, job, &v);
    for (int l = 0; l < live; l++) {
        jvp_changes(job, index[l], l, &v);
        store_info(job, &v, index[l], l);
    }
}

#endif

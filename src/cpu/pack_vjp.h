/* One pack of adjoints: f = gx - A'N gs, g = gy - H gs; then dc = -r, db = w + N gs, dA = -(y r' + (w + N gs) x'),
   dP = -(r x' + x r')/2 (engine/derivative.h). */
#ifndef CPU_PACK_VJP_H
#define CPU_PACK_VJP_H

#include "pack_derivative.h"

/* One row of a cotangent for every lane, zeros where there is none; one array for all. */
static void cotangent_of_lanes(const double *given, int count, const int64_t *index, double *const *to)
{
    for (int l = 0; l < LANES; l++)
        for (int k = 0; k < count; k++) to[l][k] = given ? given[index[l] * count + k] : 0;
}

/* s_of = N gs, and g -= H gs. In the rows that the system lacks D vanishes: N gs = gs. */
static void vjp_slack(team *tm, pack_derivative *v)
{
    derivative *d = &v->system;
    gather_vector(&v->rows, d->m, v->s_of, v->y);
    derivative_null_part(tm, d, v->y, v->null);
    scatter_rows(&v->rows, d->m, v->null, v->s_of);
    derivative_multiply_H(tm, d, v->y);
    each (i, d->m) d->g[i] -= v->y[i];
    sync(tm);
}

static void vjp_right_hand_side(team *tm, const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_cotangent *given = job->cotangent;
    derivative *d = &v->system;
    cotangent_of_lanes(given->dx, shape->n, index, v->f_of);
    if (given->dy) {
        cotangent_of_lanes(given->dy, shape->m, index, v->g_of);
        gather_vector(&v->rows, d->m, v->g_of, d->g);
    } else {
        each (i, d->m) d->g[i] = zero();
        sync(tm);
    }
    if (given->ds == NULL) return;
    cotangent_of_lanes(given->ds, shape->m, index, v->s_of);
    vjp_slack(tm, v);
    for (int l = 0; l < LANES; l++)
        matrix_multiply_transposed(&shape->A, job->data->A + index[l] * job->data->A_stride, -1, v->s_of[l],
                                   v->f_of[l]);
}

/* Write, or add to, the gradient of a vector. */
FN void vjp_vector(int count, double sign, const double *from, bool add, double *to)
{
    if (to == NULL) return;
    for (int k = 0; k < count; k++) to[k] = add ? to[k] + sign * from[k] : sign * from[k];
}

/* The gradients of a problem without a solution; a shared sum gets nothing from it. */
static void vjp_no_gradients(const structure *shape, const cnl_data *data, const cnl_gradient *to, int64_t problem)
{
    if (to->dP && data->P_stride) zero_row(shape->P.count, to->dP + problem * data->P_stride);
    if (to->dc && data->c_stride) zero_row(shape->n, to->dc + problem * data->c_stride);
    if (to->dA && data->A_stride) zero_row(shape->A.count, to->dA + problem * data->A_stride);
    if (to->db && data->b_stride) zero_row(shape->m, to->db + problem * data->b_stride);
}

static void vjp_gradients(const derivative_job *job, int64_t problem, int lane, const pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_data *data = job->data;
    const cnl_gradient *to = job->gradient;
    if (!v->rows.valid[lane]) {
        vjp_no_gradients(shape, data, to, problem);
        return;
    }
    const double *r = v->r_of[lane];
    const double *x = v->rows.x_of[lane];
    double *w = v->w_of[lane];
    if (job->cotangent->ds)
        for (int i = 0; i < shape->m; i++) w[i] += v->s_of[lane][i];
    if (to->dP) matrix_outer_symmetric(&shape->P, r, x, data->P_stride == 0, to->dP + problem * data->P_stride);
    if (to->dA)
        matrix_outer(&shape->A, v->rows.y_of[lane], r, w, x, data->A_stride == 0, to->dA + problem * data->A_stride);
    vjp_vector(shape->n, -1, r, data->c_stride == 0, to->dc ? to->dc + problem * data->c_stride : NULL);
    vjp_vector(shape->m, 1, w, data->b_stride == 0, to->db ? to->db + problem * data->b_stride : NULL);
}

/* The lanes of `wanted`; returns those that this way cannot serve. */
static unsigned vjp_lanes(const derivative_job *job, void *workspace, const int64_t *index, void *kept, unsigned wanted)
{
    team tm = {0};
    pack_derivative v;
    derivative_open(&tm, job, workspace, index, kept, &v);
    unsigned left = wanted & derivative_left(job, index, &v);
    if (left == wanted) return left;
    vjp_right_hand_side(&tm, job, index, &v);
    derivative_answer(&tm, job, &v);
    for (int l = 0; l < LANES; l++) {
        if (!((wanted & ~left) >> l & 1)) continue;
        vjp_gradients(job, index[l], l, &v);
        store_info(job, &v, index[l], l);
    }
    return left;
}

static void pack_vjp(const derivative_job *job, void *workspace, const int64_t *index, int live, void *kept)
{
    unsigned left = (1u << live) - 1;
    if (kept) left = vjp_lanes(job, workspace, index, kept, left);
    if (left) vjp_lanes(job, workspace, index, NULL, left);
}

#endif

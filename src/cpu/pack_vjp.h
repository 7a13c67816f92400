/* One pack of adjoints: f = gx - A'gs, g = gy; then dc = -r, db = w + gs, dA = -(y r' + (w + gs) x'),
   dP = -(r x' + x r')/2 (engine/derivative.h). */
#ifndef CPU_PACK_VJP_H
#define CPU_PACK_VJP_H

#include "pack_derivative.h"

FN void copy_or_zero(const double *from, int64_t start, int count, double *to)
{
    for (int k = 0; k < count; k++) to[k] = from ? from[start + k] : 0;
}

static void vjp_right_hand_side(const derivative_job *job, int64_t problem, int lane, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_cotangent *given = job->cotangent;
    copy_or_zero(given->dx, problem * shape->n, shape->n, v->f_of[lane]);
    copy_or_zero(given->dy, problem * shape->m, shape->m, v->g_of[lane]);
    if (given->ds)
        matrix_multiply_transposed(&shape->A, job->data->A + problem * job->data->A_stride, -1,
                                   given->ds + problem * shape->m, v->f_of[lane]);
}

/* Write, or add to, the gradient of a vector. */
FN void vjp_vector(int count, double sign, const double *from, bool add, double *to)
{
    if (to == NULL) return;
    for (int k = 0; k < count; k++) to[k] = (add ? to[k] : 0) + sign * from[k];
}

static void vjp_gradients(const derivative_job *job, int64_t problem, int lane, const pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_data *data = job->data;
    const cnl_gradient *to = job->gradient;
    const double *r = v->r_of[lane];
    const double *x = v->rows.x_of[lane];
    double *w = v->w_of[lane];
    if (job->cotangent->ds && v->rows.valid[lane])
        for (int i = 0; i < shape->m; i++) w[i] += job->cotangent->ds[problem * shape->m + i];
    if (to->dP) matrix_outer_symmetric(&shape->P, r, x, data->P_stride == 0, to->dP + problem * data->P_stride);
    if (to->dA)
        matrix_outer(&shape->A, v->rows.y_of[lane], r, w, x, data->A_stride == 0, to->dA + problem * data->A_stride);
    vjp_vector(shape->n, -1, r, data->c_stride == 0, to->dc ? to->dc + problem * data->c_stride : NULL);
    vjp_vector(shape->m, 1, w, data->b_stride == 0, to->db ? to->db + problem * data->b_stride : NULL);
}

static void pack_vjp(const derivative_job *job, void *workspace, const int64_t *index, int live)
{
    team tm = {0};
    pack_derivative v;
    derivative_open(&tm, job, workspace, index, &v);
    for (int l = 0; l < LANES; l++) vjp_right_hand_side(job, index[l], l, &v);
    derivative_answer(&tm, job, &v);
    for (int l = 0; l < live; l++) {
        vjp_gradients(job, index[l], l, &v);
        store_info(job, &v, index[l], l);
    }
}

#endif

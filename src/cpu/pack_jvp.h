/* One pack of forward derivatives: f = -(dP x + dA'y + dc), g = -(dA x - db); then dx, dy, and ds = g - A dx. */
#ifndef CPU_PACK_JVP_H
#define CPU_PACK_JVP_H

#include "pack_derivative.h"

static void jvp_right_hand_side(const derivative_job *job, int64_t problem, int lane, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    const cnl_data *change = job->change;
    double *f = v->f_of[lane];
    double *g = v->g_of[lane];
    for (int k = 0; k < shape->n; k++) f[k] = change->c ? -change->c[problem * change->c_stride + k] : 0;
    for (int i = 0; i < shape->m; i++) g[i] = change->b ? change->b[problem * change->b_stride + i] : 0;
    if (change->P)
        matrix_multiply_symmetric(&shape->P, change->P + problem * change->P_stride, -1, v->rows.x_of[lane], f);
    if (change->A) {
        const double *dA = change->A + problem * change->A_stride;
        matrix_multiply_transposed(&shape->A, dA, -1, v->rows.y_of[lane], f);
        matrix_multiply(&shape->A, dA, -1, v->rows.x_of[lane], g);
    }
}

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
    if (v->rows.valid[lane])
        matrix_multiply(&shape->A, job->data->A + problem * job->data->A_stride, -1, dx, ds);
    for (int i = 0; i < shape->m; i++) job->ds[problem * shape->m + i] = v->rows.valid[lane] ? ds[i] : 0;
}

static void pack_jvp(const derivative_job *job, void *workspace, const int64_t *index, int live)
{
    team tm = {0};
    pack_derivative v;
    derivative_open(&tm, job, workspace, index, &v);
    for (int l = 0; l < LANES; l++) jvp_right_hand_side(job, index[l], l, &v);
    derivative_answer(&tm, job, &v);
    for (int l = 0; l < live; l++) {
        jvp_changes(job, index[l], l, &v);
        store_info(job, &v, index[l], l);
    }
}

#endif

/* One pack of forward derivatives: f = -(dP x + dA'y + dc), g = -(dA x - db); then dx, dy, and
   ds = N (g - A dx) - H dy (engine/derivative.h). */
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

/* s_of = ds = N (g - A dx) - H dy; where the system lacks a row D vanishes and N = 1. */
static void jvp_slack(team *tm, const derivative_job *job, const int64_t *index, pack_derivative *v)
{
    const structure *shape = job->plan->structure;
    derivative *d = &v->system;
    for (int l = 0; l < LANES; l++) {
        for (int i = 0; i < shape->m; i++) v->s_of[l][i] = v->g_of[l][i];
        matrix_multiply(&shape->A, job->data->A + index[l] * job->data->A_stride, -1, v->r_of[l], v->s_of[l]);
    }
    gather_vector(&v->rows, d->m, v->s_of, v->y);
    derivative_null_part(tm, d, v->y, v->null);
    derivative_multiply_H(tm, d, d->y);
    each (i, d->m) v->null[i] -= d->y[i];
    sync(tm);
    scatter_rows(&v->rows, d->m, v->null, v->s_of);
}

FN void jvp_vector(int count, const double *from, int valid, double *to)
{
    if (to == NULL) return;
    for (int k = 0; k < count; k++) to[k] = valid ? from[k] : 0;
}

/* The lanes of `wanted`; returns those that this way cannot serve. */
static unsigned jvp_lanes(const derivative_job *job, void *workspace, const int64_t *index, void *kept, unsigned wanted)
{
    team tm = {0};
    pack_derivative v;
    int n = job->plan->structure->n;
    int m = job->plan->structure->m;
    derivative_open(&tm, job, workspace, index, kept, &v);
    unsigned left = wanted & derivative_left(job, index, &v);
    if (left == wanted) return left;
    for (int l = 0; l < LANES; l++) jvp_right_hand_side(job, index[l], l, &v);
    gather_vector(&v.rows, v.system.m, v.g_of, v.system.g);
    derivative_answer(&tm, job, &v);
    if (job->ds) jvp_slack(&tm, job, index, &v);
    for (int l = 0; l < LANES; l++) {
        if (!((wanted & ~left) >> l & 1)) continue;
        int valid = v.rows.valid[l];
        jvp_vector(n, v.r_of[l], valid, job->dx ? job->dx + index[l] * n : NULL);
        jvp_vector(m, v.w_of[l], valid, job->dy ? job->dy + index[l] * m : NULL);
        jvp_vector(m, v.s_of[l], valid, job->ds ? job->ds + index[l] * m : NULL);
        store_info(job, &v, index[l], l);
    }
    return left;
}

static void pack_jvp(const derivative_job *job, void *workspace, const int64_t *index, int live, void *kept)
{
    unsigned left = (1u << live) - 1;
    if (kept) left = jvp_lanes(job, workspace, index, kept, left);
    if (left) jvp_lanes(job, workspace, index, NULL, left);
}

#endif

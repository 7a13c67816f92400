/* The matrix of the n x n route, K = P + A'(H + delta)^-1 A.

   A (m x n) lies in panels of its n columns. Rows of a small second-order cone enter turned, as (H + delta)^-1/2 A_q,
   kept in B. Those of a large cone enter through C = A_q'A_q, made once. With the eigenvectors e+- = (1, +-a)/sqrt 2,

       A_q'(H + delta)^-1 A_q = across C + (plus - across)(A_q'e+)(A_q'e+)' + (minus - across)(A_q'e-)(A_q'e-)',

   n^2/2 numbers and two vectors in place of all rows of the cone. What cancels here, eps across |C|, is no more than
   what the Cholesky factor of K loses. */
#ifndef ENGINE_KKT_DENSE_FORM_H
#define ENGINE_KKT_DENSE_FORM_H

#include "gram.h"
#include "spectrum.h"
#include "tile.h"

/* A second-order cone is large if C is worth its time, with more rows than this, and its memory, with more than n/2. */
enum { KKT_DENSE_LARGE = 8 };

typedef struct kkt_dense {
    int n, m;
    int no_P; /* P is known to be absent */
    real *P;  /* triangle of order n; zero where P is absent */
    real *A;
    panel_runs *runs; /* of the panels of A; NULL: not looked for */
    real *K;          /* triangle: P + eps, then its factor */
    int B_rows;       /* those of the small second-order cones */
    real *B;          /* B_rows x n, in panels like A */
    real *C;          /* a triangle for each large second-order cone */
    real *weight;     /* [m] diagonal between A' and A for the first z + l rows; elsewhere 1 */
    real *ends;       /* [2 n] sqrt 2 A_q'e+ and sqrt 2 A_q'e- of a large cone */
    real *buffer;     /* GRAM_BUFFER */
    real *row;        /* [m] */
    real *Ax;         /* [m] A x of the last solution */
    real *column;     /* [n] */
    spectrum inverse; /* (H + delta)^-1 */
} kkt_dense;

FNBOTH int kkt_dense_is_large(int n, int size) { return size > KKT_DENSE_LARGE && 2 * size > n; }

/* The runs of A; to be done when it has been loaded. */
FN void kkt_dense_look(team *tm, const kkt_dense *v)
{
    if (v->runs) find_runs(tm, v->n, v->m, v->A, v->runs);
}

/* C of the large cones; to be done when A has been looked at and scaled. */
FNSTEP void kkt_dense_prepare(team *tm, const kkt_dense *v, const cone_rows *cones)
{
    real *C = v->C;
    for (int k = 0; k < cones->q_count; k++) {
        if (!kkt_dense_is_large(v->n, cones->q[k])) continue;
        each (i, cones->q[k]) v->weight[cones->q_start[k] + i] = splat(1);
        sync(tm);
        panel_rows rows = {v->A, v->m, cones->q_start[k], cones->q[k]};
        weighted_gram_runs(tm, v->n, &rows, v->runs, NULL, NULL, v->weight + cones->q_start[k], C, v->buffer);
        C += triangle_size(v->n);
    }
}

/* along += a'A of the columns of a panel, over some rows of a cone: several sums in flight hide the latency of one. */
FN void kkt_dense_along(int h, int first, int end, const real *axis, const real *A, real *along)
{
    for (int k = first; k < end; k++)
        UNROLL for (int j = 0; j < h; j++) along[j] = muladd(axis[k], A[k * h + j], along[j]);
}

/* The same over all of the cone's rows but the first, where the panel has runs. */
FN void kkt_dense_along_runs(int h, int start, int size, const panel_runs *runs, const real *axis, const real *A,
                             real *along)
{
    UNROLL for (int j = 0; j < h; j++) along[j] = zero();
    for (int r = 0; r < runs->count; r++) {
        int first = runs->first[r] - start;
        int end = runs->end[r] - start;
        kkt_dense_along(h, first > 1 ? first : 1, end < size ? end : size, axis, A, along);
    }
}

/* spectrum_apply_cone for the columns of a panel together. */
FN void kkt_dense_rotate_panel(int h, int size, real plus, real minus, real across, const real *axis, const real *A,
                               real *B)
{
    real along[TILE];
    real lift[TILE];
    UNROLL for (int j = 0; j < h; j++) along[j] = zero();
    kkt_dense_along(h, 1, size, axis, A, along);
    UNROLL for (int j = 0; j < h; j++)
    {
        real up = 0.5 * plus * (A[j] + along[j]);
        real down = 0.5 * minus * (A[j] - along[j]);
        lift[j] = up - down;
        B[j] = up + down;
    }
    for (int k = 1; k < size; k++)
        UNROLL for (int j = 0; j < h; j++) B[k * h + j] =
            muladd(lift[j], axis[k], across * mulsub(along[j], axis[k], A[k * h + j]));
}

/* The rows of B from `row` on: (H + delta)^-1/2 A_q of cone k. */
FN void kkt_dense_rotate(team *tm, const kkt_dense *v, const cone_rows *cones, int k, int row)
{
    real plus = square_root(v->inverse.plus[k]);
    real minus = square_root(v->inverse.minus[k]);
    real across = square_root(v->inverse.across[k]);
    const real *axis = v->inverse.axis + cones->q_start[k];
    each (J, panel_count(v->n))
        WITH_HEIGHT(panel_height(J, v->n), {
            const real *A = v->A + (int64_t)TILE * J * v->m + (int64_t)cones->q_start[k] * H;
            real *B = v->B + (int64_t)TILE * J * v->B_rows + (int64_t)row * H;
            kkt_dense_rotate_panel(H, cones->q[k], plus, minus, across, axis, A, B);
        })
    sync(tm);
}

/* A_q'(H + delta)^-1 A_q of a large cone, as the terms of a sum. */
FN gram_terms kkt_dense_large(team *tm, const kkt_dense *v, const cone_rows *cones, int k, const real *C)
{
    const real *axis = v->inverse.axis + cones->q_start[k];
    panel_runs whole = whole_panel(v->m);
    each (J, panel_count(v->n))
        WITH_HEIGHT(panel_height(J, v->n), {
            const real *A = v->A + (int64_t)TILE * J * v->m + (int64_t)cones->q_start[k] * H;
            real along[TILE];
            kkt_dense_along_runs(H, cones->q_start[k], cones->q[k], v->runs ? v->runs + J : &whole, axis, A, along);
            UNROLL for (int j = 0; j < H; j++) v->ends[TILE * J + j] = A[j] + along[j];
            UNROLL for (int j = 0; j < H; j++) v->ends[v->n + TILE * J + j] = A[j] - along[j];
        })
    sync(tm);
    real across = v->inverse.across[k];
    return (gram_terms){
        C, v->ends, v->ends + v->n, across, 0.5 * (v->inverse.plus[k] - across), 0.5 * (v->inverse.minus[k] - across)};
}

/* B, and the terms of the last large cone (C is NULL if there is none); in K the sum of P and those of the others.
   Returns what holds that sum: K, or P where there are none, or NULL for zero. */
FN const real *kkt_dense_turn(team *tm, const kkt_dense *v, const cone_rows *cones, gram_terms *terms)
{
    const real *sum = v->no_P ? NULL : v->P;
    const real *C = v->C;
    int row = 0;
    terms->C = NULL;
    for (int k = 0; k < cones->q_count; k++) {
        if (kkt_dense_is_large(v->n, cones->q[k])) {
            if (terms->C) {
                add_terms(tm, v->n, sum, terms, v->K);
                sum = v->K;
            }
            *terms = kkt_dense_large(tm, v, cones, k, C);
            C += triangle_size(v->n);
        } else {
            kkt_dense_rotate(tm, v, cones, k, row);
            row += cones->q[k];
        }
    }
    return sum;
}

/* K = P + A'(H + delta)^-1 A, with the inverse already in v->inverse. */
FNSTEP void kkt_dense_form(team *tm, const kkt_dense *v, const cone_rows *cones)
{
    int orthant = cones->z + cones->l;
    each (i, v->m) v->weight[i] = i < orthant ? v->inverse.value[i] : splat(1);
    gram_terms terms;
    const real *sum = kkt_dense_turn(tm, v, cones, &terms);
    sync(tm);
    panel_rows plain = {v->A, v->m, 0, orthant};
    weighted_gram_runs(tm, v->n, &plain, v->runs, sum, terms.C ? &terms : NULL, v->weight, v->K, v->buffer);
    if (v->B_rows == 0) return;
    panel_rows turned = {v->B, v->B_rows, 0, v->B_rows};
    weighted_gram(tm, v->n, &turned, v->K, v->weight + orthant, v->K, v->buffer, NULL);
}

#endif

/* Products of a matrix in memory with vectors, by a thread block. */
#ifndef CUDA_BLOCK_PRODUCT_H
#define CUDA_BLOCK_PRODUCT_H

#include "../engine/panel.h"

/* A block reads whole panels. */
FN void find_runs(team *tm, int p, int q, const real *M, panel_runs *runs)
{
    (void)tm;
    (void)p;
    (void)q;
    (void)M;
    (void)runs;
}

/* y = M x, M (p x q) row after row. */
FNBIG void product(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x, real *y)
{
    (void)runs;
    each (i, p) {
        real sum = zero();
        for (int k = 0; k < q; k++) sum = muladd(M[(int64_t)i * q + k], x[k], sum);
        y[i] = sum;
    }
    sync(tm);
}

/* y = M' x. */
FNBIG void transposed_product(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x, real *y)
{
    (void)runs;
    each (k, q) {
        real sum = zero();
        for (int i = 0; i < p; i++) sum = muladd(M[(int64_t)i * q + k], x[i], sum);
        y[k] = sum;
    }
    sync(tm);
}

/* y0 = M x0 and y1 = M x1: M is read once for both. */
FNBIG void product_pair(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x0, const real *x1,
                        real *y0, real *y1)
{
    (void)runs;
    each (i, p) {
        real sum0 = zero();
        real sum1 = zero();
        for (int k = 0; k < q; k++) {
            real number = M[(int64_t)i * q + k];
            sum0 = muladd(number, x0[k], sum0);
            sum1 = muladd(number, x1[k], sum1);
        }
        y0[i] = sum0;
        y1[i] = sum1;
    }
    sync(tm);
}

/* y0 = M' x0 and y1 = M' x1. */
FNBIG void transposed_pair(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x0,
                           const real *x1, real *y0, real *y1)
{
    (void)runs;
    each (k, q) {
        real sum0 = zero();
        real sum1 = zero();
        for (int i = 0; i < p; i++) {
            real number = M[(int64_t)i * q + k];
            sum0 = muladd(number, x0[i], sum0);
            sum1 = muladd(number, x1[i], sum1);
        }
        y0[k] = sum0;
        y1[k] = sum1;
    }
    sync(tm);
}

/* out_k = |column k of M|^2. */
FNBIG void column_squares(team *tm, int p, int q, const real *M, real *out)
{
    each (k, q) {
        real sum = zero();
        for (int i = 0; i < p; i++) sum = muladd(M[(int64_t)i * q + k], M[(int64_t)i * q + k], sum);
        out[k] = sum;
    }
    sync(tm);
}

/* y += S x, S symmetric of order n, packed lower triangle. */
FNBIG void symmetric_product(team *tm, int n, const real *S, const real *x, real *y)
{
    each (i, n) {
        real sum = y[i];
        for (int k = 0; k < n; k++) sum = muladd(S[k <= i ? triangle_at(i, k, n) : triangle_at(k, i, n)], x[k], sum);
        y[i] = sum;
    }
    sync(tm);
}

#endif

/* Products of a matrix in memory with vectors, by a thread block. */
#ifndef CUDA_BLOCK_PRODUCT_H
#define CUDA_BLOCK_PRODUCT_H

#include "../engine/panel.h"

/* y = M x, M (p x q) row after row. */
FNBIG void product(team *tm, int p, int q, const real *M, const real *x, real *y)
{
    each (i, p) {
        real sum = zero();
        for (int k = 0; k < q; k++) sum = muladd(M[(int64_t)i * q + k], x[k], sum);
        y[i] = sum;
    }
    sync(tm);
}

/* y = M' x. */
FNBIG void transposed_product(team *tm, int p, int q, const real *M, const real *x, real *y)
{
    each (k, q) {
        real sum = zero();
        for (int i = 0; i < p; i++) sum = muladd(M[(int64_t)i * q + k], x[i], sum);
        y[k] = sum;
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

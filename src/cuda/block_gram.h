/* Symmetric products of a thread block: G = V V', and K = P + A' D A. */
#ifndef CUDA_BLOCK_GRAM_H
#define CUDA_BLOCK_GRAM_H

#include "../engine/panel.h"

/* Products with A taken in passing: of_y = A'y, of_r = A' diag(d) r. */
typedef struct gram_products {
    const real *y, *r; /* [m] */
    real *of_y, *of_r; /* [n] */
} gram_products;

enum { GRAM_BUFFER = 0 };

/* G = V V', lower triangle; V has m rows of n numbers. A thread per entry. */
FNBIG void gram(team *tm, int m, int n, const real *V, real *G)
{
    each (e, m * m) {
        int i = e / m;
        int j = e % m;
        if (j > i) continue;
        real sum = zero();
        for (int k = 0; k < n; k++) sum = muladd(V[(int64_t)i * n + k], V[(int64_t)j * n + k], sum);
        G[triangle_at(i, j, m)] = sum;
    }
    sync(tm);
}

/* K = P + A' diag(d) A, lower triangles; A (m x n) column after column; also: NULL for none. */
FNBIG void weighted_gram(team *tm, int n, int m, const real *P, const real *A, const real *d, real *K, real *buffer,
                         const gram_products *also)
{
    (void)buffer;
    each (e, n * n) {
        int i = e / n;
        int j = e % n;
        if (j > i) continue;
        real sum = P[triangle_at(i, j, n)];
        for (int k = 0; k < m; k++) sum = muladd(A[(int64_t)i * m + k] * d[k], A[(int64_t)j * m + k], sum);
        K[triangle_at(i, j, n)] = sum;
    }
    if (also)
        each (j, n) {
            real of_y = zero();
            real of_r = zero();
            for (int k = 0; k < m; k++) {
                real number = A[(int64_t)j * m + k];
                of_y = muladd(number, also->y[k], of_y);
                of_r = muladd(number * d[k], also->r[k], of_r);
            }
            also->of_y[j] = of_y;
            also->of_r[j] = of_r;
        }
    sync(tm);
}

#endif

/* Products with the user's dense matrices, by a warp. Vectors in shared memory, zeros from their end to SIDE. */
#ifndef CUDA_WARP_PRODUCT_H
#define CUDA_WARP_PRODUCT_H

#include "warp_factor.h"

/* out = (P + P')/2 x, P of order n, at most SIDE. */
FN void warp_multiply_symmetric(team *tm, const real *P, int n, const real *x, real *out)
{
    for (int I = 0; TILE_SIDE * I < n; I++) {
        tile8 sum = tile_zeros();
        for (int J = 0; TILE_SIDE * J < n; J++)
            add_product(&sum, tile_vector(x + TILE_SIDE * J), tile_of_symmetric(P, n, TILE_SIDE * I, TILE_SIDE * J));
        tile_vector_to(out + TILE_SIDE * I, sum);
    }
    sync(tm);
}

/* out = A x, A of any number of rows and at most SIDE columns. */
FN void warp_multiply(team *tm, const real *A, int m, int n, const real *x, real *out)
{
    for (int I = 0; TILE_SIDE * I < m; I++) {
        tile8 sum = tile_zeros();
        for (int J = 0; TILE_SIDE * J < n; J++)
            add_product(&sum, tile_vector(x + TILE_SIDE * J), tile_of_matrix(A, m, n, TILE_SIDE * I, TILE_SIDE * J));
        tile_vector_to(out + TILE_SIDE * I, sum);
    }
    sync(tm);
}

/* out = A'y: a lane per column. */
FN void warp_multiply_transposed(team *tm, const real *A, int m, int n, const real *y, real *out)
{
    each (k, n) {
        real sum = zero();
        ROLLED for (int i = 0; i < m; i++) sum = muladd(A[(int64_t)i * n + k], y[i], sum);
        out[k] = sum;
    }
    sync(tm);
}

#endif

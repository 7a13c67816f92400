/* Products of matrices in global memory with vectors in shared memory, by all warps of a crew: each takes row panels.
 */
#ifndef CUDA_CREW_PRODUCT_H
#define CUDA_CREW_PRODUCT_H

#include "crew_problem.h"

/* to = M from, a panel of eight rows for each warp in turn. A lane takes columns q and q + 4 of each tile, so that the
   four of a row read what lies side by side; number(i, k) is M's. */
template <class Number> FN void crew_multiply(const double *from, double *to, Number number)
{
    for (int I = crew_warp(); I < TILES; I += CREW_WARPS) {
        int i = TILE_SIDE * I + tile_row();
        double sum = 0;
        UNROLL for (int half = 0; half < 2 * TILES; half++)
        {
            int k = TILE_SIDE / 2 * half + tile_pair();
            sum = fma(number(i, k), from[k], sum);
        }
        tile_vector_to(to + TILE_SIDE * I, tile_row_sums(sum));
    }
}

/* An index where there is a number: whatever it is, it is multiplied by 0 or becomes a row that nobody reads. */
FN int crew_inside(int i, int count) { return i < count ? i : count - 1; }

FN double crew_number(const crew_problem *v, const double *A, int i, int k)
{
    return A[(int64_t)crew_inside(i, v->m) * v->n + crew_inside(k, v->n)];
}

/* A matrix of m rows and n columns as the user stores it: A, or what it changes by. */
FN void crew_multiply_A(const crew_problem *v, const double *A, const double *from, double *to)
{
    crew_multiply(from, to, [=](int i, int k) { return crew_number(v, A, i, k); });
}

FN void crew_multiply_A_back(const crew_problem *v, const double *A, const double *from, double *to)
{
    crew_multiply(from, to, [=](int k, int i) { return crew_number(v, A, i, k); });
}

/* The symmetric part of one of order n: P, or what it changes by. */
FN void crew_multiply_P(const crew_problem *v, const double *P, const double *from, double *to)
{
    crew_multiply(from, to, [=](int i, int k) {
        int64_t row = crew_inside(i, v->n), column = crew_inside(k, v->n);
        return 0.5 * P[row * v->n + column] + 0.5 * P[column * v->n + row];
    });
}

/* G's tiles are those right of the diagonal. */
FN void crew_multiply_G(const crew_problem *v, const double *from, double *to)
{
    crew_multiply(from, to, [=](int i, int k) {
        int I = i / TILE_SIDE, K = k / TILE_SIDE;
        int row = i % TILE_SIDE, column = k % TILE_SIDE;
        return K >= I ? v->G[tile_at(K, I) + TILE_SIDE * row + column] : v->G[tile_at(I, K) + TILE_SIDE * column + row];
    });
}

#endif

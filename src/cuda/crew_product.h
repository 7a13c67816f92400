/* Products of matrices in global memory with vectors in shared memory, by all warps of a crew: each takes row panels. */
#ifndef CUDA_CREW_PRODUCT_H
#define CUDA_CREW_PRODUCT_H

#include "crew_problem.h"

/* to = M from, a panel of eight rows for each warp in turn; tile(I, J) is M's. */
template <class Tile> FN void crew_multiply(int panels, const double *from, double *to, Tile tile)
{
    for (int I = crew_warp(); I < panels; I += CREW_WARPS) {
        double sum = 0;
        UNROLL for (int J = 0; J < TILES; J++)
        {
            tile8 M = tile(I, J);
            tile8 x = tile_vector(from + TILE_SIDE * J);
            sum = fma(M.even, x.even, fma(M.odd, x.odd, sum));
        }
        tile_vector_to(to + TILE_SIDE * I, tile_row_sums(sum));
    }
}

FN void crew_multiply_A(const crew_problem *v, const double *from, double *to)
{
    crew_multiply(TILES, from, to, [=](int I, int J) {
        return tile_of_matrix(v->A, v->m, v->n, TILE_SIDE * I, TILE_SIDE * J);
    });
}

FN void crew_multiply_A_back(const crew_problem *v, const double *from, double *to)
{
    crew_multiply(TILES, from, to, [=](int I, int J) {
        return tile_of_transpose(v->A, v->m, v->n, TILE_SIDE * I, TILE_SIDE * J);
    });
}

FN void crew_multiply_P(const crew_problem *v, const double *from, double *to)
{
    crew_multiply(TILES, from, to, [=](int I, int J) {
        return tile_of_symmetric(v->P, v->n, TILE_SIDE * I, TILE_SIDE * J);
    });
}

/* G's tiles are those right of the diagonal. */
FN void crew_multiply_G(const crew_problem *v, const double *from, double *to)
{
    crew_multiply(TILES, from, to, [=](int I, int J) {
        return J >= I ? tile_from(v->G + tile_at(J, I)) : tile_transposed(v->G + tile_at(I, J));
    });
}

#endif

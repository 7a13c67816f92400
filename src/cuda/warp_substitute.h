/* Solves with the factor of warp_factor.h, and products of tiles with vectors, by multiply-adds.

   A tensor core takes 16 cycles for a product of a tile with a vector of which an eighth is wanted; two multiply-adds
   and the sums between lanes take a quarter of that. Eight numbers of a vector come in two layouts: *by rows* lane 4 r
   + q has number r; *by columns* it has numbers 2 q and 2 q + 1, as a tile of which every row is the vector. A product
   with a tile takes the one and gives sums for the other. */
#ifndef CUDA_WARP_SUBSTITUTE_H
#define CUDA_WARP_SUBSTITUTE_H

#include "warp_factor.h"

FN real lane_xor(real value, int bit) { return __shfl_xor_sync(0xffffffffu, value, bit); }

/* A lane's part of the product of tile c with x by columns: row_sum() of it is the product by rows. */
FN real row_part(tile8 c, tile8 x, real part) { return fma(c.even, x.even, fma(c.odd, x.odd, part)); }

FN real row_sum(real part)
{
    part += lane_xor(part, 1);
    return part + lane_xor(part, 2);
}

/* The same with the transpose of c and x by rows. */
FN void column_part(tile8 c, real x, tile8 *part)
{
    part->even = fma(c.even, x, part->even);
    part->odd = fma(c.odd, x, part->odd);
}

/* The sums over all rows, by rows: first each lane gives one of its two numbers to a neighbour and keeps the other. */
FN real column_sum(tile8 part)
{
    int odd_row = tile_row() & 1;
    real kept = odd_row ? part.odd : part.even;
    kept += lane_xor(odd_row ? part.even : part.odd, 4);
    kept += lane_xor(kept, 8);
    kept += lane_xor(kept, 16);
    return __shfl_sync(0xffffffffu, kept, 4 * odd_row + tile_row() / 2);
}

FN tile8 columns_of_rows(real own)
{
    tile8 x;
    x.even = __shfl_sync(0xffffffffu, own, 8 * tile_pair());
    x.odd = __shfl_sync(0xffffffffu, own, 8 * tile_pair() + 4);
    return x;
}

/* Vectors of TILES times eight numbers in memory, by rows in registers. */
FN void rows_from(const real *memory, real *x)
{
    UNROLL for (int J = 0; J < TILES; J++) x[J] = memory[TILE_SIDE * J + tile_row()];
}

FN void rows_to(real *memory, const real *x)
{
    UNROLL for (int J = 0; J < TILES; J++) if (tile_pair() == 0) memory[TILE_SIDE * J + tile_row()] = x[J];
}

/* y = K^-1 y, by rows, of the first P tiles of rows: L^-1 and D^-1 on the way down, L^-T on the way up. */
template <int P = TILES> FN void factor_solve(const factor *K, real *y)
{
    real down[P], across[P];
    tile8 up[P];
    UNROLL for (int J = 0; J < P; J++)
    {
        down[J] = 0;
        up[J] = tile_zeros();
    }
    UNROLL for (int J = 0; J < P; J++)
    {
        if (J > 0) y[J] += row_sum(down[J]);
        tile8 x = columns_of_rows(y[J]);
        across[J] = row_part(K->tiles[tile_at(J, J)], x, 0);
        UNROLL for (int I = J + 1; I < P; I++) down[I] = row_part(K->tiles[tile_at(I, J)], x, down[I]);
    }
    UNROLL for (int J = 0; J < P; J++) y[J] = -row_sum(across[J]);
    UNROLL for (int I = P - 1; I >= 0; I--)
    {
        if (I < P - 1) y[I] += column_sum(up[I]);
        UNROLL for (int J = 0; J < I; J++) column_part(K->tiles[tile_at(I, J)], y[I], &up[J]);
    }
}

#endif

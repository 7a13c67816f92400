/* Solves with the factor in a crew's slots, by the leader alone. Each lane multiplies the two numbers that it reads of a
   tile; the sums over a row's lanes are one instruction of the tensor cores (tile_row_sums). */
#ifndef CUDA_CREW_SUBSTITUTE_H
#define CUDA_CREW_SUBSTITUTE_H

#include "crew_team.h"

/* y_J = its sum; the sums of the rows below get X_IJ y_J; then S_J y_J takes the place of y_J's. */
template <int J> FN void substitute_forward(const double *slots, double *sums, double *half)
{
    if constexpr (J < TILES) {
        tile8 y = tile_row_sums(sums[J]);
        UNROLL for (int I = J + 1; I < TILES; I++)
        {
            tile8 X = slot_read(slots + tile_at(I, J));
            sums[I] = fma(X.even, y.even, fma(X.odd, y.odd, sums[I]));
        }
        tile8 S = slot_read(slots + tile_at(J, J));
        sums[J] = fma(S.even, y.even, S.odd * y.odd);
        tile_vector_to(half + TILE_SIDE * J, y);
        substitute_forward<J + 1>(slots, sums, half);
    }
}

/* z_J = its sum; those of the rows above get X_JI' z_J. */
template <int J> FN void substitute_backward(const double *slots, double *sums, double *out)
{
    tile8 z = tile_row_sums(sums[J]);
    tile_vector_to(out + TILE_SIDE * J, z);
    if constexpr (J > 0) {
        tile8 crossed = tile_crossed(z);
        UNROLL for (int I = 0; I < J; I++)
        {
            tile8 X = slot_read_transposed_crossed(slots + tile_at(J, I));
            sums[I] = fma(X.even, crossed.even, fma(X.odd, crossed.odd, sums[I]));
        }
        substitute_backward<J - 1>(slots, sums, out);
    }
}

/* r = K^-1 r and half = -L^-1 r, both vectors of SIDE numbers that start there in shared memory; they may be the same:
   then it is K^-1 r. */
FNBIG void crew_substitute(int r, int half)
{
    DYNAMIC_SHARED(double, shared);
    double sums[TILES];
    __syncwarp();
    UNROLL for (int J = 0; J < TILES; J++) sums[J] = tile_pair() == 0 ? -shared[r + TILE_SIDE * J + tile_row()] : 0;
    __syncwarp();
    substitute_forward<0>(shared, sums, shared + half);
    __syncwarp();
    substitute_backward<TILES - 1>(shared, sums, shared + r);
    __syncwarp();
}

#endif

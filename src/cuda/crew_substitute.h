/* Solves with the factor in a crew's slots, by the leader alone. Each lane multiplies the two numbers that it reads of
   a tile; the sums over a row's lanes are one instruction of the tensor cores (tile_row_sums). */
#ifndef CUDA_CREW_SUBSTITUTE_H
#define CUDA_CREW_SUBSTITUTE_H

#include "crew_team.h"

/* A vector of up to sixteen tiles as it comes: the lanes of row r keep tiles r and r + 8. */
typedef struct kept_vector {
    tile8 low, high;
} kept_vector;

FN void keep_tile(kept_vector *v, int J, tile8 y)
{
    int mine = tile_row() == J % TILE_SIDE;
    tile8 *own = J < TILE_SIDE ? &v->low : &v->high;
    own->even = mine ? y.even : own->even;
    own->odd = mine ? y.odd : own->odd;
}

FN void keep_end(const kept_vector *v, double *to)
{
    double2 *own = (double2 *)to + threadIdx.x % WARP;
    own[0] = make_double2(v->low.even, v->low.odd);
    if (tile_row() + TILE_SIDE < TILES) own[WARP] = make_double2(v->high.even, v->high.odd);
}

/* With y_J at hand, y_{J+1} first, which the next step waits for; then the rows below get X_IJ y_J, and S_J y_J takes
   the place of y_J. */
template <int N, int J> FN void substitute_forward(const double *slots, tile8 y, double *sums, kept_vector *half)
{
    tile8 next = y;
    keep_tile(half, J, y);
    if constexpr (J + 1 < N) {
        sums[J + 1] = lane_product(slot_read(slots + tile_at(J + 1, J)), y, sums[J + 1]);
        next = tile_row_sums(sums[J + 1]);
    }
    UNROLL for (int I = J + 2; I < N; I++) sums[I] = lane_product(slot_read(slots + tile_at(I, J)), y, sums[I]);
    sums[J] = lane_product(slot_read(slots + tile_at(J, J)), y, 0);
    if constexpr (J + 1 < N) substitute_forward<N, J + 1>(slots, next, sums, half);
}

/* With z_J at hand: the rows above get X_JI' z_J, the next one first. */
template <int N, int J> FN void substitute_backward(const double *slots, tile8 z, double *sums, kept_vector *out)
{
    keep_tile(out, J, z);
    if constexpr (J > 0) {
        tile8 crossed = tile_crossed(z);
        sums[J - 1] = lane_product(slot_read_transposed_crossed(slots + tile_at(J, J - 1)), crossed, sums[J - 1]);
        tile8 next = tile_row_sums(sums[J - 1]);
        UNROLL for (int I = J - 2; I >= 0; I--) sums[I] =
            lane_product(slot_read_transposed_crossed(slots + tile_at(J, I)), crossed, sums[I]);
        substitute_backward<N, J - 1>(slots, next, sums, out);
    }
}

/* r = K^-1 r and, unless it is r as well, half = -L^-1 r: vectors of SIDE numbers that start there in shared memory.
   Where the factor has fewer panels, r and the other slots are 0 (crew_form_G). */
template <int N> FNBIG void crew_substitute(int r, int half)
{
    DYNAMIC_SHARED(double, shared);
    double sums[N];
    kept_vector forward = {}, backward = {};
    __syncwarp();
    UNROLL for (int J = 0; J < N; J++)
    {
        double own = -shared[r + TILE_SIDE * J + tile_row()];
        sums[J] = tile_pair() == 0 ? own : 0;
    }
    __syncwarp();
    substitute_forward<N, 0>(shared, tile_row_sums(sums[0]), sums, &forward);
    substitute_backward<N, N - 1>(shared, tile_row_sums(sums[N - 1]), sums, &backward);
    if (half != r) keep_end(&forward, shared + half);
    keep_end(&backward, shared + r);
    __syncwarp();
}

#ifdef CREW_PICKS_ROWS
/* The first half of it: r = -L^-1 r. */
FNBIG void crew_substitute_first(int r)
{
    DYNAMIC_SHARED(double, shared);
    double sums[TILES];
    kept_vector forward = {};
    __syncwarp();
    UNROLL for (int J = 0; J < TILES; J++)
    {
        double own = -shared[r + TILE_SIDE * J + tile_row()];
        sums[J] = tile_pair() == 0 ? own : 0;
    }
    __syncwarp();
    substitute_forward<TILES, 0>(shared, tile_row_sums(sums[0]), sums, &forward);
    keep_end(&forward, shared + r);
    __syncwarp();
}

/* And the second: r = L^-T S r. */
FNBIG void crew_substitute_second(int r)
{
    DYNAMIC_SHARED(double, shared);
    double sums[TILES];
    kept_vector backward = {};
    __syncwarp();
    UNROLL for (int J = 0; J < TILES; J++) sums[J] =
        lane_product(slot_read(shared + tile_at(J, J)), tile_vector(shared + r + TILE_SIDE * J), 0);
    __syncwarp();
    substitute_backward<TILES, TILES - 1>(shared, tile_row_sums(sums[TILES - 1]), sums, &backward);
    keep_end(&backward, shared + r);
    __syncwarp();
}
#endif

#endif

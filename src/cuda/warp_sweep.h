/* The inverse of a diagonal tile, in the registers of a warp. */
#ifndef CUDA_WARP_SWEEP_H
#define CUDA_WARP_SWEEP_H

#include "warp_tile.h"

FN real tile_column(tile8 c, int k) { return k & 1 ? c.odd : c.even; }

/* c = -c^-1, c symmetric, and the identity from row `order` on. Sweep k clears row and column k, puts -1 in its place
   and adds a product of rank one. The next pivot is worked out in every lane before the sweep, so that its reciprocal
   does not wait for it. Returns pivot k to lane k. */
FN real tile_sweep(tile8 *c, int order = TILE_SIDE)
{
    int row = tile_row();
    int pair = tile_pair();
    int lane = (int)threadIdx.x % 32;
    real own_pivot = 1;
    real pivot = __shfl_sync(0xffffffffu, c->even, 0);
    UNROLL for (int k = 0; k < TILE_SIDE; k++)
    {
        if (k >= order) break;
        real inverse = reciprocal(pivot);
        real column = tile_column(*c, k);
        if (lane == k) own_pivot = pivot;
        if (k + 1 < TILE_SIDE) {
            real next = __shfl_sync(0xffffffffu, tile_column(*c, k + 1), 4 * (k + 1) + (k + 1) / 2);
            real across = __shfl_sync(0xffffffffu, column, 4 * (k + 1) + k / 2);
            pivot = fma(-(across * across), inverse, next);
        }
        real u = row == k ? -1 : column;
        real v = pair == k / 2 ? -inverse * u : 0;
        if (row == k) c->even = c->odd = 0;
        if (pair == k / 2) {
            if (k & 1)
                c->odd = 0;
            else
                c->even = 0;
        }
        add_rank_one(c, v, u, k);
    }
    if (row >= order) {
        if (row == 2 * pair) c->even = -1;
        if (row == 2 * pair + 1) c->odd = -1;
    }
    return own_pivot;
}

#endif

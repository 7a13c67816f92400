/* The inverse of a diagonal tile, in the registers of a warp. */
#ifndef CUDA_WARP_SWEEP_H
#define CUDA_WARP_SWEEP_H

#include "warp_tile.h"

/* Two Newton steps in one, from 20 good bits to all. */
FN double sweep_reciprocal(double a)
{
#ifdef CONELET_CUDASIM
    return 1 / a;
#else
    double y;
    asm("rcp.approx.ftz.f64 %0, %1;" : "=d"(y) : "d"(a));
    double error = fma(-a, y, 1.0);
    return fma(fma(error, error, error), y, y);
#endif
}

FN double tile_column(tile8 c, int k) { return k & 1 ? c.odd : c.even; }

/* c = -c^-1, c symmetric. Sweep k clears row and column k, puts -1 in its place and adds a product of rank one. The
   next pivot is worked out in every lane before the sweep, so that its reciprocal does not wait for it. Returns pivot k
   to lane k. */
FN double tile_sweep(tile8 *c)
{
    int row = tile_row();
    int pair = tile_pair();
    int lane = (int)threadIdx.x % 32;
    double own_pivot = 0;
    double pivot = __shfl_sync(0xffffffffu, c->even, 0);
    UNROLL for (int k = 0; k < TILE_SIDE; k++)
    {
        double inverse = sweep_reciprocal(pivot);
        double column = tile_column(*c, k);
        if (lane == k) own_pivot = pivot;
        if (k + 1 < TILE_SIDE) {
            double next = __shfl_sync(0xffffffffu, tile_column(*c, k + 1), 4 * (k + 1) + (k + 1) / 2);
            double across = __shfl_sync(0xffffffffu, column, 4 * (k + 1) + k / 2);
            pivot = fma(-(across * across), inverse, next);
        }
        double u = row == k ? -1.0 : column;
        double v = pair == k / 2 ? -inverse * u : 0.0;
        if (row == k) c->even = c->odd = 0;
        if (pair == k / 2) {
            if (k & 1)
                c->odd = 0;
            else
                c->even = 0;
        }
        multiply_add(&c->even, &c->odd, v, u);
    }
    return own_pivot;
}

/* What pivots are quotients of. */
typedef struct sweep_pivots {
    double above, below;
} sweep_pivots;

/* A symmetric matrix of order two, the same in every lane: [first, across; across, second]. */
typedef struct pivot_block {
    double first, across, second;
} pivot_block;

FN double sweep_shuffle(double number, int row, int pair)
{
    return __shfl_sync(0xffffffffu, number, TILE_SIDE / 2 * row + pair);
}

FN pivot_block tile_pivot_block(tile8 c, int k)
{
    pivot_block B = {sweep_shuffle(c.even, 2 * k, k), sweep_shuffle(c.odd, 2 * k, k),
                     sweep_shuffle(c.odd, 2 * k + 1, k)};
    return B;
}

/* u -> -u adj(B). */
FN tile8 sweep_times_adjugate(tile8 u, pivot_block B)
{
    tile8 w = {fma(u.odd, B.across, -(u.even * B.second)), fma(u.even, B.across, -(u.odd * B.first))};
    return w;
}

/* -U adj(B) U', U the two rows that are next. */
FN pivot_block sweep_change_of_next(tile8 c, int k, pivot_block B)
{
    tile8 u = {sweep_shuffle(c.even, 2 * k + 2, k), sweep_shuffle(c.odd, 2 * k + 2, k)};
    tile8 v = {sweep_shuffle(c.even, 2 * k + 3, k), sweep_shuffle(c.odd, 2 * k + 3, k)};
    tile8 of_u = sweep_times_adjugate(u, B);
    tile8 of_v = sweep_times_adjugate(v, B);
    pivot_block change = {fma(of_u.even, u.even, of_u.odd * u.odd), fma(of_u.even, v.even, of_u.odd * v.odd),
                          fma(of_v.even, v.even, of_v.odd * v.odd)};
    return change;
}

/* Columns 2 k and 2 k + 1, one in each of two lanes of a row, for one product to take both. */
FN tile8 sweep_columns(tile8 c, int k)
{
    int row = tile_row();
    int from = TILE_SIDE / 2 * row + k;
    tile8 u = {__shfl_sync(0xffffffffu, c.even, from), __shfl_sync(0xffffffffu, c.odd, from)};
    if (row == 2 * k) u = {-1, 0};
    if (row == 2 * k + 1) u = {0, -1};
    return u;
}

/* c = -c^-1, c symmetric and positive definite, two rows and columns at a time: half as many reciprocals wait for each
   other. With B the block on the diagonal and U the columns below, -1 in B's place: c += -U B^-1 U'. The next B is worked
   out in every lane from what the tile holds before. Pivot k is a quotient that lane k gets. */
FN sweep_pivots tile_sweep_by_pairs(tile8 *c)
{
    int row = tile_row();
    int pair = tile_pair();
    int lane = (int)threadIdx.x % 32;
    sweep_pivots own = {1, 1};
    pivot_block B = tile_pivot_block(*c, 0);
    UNROLL for (int k = 0; k < TILE_SIDE / 2; k++)
    {
        double determinant = fma(B.first, B.second, -(B.across * B.across));
        double inverse = sweep_reciprocal(determinant);
        if (lane == 2 * k) own.above = B.first;
        if (lane == 2 * k + 1) own = {determinant, B.first};
        tile8 u = sweep_columns(*c, k);
        tile8 w = sweep_times_adjugate(u, B);
        int takes_even = pair == k;
        int takes_odd = pair == (k ^ 1);
        if (k + 1 < TILE_SIDE / 2) {
            pivot_block next = tile_pivot_block(*c, k + 1);
            pivot_block change = sweep_change_of_next(*c, k, B);
            B = {fma(change.first, inverse, next.first), fma(change.across, inverse, next.across),
                 fma(change.second, inverse, next.second)};
        }
        if (row / 2 == k || pair == k) *c = tile_zeros();
        double left = takes_even ? w.even : (takes_odd ? w.odd : 0.0);
        multiply_add(&c->even, &c->odd, left * inverse, takes_even ? u.even : u.odd);
    }
    return own;
}

#endif

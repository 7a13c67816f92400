/* The inverse of a diagonal tile, by a warp with a slot in shared memory. */
#ifndef CUDA_CREW_SWEEP_H
#define CUDA_CREW_SWEEP_H

#include "crew_slot.h"
#include "warp_sweep.h"

/* What pivots are quotients of. */
typedef struct sweep_pivots {
    double above, below;
} sweep_pivots;

/* A symmetric matrix of order two, the same in every lane: [first, across; across, second]. */
typedef struct pivot_block {
    double first, across, second;
} pivot_block;

/* Numbers 2 k and 2 k + 1 of a row. */
FN tile8 slot_pair(const double *slot, int row, int k)
{
    double2 pair = ((const double2 *)slot)[TILE_SIDE / 2 * row + (k ^ row / 2)];
    tile8 c = {pair.x, pair.y};
    return c;
}

FN pivot_block slot_pivot_block(const double *slot, int k)
{
    tile8 upper = slot_pair(slot, 2 * k, k);
    tile8 lower = slot_pair(slot, 2 * k + 1, k);
    pivot_block B = {upper.even, upper.odd, lower.odd};
    return B;
}

/* -u adj(B). */
FN tile8 sweep_times_adjugate(tile8 u, pivot_block B)
{
    tile8 w = {fma(u.odd, B.across, -(u.even * B.second)), fma(u.even, B.across, -(u.odd * B.first))};
    return w;
}

/* -U adj(B) U', U the two rows that are next. */
FN pivot_block sweep_change_of_next(const double *slot, int k, pivot_block B)
{
    tile8 u = slot_pair(slot, 2 * k + 2, k);
    tile8 v = slot_pair(slot, 2 * k + 3, k);
    tile8 of_u = sweep_times_adjugate(u, B);
    tile8 of_v = sweep_times_adjugate(v, B);
    pivot_block change = {fma(of_u.even, u.even, of_u.odd * u.odd), fma(of_u.even, v.even, of_u.odd * v.odd),
                          fma(of_v.even, v.even, of_v.odd * v.odd)};
    return change;
}

/* Columns 2 k and 2 k + 1 of the lane's row; -1 in the pivots' rows. */
FN tile8 sweep_columns(const double *slot, int k)
{
    int row = tile_row();
    tile8 u = slot_pair(slot, row, k);
    if (row == 2 * k) u = {-1, 0};
    if (row == 2 * k + 1) u = {0, -1};
    return u;
}

/* c = -c^-1, c symmetric and positive definite, two rows and columns at a time: half as many reciprocals wait for each
   other as one by one. With B the block on the diagonal and U the columns at it, -1 in B's place: c += -U B^-1 U',
   where two lanes of a row bring a column each. The next B is worked out in every lane from what the slot holds before,
   so that its reciprocal does not wait for the product. The answer is in the slot too. Pivot k is a quotient that lane
   k gets. */
FN sweep_pivots slot_sweep(double *slot, tile8 *c)
{
    int row = tile_row();
    int pair = tile_pair();
    int lane = (int)threadIdx.x % 32;
    sweep_pivots own = {1, 1};
    slot_write(slot, *c);
    __syncwarp();
    pivot_block B = slot_pivot_block(slot, 0);
    UNROLL for (int k = 0; k < TILE_SIDE / 2; k++)
    {
        tile8 u = sweep_columns(slot, k);
        double determinant = fma(B.first, B.second, -(B.across * B.across));
        double inverse = reciprocal(determinant);
        own.above = lane == 2 * k ? B.first : (lane == 2 * k + 1 ? determinant : own.above);
        own.below = lane == 2 * k + 1 ? B.first : own.below;
        tile8 w = sweep_times_adjugate(u, B);
        double left = pair == k ? w.even : (pair == (k ^ 1) ? w.odd : 0.0);
        if (k + 1 < TILE_SIDE / 2) {
            pivot_block next = slot_pivot_block(slot, k + 1);
            pivot_block change = sweep_change_of_next(slot, k, B);
            B = {fma(change.first, inverse, next.first), fma(change.across, inverse, next.across),
                 fma(change.second, inverse, next.second)};
        }
        if (row / 2 == k || pair == k) *c = tile_zeros();
        multiply_add(&c->even, &c->odd, left * inverse, pair == k ? u.even : u.odd);
        __syncwarp();
        slot_write(slot, *c);
        __syncwarp();
    }
    return own;
}

#endif

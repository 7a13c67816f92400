/* Products of tiles with vectors in pairs of floats. */
#ifndef CUDA_WARP_PAIRS_H
#define CUDA_WARP_PAIRS_H

#include "pair.h"
#include "warp_matrix.h"

/* Two columns of a lane, as pairs. */
typedef struct pair8 {
    pair even, odd;
} pair8;

FN pair8 pairs_of_vector(const real *high, const real *low)
{
    tile8 highs = tile_vector(high);
    tile8 lows = tile_vector(low);
    return {{highs.even, lows.even}, {highs.odd, lows.odd}};
}

/* row_part() and what belongs to it (warp_substitute.h), in pairs. */
FN pair row_pair(tile8 c, pair8 x, pair part) { return pair_muladd(c.even, x.even, pair_muladd(c.odd, x.odd, part)); }

FN pair row_pair_sum(pair part)
{
    part = pair_plus(part, pair_from_lane(part, 1));
    return pair_plus(part, pair_from_lane(part, 2));
}

FN void column_pair(tile8 c, pair x, pair8 *part)
{
    part->even = pair_muladd(c.even, x, part->even);
    part->odd = pair_muladd(c.odd, x, part->odd);
}

FN pair column_pair_sum(pair8 part)
{
    int odd_row = tile_row() & 1;
    pair kept = odd_row ? part.odd : part.even;
    pair given = odd_row ? part.even : part.odd;
    kept = pair_plus(kept, pair_from_lane(given, 4));
    kept = pair_plus(kept, pair_from_lane(kept, 8));
    kept = pair_plus(kept, pair_from_lane(kept, 16));
    int lane = 4 * odd_row + tile_row() / 2;
    return {__shfl_sync(WHOLE_WARP, kept.high, lane), __shfl_sync(WHOLE_WARP, kept.low, lane)};
}

/* Both products of a row panel M: returns M x by rows, and adds M'y to the columns, y by rows. */
FN pair panel_pairs(const tile8 *panel, const real *x, const real *x_low, pair y, pair8 *columns)
{
    pair part = {0, 0};
    UNROLL for (int J = 0; J < TILES; J++)
    {
        part = row_pair(panel[J], pairs_of_vector(x + TILE_SIDE * J, x_low + TILE_SIDE * J), part);
        column_pair(panel[J], y, &columns[J]);
    }
    return row_pair_sum(part);
}

#endif

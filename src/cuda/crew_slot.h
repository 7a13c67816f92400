/* Tiles in shared memory that warps read by rows and by columns without bank conflicts.

   Each has a slot of 64 numbers, row after row; the pairs of numbers of row r are exchanged by the bits of r / 2. A
   lane owns the same pair as in registers (warp_tile.h). */
#ifndef CUDA_CREW_SLOT_H
#define CUDA_CREW_SLOT_H

#include "team_leader.h"

FN int slot_own(void) { return TILE_SIDE / 2 * tile_row() + (tile_pair() ^ tile_row() / 2); }

FN tile8 slot_read(const double *slot)
{
    double2 pair = ((const double2 *)slot)[slot_own()];
    tile8 c = {pair.x, pair.y};
    return c;
}

FN void slot_write(double *slot, tile8 c) { ((double2 *)slot)[slot_own()] = make_double2(c.even, c.odd); }

/* Where number (2 pair, row) lies; (2 pair + 1, row) lies one row on. */
FN int slot_across(void)
{
    int pair = tile_pair();
    return 2 * TILE_SIDE * pair + 2 * (tile_row() / 2 ^ pair) + tile_row() % 2;
}

/* Lanes with an odd pair go the other way round, or two of them would meet in a bank. */
FN int slot_first(void) { return slot_across() + TILE_SIDE * (tile_pair() & 1); }
FN int slot_second(void) { return slot_across() + TILE_SIDE * (~tile_pair() & 1); }

FN tile8 tile_crossed(tile8 c)
{
    int crossed = tile_pair() & 1;
    tile8 out = {crossed ? c.odd : c.even, crossed ? c.even : c.odd};
    return out;
}

/* The transpose of the tile in a slot, the two numbers of lanes with an odd pair exchanged. */
FN tile8 slot_read_transposed_crossed(const double *slot)
{
    tile8 c = {slot[slot_first()], slot[slot_second()]};
    return c;
}

FN void slot_write_transposed(double *slot, tile8 c)
{
    tile8 out = tile_crossed(c);
    slot[slot_first()] = out.even;
    slot[slot_second()] = out.odd;
}

/* What a lane adds to the sum of its row: M x. */
FN double lane_product(tile8 M, tile8 x, double sum) { return fma(M.even, x.even, fma(M.odd, x.odd, sum)); }

#endif

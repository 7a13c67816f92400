/* The vocabulary of a crew's leader (crew_team.h): the team is a warp, element i of an array belongs to lane i
   modulo 32. Arrays have at most 8 CREW_TILES elements: loops over them are unrolled, so that a lane's elements do not
   wait for each other. Sums are left to the tensor cores. */
#ifndef CUDA_TEAM_LEADER_H
#define CUDA_TEAM_LEADER_H

#define TEAM_IN_REGISTERS
#include "warp_tile.h"

enum { WARP = 32 };
/* No TEAM_EXCHANGES (dual_pivoting.h): by the cycle model 8 gain nothing here, as the workers' registers spill (n =
   100: 0.86 million a second on an H100, 0.9 without). */
#define WHOLE_WARP 0xffffffffu

constexpr int SIDE = TILE_SIDE * CREW_TILES;
constexpr int SIDE_TURNS = (SIDE + WARP - 1) / WARP;

#define each(i, n) UNROLL for (int turn = 0, i = team_lane(); turn < SIDE_TURNS; turn++, i += WARP) if (i < (n))
/* The same elements of the same lanes, from `first` on. */
#define each_from(i, first, n)                                                                                         \
    UNROLL for (int turn = 0, i = team_lane(); turn < SIDE_TURNS; turn++, i += WARP) if (i >= (first) && i < (n))

typedef struct team {
    int unused;
} team;

FN int team_lane(void) { return (int)threadIdx.x % WARP; }

FN int team_leads(void) { return team_lane() == 0; }

FN void sync(team *tm)
{
    (void)tm;
    __syncwarp();
}

/* Over the pairs of each row, then over the rows: every lane gets the same bits. */
FN real team_sum(team *tm, real value)
{
    (void)tm;
    tile8 of_rows = tile_row_sums(value);
    return tile_row_sums(of_rows.even + of_rows.odd).even;
}

/* A butterfly, with the same end. */
#define TEAM_REDUCE(name, type, combine)                                                                               \
    FN type name(team *tm, type value)                                                                                 \
    {                                                                                                                  \
        (void)tm;                                                                                                      \
        UNROLL for (int step = WARP / 2; step > 0; step /= 2) value =                                                  \
            combine(value, __shfl_xor_sync(WHOLE_WARP, value, step));                                                  \
        return value;                                                                                                  \
    }

TEAM_REDUCE(team_max, real, larger_or_nan)
TEAM_REDUCE(team_any, mask, either)

#endif

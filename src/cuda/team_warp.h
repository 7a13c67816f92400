/* The vocabulary of the warp executor: the team is a warp, element i of an array belongs to lane i modulo 32. */
#ifndef CUDA_TEAM_WARP_H
#define CUDA_TEAM_WARP_H

#define TEAM_IN_REGISTERS
#include "scalar.h"

enum { WARP = 32 };
/* Exchanges that a problem may have before the interior point (dual_pivoting.h). */
#define TEAM_EXCHANGES 8
#define WHOLE_WARP     0xffffffffu

/* A lane has one or two elements: unrolled, as nvcc would have it, the code is a third longer for nothing. */
#define each(i, n) ROLLED for (int i = team_lane(); i < (n); i += WARP)
/* The same elements of the same lanes, from `first` on. */
#define each_from(i, first, n) ROLLED for (int i = (first) + ((team_lane() - (first)) & (WARP - 1)); i < (n); i += WARP)

/* Are all matrices dense? */
constexpr int DENSE_ALONE = 1;

/* The entries of a matrix stored row after row: neighbours in a row to neighbouring lanes; so many rows at once. */
constexpr int COLUMN_ROWS = 4;
#if defined(WARP_TILES) && WARP_TILES <= 2
constexpr int ENTRY_COLUMNS = WARP / 2;
#else
constexpr int ENTRY_COLUMNS = WARP;
#endif
#define each_column(k, columns) for (int k = team_lane() % ENTRY_COLUMNS; k < (columns); k += ENTRY_COLUMNS)

typedef struct team {
    int unused;
} team;

FN int team_lane(void) { return (int)threadIdx.x % WARP; }

/* The rows of a column that are this lane's: every step-th from the first on. */
FN int first_of_column(void) { return team_lane() / ENTRY_COLUMNS; }
FN int step_of_column(void) { return WARP / ENTRY_COLUMNS; }

FN int team_leads(void) { return team_lane() == 0; }

FN void sync(team *tm)
{
    (void)tm;
    __syncwarp();
}

/* A butterfly: every lane gets the same bits. Its steps are a loop, or reductions are a third of all code; and as the
   loop costs as much as a sum, several at once take it together. */
#define TEAM_REDUCE(name, type, combine)                                                                               \
    FN type name(team *tm, type value)                                                                                 \
    {                                                                                                                  \
        (void)tm;                                                                                                      \
        ROLLED for (int step = WARP / 2; step > 0; step /= 2) value =                                                  \
            combine(value, __shfl_xor_sync(WHOLE_WARP, value, step));                                                  \
        return value;                                                                                                  \
    }

TEAM_REDUCE(team_sum, real, sum_of)
TEAM_REDUCE(team_max, real, larger_or_nan)

#define TEAM_SUMS
FN void team_sums(team *tm, real *const *values, int count)
{
    (void)tm;
    ROLLED for (int step = WARP / 2; step > 0; step /= 2)
    {
        UNROLL for (int k = 0; k < count; k++) * values[k] += __shfl_xor_sync(WHOLE_WARP, *values[k], step);
    }
}

FN mask team_any(team *tm, mask value)
{
    (void)tm;
    return __any_sync(WHOLE_WARP, value) ? ~none() : none();
}

#endif

/* The vocabulary of the block executor: the team is a thread block, a real is a double.

   Every thread runs the engine's text. Scalars are alike in all of them; the elements of an array are dealt out,
   element i to thread i modulo the size of the block, and a thread reads another's elements only after a sync. */
#ifndef CUDA_TEAM_BLOCK_H
#define CUDA_TEAM_BLOCK_H

#include "scalar.h"

#define each(i, n) for (int i = (int)threadIdx.x; i < (n); i += (int)blockDim.x)
/* The same elements of the same threads, from `first` on. */
#define each_from(i, first, n) for (int i = team_element(first); i < (n); i += (int)blockDim.x)

enum { WARP = 32, TEAM_MOST_WARPS = 32 };

/* Are all matrices dense? */
constexpr int DENSE_ALONE = 0;

/* The entries of a matrix stored row after row: neighbours in a row to neighbouring threads; so many rows at once. */
constexpr int COLUMN_ROWS = 4;
#define each_column(k, columns) for (int k = (int)threadIdx.x % WARP; k < (columns); k += WARP)

/* Shared memory of a team itself, before that of its problem. */
enum { TEAM_BYTES = 2 * TEAM_MOST_WARPS * sizeof(double) };

/* What the threads of a block need to speak to each other. */
typedef struct team {
    double *partial; /* [2][TEAM_MOST_WARPS] shared; the halves take turns */
    int turn;
} team;

/* The first element from `first` on that belongs to this thread. The size of a block is a power of two. */
FN int team_element(int first) { return first + (((int)threadIdx.x - first) & ((int)blockDim.x - 1)); }

FN void sync(team *tm)
{
    (void)tm;
    __syncthreads();
}

/* The rows of a column that are this thread's: every step-th from the first on. */
FN int first_of_column(void) { return (int)threadIdx.x / WARP; }
FN int step_of_column(void) { return (int)blockDim.x / WARP; }

FN int team_leads(void) { return threadIdx.x == 0; }

/* Reductions give every thread the same bits: a butterfly in each warp, then all warps' sums in their order. */
#define TEAM_REDUCE(name, type, combine)                                                                               \
    FN type name(team *tm, type value)                                                                                 \
    {                                                                                                                  \
        for (int step = WARP / 2; step > 0; step /= 2)                                                                 \
            value = combine(value, __shfl_xor_sync(0xffffffffu, value, step));                                         \
        if (blockDim.x <= WARP) return value;                                                                          \
        double *partial = tm->partial + TEAM_MOST_WARPS * tm->turn;                                                    \
        tm->turn ^= 1;                                                                                                 \
        if (threadIdx.x % WARP == 0) partial[threadIdx.x / WARP] = (double)value;                                      \
        __syncthreads();                                                                                               \
        value = (type)partial[0];                                                                                      \
        for (int warp = 1; warp < (int)blockDim.x / WARP; warp++) value = combine(value, (type)partial[warp]);         \
        return value;                                                                                                  \
    }

TEAM_REDUCE(team_sum, real, sum_of)
TEAM_REDUCE(team_max, real, larger_or_nan)
TEAM_REDUCE(team_any, mask, either)

#endif

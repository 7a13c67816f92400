/* The vocabulary of the block executor: the team is a thread block, a real is a double.

   Every thread runs the engine's text. Scalars are alike in all of them; the elements of an array are dealt out,
   element i to thread i modulo the size of the block, and a thread reads another's elements only after a sync. */
#ifndef CUDA_TEAM_BLOCK_H
#define CUDA_TEAM_BLOCK_H

#include <math.h>
#include <stdint.h>

#include "device.h"

#define FN    static __device__ __forceinline__
#define FNBIG static __device__ __noinline__
/* Runs on the host too: layouts, which are counted there. */
#define FNBOTH     static __host__ __device__ inline
#define UNROLL     _Pragma("unroll")
#define each(i, n) for (int i = (int)threadIdx.x; i < (n); i += (int)blockDim.x)
/* The same elements of the same threads, from `first` on. */
#define each_from(i, first, n) for (int i = team_element(first); i < (n); i += (int)blockDim.x)

enum { TILE = 1, WARP = 32, TEAM_MOST_WARPS = 32 };

typedef double real;
typedef int mask; /* 0 or -1 */

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

FN real splat(double a) { return a; }
FN real zero(void) { return 0; }
FN mask none(void) { return 0; }
FN real pick(mask which, real yes, real no) { return which ? yes : no; }
FN mask less(real a, real b) { return -(mask)(a < b); }
FN mask at_most(real a, real b) { return -(mask)(a <= b); }
FN int every(mask which) { return which != 0; }
FN int some(mask which) { return which != 0; }
FN real muladd(real a, real b, real c) { return fma(a, b, c); }
FN real mulsub(real a, real b, real c) { return fma(-a, b, c); }
/* The second operand where the comparison fails, NaN included, as in the packs. */
FN real larger(real a, real b) { return a > b ? a : b; }
FN real smaller(real a, real b) { return a < b ? a : b; }
FN real magnitude(real a) { return fabs(a); }
FN mask is_finite(real a) { return less(magnitude(a), INFINITY); }
FN real clamp(real a, double low, double high) { return larger(low, smaller(high, a)); }
FN real square_root(real a) { return sqrt(a); }
FN real reciprocal(real a) { return 1.0 / a; }
FN real reciprocal_root(real a) { return rsqrt(a); }
FN real from_bits(long long bits) { return __longlong_as_double(bits); }
FN real power_of_two(real a) { return from_bits(__double_as_longlong(a) & 0x7ff0000000000000); } /* a > 0, down */
FN real reciprocal_of_power(real a) { return from_bits(0x7fe0000000000000 - __double_as_longlong(a)); }

#define KEEP(a) ((void)(a))

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

FN real team_add(real a, real b) { return a + b; }
FN mask team_either(mask a, mask b) { return a | b; }

TEAM_REDUCE(team_sum, real, team_add)
TEAM_REDUCE(team_max, real, larger)
TEAM_REDUCE(team_any, mask, team_either)

#endif

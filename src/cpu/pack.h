/* The pack executor: one SIMD lane per problem; the team is the calling thread alone.
   Compiled once per instruction set and width (pack_avx512.c, ...); PACK_LANES says how many problems.
   Nothing here fuses a product and a sum unless it says so (muladd), and a pack of one lane repeats the
   operations of the wide one: that is why an answer has the same bits in every place. */
#ifndef CPU_PACK_H
#define CPU_PACK_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define FN                     static inline __attribute__((always_inline)) /* part of its caller's loop          */
#define FNSTEP                 FN                                           /* a step that a device keeps apart   */
#define FNBIG                  static __attribute__((noinline))             /* a step of its own: one copy is enough */
#define FNBOTH                 FN /* a layout: on a device the host calls it too */
#define UNROLL                 _Pragma("GCC unroll 8")
#define each(i, n)             for (int i = 0; i < (n); i++)
#define each_from(i, first, n) for (int i = (first); i < (n); i++)

enum { LANES = PACK_LANES };
/* No TEAM_EXCHANGES (dual_pivoting.h): 8 would gain a sixth, but a batch with a tenth of its problems infeasible would
   take 1.6 times the time of the others. */

#ifdef SINGLE_PRECISION
typedef float number;
#else
typedef double number;
#endif

typedef struct team {
    int unused;
} team;

FN void sync(team *tm) { (void)tm; }

#if defined(SINGLE_PRECISION) && PACK_LANES == 16
#include "pack_lanes_avx512_single.h"
#elif defined(SINGLE_PRECISION) && PACK_LANES == 8
#include "pack_lanes_avx2_single.h"
#elif PACK_LANES == 1
#include "pack_one.h"
#elif PACK_LANES == 8 && defined(__AVX512F__)
#include "pack_lanes_avx512.h"
#elif PACK_LANES == 4 && defined(__AVX2__)
#include "pack_lanes_avx2.h"
#else
#include "pack_lanes_portable.h"
#endif

/* Height of a register tile and of a row panel: as many accumulators as the registers hold. */
#if defined(__AVX2__) && !defined(__AVX512F__)
enum { TILE = 3 };
#else
enum { TILE = 4 };
#endif

FN int team_leads(void) { return 1; }

FN real team_sum(team *tm, real partial)
{
    (void)tm;
    return partial;
}
FN real team_max(team *tm, real partial)
{
    (void)tm;
    return partial;
}
FN mask team_any(team *tm, mask partial)
{
    (void)tm;
    return partial;
}
/* The numbers of a pack, one per lane, as the memory they are. */
FN number *lanes_of(real *a) { return (number *)a; }
FN real zero(void) { return splat(0); }
FN mask none(void) { return less(splat(1), splat(0)); }
FN mask is_finite(real a) { return less(magnitude(a), splat(INFINITY)); } /* false for NaN */
FN real clamp(real a, double low, double high) { return larger(splat(low), smaller(splat(high), a)); }

#endif

/* The vocabulary of the thread executor: the team is one thread, and its arrays, of THREAD_SIDE elements at most, are
   registers: every loop over them is unrolled, so that every index is a constant. */
#ifndef CUDA_TEAM_THREAD_H
#define CUDA_TEAM_THREAD_H

#define TEAM_IN_REGISTERS
#include "scalar.h"

constexpr int SIDE = THREAD_SIDE;
/* No TEAM_EXCHANGES (dual_pivoting.h): one lane would hold up a warp. */

#define each(i, n)             UNROLL for (int i = 0; i < SIDE; i++) if (i < (n))
#define each_from(i, first, n) UNROLL for (int i = 0; i < SIDE; i++) if (i >= (first) && i < (n))

typedef struct team {
    int unused;
} team;

FN int team_leads(void) { return 1; }
/* For the compiler alone: what lies in shared memory is read anew, for kept in registers across steps it spills. */
FN void sync(team *tm)
{
    (void)tm;
    __asm__ volatile("" ::: "memory");
}
FN real team_sum(team *tm, real value)
{
    (void)tm;
    return value;
}
FN real team_max(team *tm, real value)
{
    (void)tm;
    return value;
}
FN mask team_any(team *tm, mask value)
{
    (void)tm;
    return value;
}

#endif

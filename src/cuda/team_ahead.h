/* Numbers of device memory that a warp will soon read: asked for early, they wait in the second-level cache, and the
   warp waits a third of the time for them. */
#ifndef CUDA_TEAM_AHEAD_H
#define CUDA_TEAM_AHEAD_H

#include "scalar.h"

/* A cache line, in numbers. */
constexpr int LINE = 128 / sizeof(real);

FN void ask_for_line(const real *at)
{
#if !defined(CONELET_CUDASIM) && defined(__CUDA_ARCH__)
    asm volatile("prefetch.global.L2 [%0];" ::"l"(at));
#else
    (void)at;
#endif
}

/* The warp together, for `count` numbers. */
FN void ask_ahead(const real *at, int count)
{
    ROLLED for (int k = LINE * (int)(threadIdx.x % 32); k < count; k += LINE * 32) ask_for_line(at + k);
}

#endif

/* What a solve by threads keeps of each problem for its derivatives: P's factor R and V = A R^-T, interleaved, so that
   the lanes of a warp write and read neighbouring numbers. */
#ifndef CUDA_THREAD_KEEP_H
#define CUDA_THREAD_KEEP_H

#include "../engine/derivative_rows.h"
#include "instances.h"
#include "thread_factor.h"

constexpr int KEPT_NUMBERS = TRIANGLE + SIDE * SIDE;

/* Of this lane's problem, which is in the group that begins with problem `first`: number e is at e KEPT_GROUP. */
template <class Number> FN Number *kept_of(Number *kept, int64_t first)
{
    return kept + first * KEPT_NUMBERS + threadIdx.x % KEPT_GROUP;
}

/* R, or NaN in its first number if P's pivots lose too much for the derivatives. */
FN void keep_factor(const real *R, real pivot_loss, double *kept)
{
    UNROLL for (int e = 1; e < TRIANGLE; e++) kept[e * KEPT_GROUP] = R[e];
    kept[0] = pick(less(pivot_loss, splat(DUAL_DERIVATIVE_WORST_PIVOT)), R[0], splat(NAN));
}

/* Row i of V. */
FN void keep_row(const real *row, int i, double *kept)
{
    UNROLL for (int k = 0; k < SIDE; k++) kept[(TRIANGLE + i * SIDE + k) * KEPT_GROUP] = row[k];
}

#endif

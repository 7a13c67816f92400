/* The entries of the gradients of a problem's matrices. */
#ifndef CUDA_TEAM_ENTRY_H
#define CUDA_TEAM_ENTRY_H

#include "scalar.h"

/* r_i x_k + x_i r_k, the same bits with i and k exchanged: neither product is fused into the sum. */
FN real outer_pair(real r_i, real x_i, real r_k, real x_k)
{
    return sum_unfused(product_unfused(r_i, x_k), product_unfused(x_i, r_k));
}

/* Entry i, k of -(y r' + w x'), or with SYMMETRIC, where y is x and w is r, of half of it. */
template <int SYMMETRIC> FN real outer_entry(real y_i, real w_i, real r_k, real x_k)
{
    if constexpr (SYMMETRIC) return splat(-0.5) * outer_pair(w_i, y_i, r_k, x_k);
    return -(y_i * r_k + w_i * x_k);
}

#endif

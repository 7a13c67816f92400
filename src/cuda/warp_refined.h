/* An answer of a warp of floats as sums of two floats (pair.h); the higher ones of y and s are those of `dual`. */
#ifndef CUDA_WARP_REFINED_H
#define CUDA_WARP_REFINED_H

#include "pair.h"

typedef struct refined {
    real *x, *x_low; /* [SIDE] */
    real *y_low;     /* [SIDE] */
    real *s_low;     /* [SIDE] */
} refined;

#endif

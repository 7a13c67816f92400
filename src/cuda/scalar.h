/* The scalar half of a device executor's vocabulary: a real is a double, or a float where SINGLE_PRECISION is defined;
   a mask is 0 or -1. */
#ifndef CUDA_SCALAR_H
#define CUDA_SCALAR_H

#include <math.h>
#include <stdint.h>

#include "device.h"

#ifdef CONELET_CUDASIM
#define CALLED_APART __attribute__((noinline))
#else
#define CALLED_APART __noinline__
#endif

/* A team whose arrays are in registers needs every step inlined; others leave it to the compiler, which is much
   faster then. */
#ifdef TEAM_IN_REGISTERS
#define FN     static __device__ __forceinline__
#define FNSTEP FN
#else
#define FN     static __device__ inline
#define FNSTEP static __device__ CALLED_APART
#endif
#define FNBIG static __device__ CALLED_APART
/* Runs on the host too: layouts, which are counted there. */
#define FNBOTH static __host__ __device__ inline
#ifdef CONELET_CUDASIM
#define ROLLED      /* as it is */
#define UNROLL      _Pragma("GCC unroll 8")
#define UNROLL_SOME _Pragma("GCC unroll 2")
#else
#define ROLLED      _Pragma("unroll 1")
#define UNROLL      _Pragma("unroll")
#define UNROLL_SOME _Pragma("unroll 8")
#endif

/* Panels of matrices in memory are single rows: see engine/panel.h. */
enum { TILE = 1 };
#define WITH_HEIGHT(h, ...)                                                                                            \
    {                                                                                                                  \
        enum { H = 1 };                                                                                                \
        __VA_ARGS__;                                                                                                   \
    }

#ifdef SINGLE_PRECISION
#include "scalar_single.h"
#else
#include "scalar_double.h"
#endif

typedef int mask;

FNBOTH real splat(double a) { return a; }
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

#define KEEP(a) ((void)(a))

/* For reductions: alike from both sides, NaN included, or threads would come to different ends. */
FN real larger_or_nan(real a, real b) { return a > b ? a : (b >= a ? b : a + b); }
FN real sum_of(real a, real b) { return a + b; }
FN mask either(mask a, mask b) { return a | b; }

#endif

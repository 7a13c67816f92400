/* The scalar half of a device executor's vocabulary: a real is a double, a mask 0 or -1. */
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

typedef double real;
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
#ifdef CONELET_CUDASIM
FN real reciprocal(real a) { return 1.0 / a; }
FN real reciprocal_root(real a) { return 1.0 / sqrt(a); }
#else
/* 20 bits and two Newton steps in one: with x the error of y, y (1 + x + x^2). A fifth of a division's instructions.
   NaN for 0, denormal and infinite a, as in the packs. */
FN real reciprocal(real a)
{
    double y;
    asm("rcp.approx.ftz.f64 %0, %1;" : "=d"(y) : "d"(a));
    double error = fma(-a, y, 1.0);
    return fma(fma(error, error, error), y, y);
}
/* The same with x = (1 - a y^2) / 2: y (1 + x + 3/2 x^2). */
FN real reciprocal_root(real a)
{
    double y;
    asm("rsqrt.approx.ftz.f64 %0, %1;" : "=d"(y) : "d"(a));
    double error = fma(-0.5 * a * y, y, 0.5);
    return fma(fma(1.5 * error, error, error), y, y);
}
#endif
FN real from_bits(long long bits) { return __longlong_as_double(bits); }
FN real power_of_two(real a) { return from_bits(__double_as_longlong(a) & 0x7ff0000000000000); } /* a > 0, down */
FN real reciprocal_of_power(real a) { return from_bits(0x7fe0000000000000 - __double_as_longlong(a)); }

#define KEEP(a) ((void)(a))

/* For reductions: alike from both sides, NaN included, or threads would come to different ends. */
FN real larger_or_nan(real a, real b) { return a > b ? a : (b >= a ? b : a + b); }
FN real sum_of(real a, real b) { return a + b; }
FN mask either(mask a, mask b) { return a | b; }

#endif

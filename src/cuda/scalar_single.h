/* What of scalar.h depends on the precision: a real is a float. */
#ifndef CUDA_SCALAR_SINGLE_H
#define CUDA_SCALAR_SINGLE_H

typedef float real;
typedef float2 real2;

/* Or an integer would become a float by way of a double. */
FNBOTH real splat(int a) { return (float)a; }

FN real2 make_real2(real a, real b) { return make_float2(a, b); }

#ifdef CONELET_CUDASIM
FN real reciprocal(real a) { return 1.0f / a; }
FN real reciprocal_root(real a) { return 1.0f / sqrtf(a); }
#else
/* 23 bits: what a Newton step would add is less than rounding. NaN for 0 and infinity is left to who asks. */
FN real reciprocal(real a)
{
    float y;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(a));
    return y;
}
FN real reciprocal_root(real a)
{
    float y;
    asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(a));
    return y;
}
#endif

/* Roundings of their own, whatever the compiler would fuse. */
FN real sum_unfused(real a, real b) { return __fadd_rn(a, b); }
FN real product_unfused(real a, real b) { return __fmul_rn(a, b); }

/* By its bits, its sign left out: NaN and infinity are the largest numbers of all. */
enum { SIZE_OF_INFINITY = 0x7f800000 };
FN int size_of_number(real a) { return __float_as_int(a) & 0x7fffffff; }

#endif

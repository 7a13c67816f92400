/* What of scalar.h depends on the precision: a real is a double. */
#ifndef CUDA_SCALAR_DOUBLE_H
#define CUDA_SCALAR_DOUBLE_H

typedef double real;
typedef double2 real2;

FN real2 make_real2(real a, real b) { return make_double2(a, b); }

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

/* Roundings of their own, whatever the compiler would fuse. */
FN real sum_unfused(real a, real b) { return __dadd_rn(a, b); }
FN real product_unfused(real a, real b) { return __dmul_rn(a, b); }

/* By its upper half, its sign left out: NaN and infinity are the largest numbers of all. */
enum { SIZE_OF_INFINITY = 0x7ff00000 };
FN int size_of_number(real a) { return (int)(__double_as_longlong(a) >> 32) & 0x7fffffff; }

#endif

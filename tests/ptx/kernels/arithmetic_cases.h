// Formulas that the kernel computes on the (interpreted) device and the test in C++: they must agree in every bit.
#ifndef CONELET_TESTS_PTX_ARITHMETIC_CASES_H
#define CONELET_TESTS_PTX_ARITHMETIC_CASES_H

#ifdef __CUDACC__
#define FORMULA __device__ __forceinline__
#else
#include <cmath>
#define FORMULA static inline
#endif

enum { integer_results = 24, real_results = 22 };

FORMULA void compute_integers(long long a, long long b, unsigned shift, long long *out)
{
    const int s = (int)a, t = (int)b;
    const unsigned u = (unsigned)a, v = (unsigned)b;
    const unsigned long long p = (unsigned long long)a, q = (unsigned long long)b;
    const unsigned by = shift & 31;
    long long result[integer_results] = {
        (long long)(p + q),
        (long long)(p - q),
        (long long)(p * q),
        t ? (long long)s / t : 0,
        t ? (long long)s % t : 0,
        v ? (long long)(u / v) : 0,
        v ? (long long)(u % v) : 0,
        q ? (long long)(p / q) : 0,
        q ? (long long)(p % q) : 0,
        (long long)s * t,
        (long long)((unsigned long long)u * v),
        (long long)((unsigned long long)u * v >> 32),
        (long long)(int)(((long long)s * t) >> 32),
        (long long)(p << by),
        a >> by,
        (long long)(p >> by),
        (long long)(u << by | u >> ((32 - by) & 31)),
        s >> by,
        (short)s + (signed char)t,
        (unsigned short)u * (unsigned char)v,
        s < t ? s : t,
        u > v ? u : v,
        (long long)((p & 0xff00ff00ff00ff00ull) | (~q & 0x00ff00ff00ff00ffull)) ^ a,
        (s < 0) != (t < 0) && (u > v || a == b) ? -1 : 1,
    };
    for (int i = 0; i < integer_results; i++) {
        out[i] = result[i];
    }
}

FORMULA void compute_reals(double a, double b, long long k, double *out)
{
    const float f = (float)a, g = (float)b;
    double result[real_results] = {
        a + b,
        a - b,
        a * b,
        a / b,
        fma(a, b, 1.0),
        sqrt(fabs(a)),
        fmin(a, b),
        fmax(a, b),
        copysign(a, b),
        rint(a),
        floor(a),
        ceil(a),
        trunc(a),
        (double)k,
        (double)(unsigned)k,
        (double)(float)k,
        (double)(f + g),
        (double)(f / g),
        (double)sqrtf(fabsf(f)),
        (double)fmaf(f, g, f),
        (a < b) + 2.0 * (a >= b) + 4.0 * (a == b) + 8.0 * (a != b) + 16.0 * !(a > b),
        fabs(a) < 1e9 ? (double)((int)a + (long long)b % 1000) : -a,
    };
    for (int i = 0; i < real_results; i++) {
        out[i] = result[i];
    }
}

#endif

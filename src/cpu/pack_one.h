/* One lane: the scalar reference, and the executor for a batch of one. */

typedef double real;
typedef int64_t mask; /* 0 or -1, as in a vector */

FN real splat(double a) { return a; }
FN real pick(mask which, real yes, real no) { return which ? yes : no; }
FN mask less(real a, real b) { return -(int64_t)(a < b); }
FN mask at_most(real a, real b) { return -(int64_t)(a <= b); }
FN int every(mask which) { return which != 0; }
FN int some(mask which) { return which != 0; }
FN double lane_of(real a, int lane)
{
    (void)lane;
    return a;
}
FN int lane_is(mask which, int lane)
{
    (void)lane;
    return which != 0;
}
FN void set_lane(real *a, int lane, double value)
{
    (void)lane;
    *a = value;
}

#if defined(__FMA__) || defined(__FP_FAST_FMA)
FN real muladd(real a, real b, real c) { return __builtin_fma(a, b, c); }
FN real mulsub(real a, real b, real c) { return __builtin_fma(-a, b, c); }
#else
FN real muladd(real a, real b, real c) { return a * b + c; }
FN real mulsub(real a, real b, real c) { return c - a * b; }
#endif

/* The maximum of the wide packs: the second operand where the comparison fails, NaN included. */
FN real larger(real a, real b) { return a > b ? a : b; }
FN real smaller(real a, real b) { return a < b ? a : b; }
FN real magnitude(real a) { return __builtin_fabs(a); }
FN real from_bits(int64_t bits)
{
    real a;
    memcpy(&a, &bits, sizeof a);
    return a;
}
FN int64_t bits_of(real a)
{
    int64_t bits;
    memcpy(&bits, &a, sizeof bits);
    return bits;
}
FN real power_of_two(real a) { return from_bits(bits_of(a) & 0x7ff0000000000000); } /* a > 0, rounded down */
FN real reciprocal_of_power(real a) { return from_bits(0x7fe0000000000000 - bits_of(a)); }
FN real square_root(real a) { return __builtin_sqrt(a); }

#if defined(__AVX512F__)
#include <immintrin.h>
FN real reciprocal(real a)
{
    real y = _mm_cvtsd_f64(_mm_rcp14_sd(_mm_set_sd(a), _mm_set_sd(a)));
    y = muladd(y, mulsub(a, y, 1.0), y);
    return muladd(y, mulsub(a, y, 1.0), y);
}
FN real reciprocal_root(real a)
{
    real half = 0.5 * a;
    real y = _mm_cvtsd_f64(_mm_rsqrt14_sd(_mm_set_sd(a), _mm_set_sd(a)));
    y = muladd(y, mulsub(half * y, y, 0.5), y);
    return muladd(y, mulsub(half * y, y, 0.5), y);
}
FN real root_of_reciprocal(real a, real inverse)
{
    (void)inverse;
    return reciprocal_root(a);
}
#else
FN real reciprocal(real a) { return 1.0 / a; }
FN real reciprocal_root(real a) { return 1.0 / __builtin_sqrt(a); }
FN real root_of_reciprocal(real a, real inverse)
{
    (void)a;
    return square_root(inverse);
}
#endif

#define KEEP(a) ((void)(a))

/* Elements e ... e + LANES - 1 of every lane's array, transposed: block[k] holds element e + k. */
FN void load_block(const double *const *source, int64_t e, real *block) { block[0] = source[0][e]; }
FN void store_block(double *const *target, int64_t e, const real *block) { target[0][e] = block[0]; }

/* LANES neighbours of one array. */
FN real load_run(const double *from) { return *from; }
FN void store_run(double *to, real a) { *to = a; }

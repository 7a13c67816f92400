/* Four lanes: AVX2 and FMA. */
#include <immintrin.h>

typedef double real __attribute__((vector_size(32)));
typedef int64_t mask __attribute__((vector_size(32)));

FN real splat(double a) { return (real)_mm256_set1_pd(a); }
FN real pick(mask which, real yes, real no)
{
    return (real)_mm256_blendv_pd((__m256d)no, (__m256d)yes, (__m256d)which);
}
FN mask less(real a, real b) { return a < b; }
FN mask at_most(real a, real b) { return a <= b; }
FN int every(mask which) { return _mm256_movemask_pd((__m256d)which) == 15; }
FN int some(mask which) { return _mm256_movemask_pd((__m256d)which) != 0; }
FN double lane_of(real a, int lane) { return a[lane]; }
FN int lane_is(mask which, int lane) { return which[lane] != 0; }
FN void set_lane(real *a, int lane, double value) { (*a)[lane] = value; }

FN real muladd(real a, real b, real c) { return (real)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c); }
FN real mulsub(real a, real b, real c) { return (real)_mm256_fnmadd_pd((__m256d)a, (__m256d)b, (__m256d)c); }
FN real larger(real a, real b) { return (real)_mm256_max_pd((__m256d)a, (__m256d)b); }
FN real smaller(real a, real b) { return (real)_mm256_min_pd((__m256d)a, (__m256d)b); }
FN real magnitude(real a) { return (real)((mask)a & INT64_MAX); }
FN real power_of_two(real a) { return (real)((mask)a & 0x7ff0000000000000); } /* a > 0, rounded down */
FN real reciprocal_of_power(real a) { return (real)(0x7fe0000000000000 - (mask)a); }
FN real square_root(real a) { return (real)_mm256_sqrt_pd((__m256d)a); }
FN real reciprocal(real a) { return 1.0 / a; }
FN real reciprocal_root(real a) { return 1.0 / square_root(a); }
/* The root of 1 / a, of which the inverse is given too: a root takes less time than a root and a division. */
FN real root_of_reciprocal(real a, real inverse)
{
    (void)a;
    return square_root(inverse);
}

/* A value the compiler must hold in a register: otherwise gcc re-reads it as a memory operand of every use
   (1.16 times slower tiles). */
#define KEEP(a) __asm__("" : "+x"(a))

FN void transpose(real *v)
{
    __m256d a = _mm256_unpacklo_pd((__m256d)v[0], (__m256d)v[1]);
    __m256d b = _mm256_unpackhi_pd((__m256d)v[0], (__m256d)v[1]);
    __m256d c = _mm256_unpacklo_pd((__m256d)v[2], (__m256d)v[3]);
    __m256d d = _mm256_unpackhi_pd((__m256d)v[2], (__m256d)v[3]);
    v[0] = (real)_mm256_permute2f128_pd(a, c, 0x20);
    v[1] = (real)_mm256_permute2f128_pd(b, d, 0x20);
    v[2] = (real)_mm256_permute2f128_pd(a, c, 0x31);
    v[3] = (real)_mm256_permute2f128_pd(b, d, 0x31);
}
FN void load_block(const double *const *source, int64_t e, real *block)
{
    UNROLL for (int l = 0; l < 4; l++) block[l] = (real)_mm256_loadu_pd(source[l] + e);
    transpose(block);
}
FN void store_block(double *const *target, int64_t e, const real *block)
{
    real v[4];
    UNROLL for (int l = 0; l < 4; l++) v[l] = block[l];
    transpose(v);
    UNROLL for (int l = 0; l < 4; l++) _mm256_storeu_pd(target[l] + e, (__m256d)v[l]);
}

/* LANES neighbours of one array. */
FN real load_run(const double *from) { return (real)_mm256_loadu_pd(from); }
FN void store_run(double *to, real a) { _mm256_storeu_pd(to, (__m256d)a); }

/* LANES floats. */
FN real load_single(const float *from) { return (real)_mm256_cvtps_pd(_mm_loadu_ps(from)); }
FN void store_single(float *to, real a) { _mm_storeu_ps(to, _mm256_cvtpd_ps((__m256d)a)); }

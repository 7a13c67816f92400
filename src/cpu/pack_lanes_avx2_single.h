/* Eight lanes of floats: AVX2 and FMA. */
#include <immintrin.h>

typedef float real __attribute__((vector_size(32)));
typedef int32_t mask __attribute__((vector_size(32)));

FN real splat(double a) { return (real)_mm256_set1_ps((float)a); }
FN real pick(mask which, real yes, real no) { return (real)_mm256_blendv_ps((__m256)no, (__m256)yes, (__m256)which); }
FN mask less(real a, real b) { return a < b; }
FN mask at_most(real a, real b) { return a <= b; }
FN int every(mask which) { return _mm256_movemask_ps((__m256)which) == 255; }
FN int some(mask which) { return _mm256_movemask_ps((__m256)which) != 0; }
FN double lane_of(real a, int lane) { return a[lane]; }
FN int lane_is(mask which, int lane) { return which[lane] != 0; }
FN void set_lane(real *a, int lane, double value) { (*a)[lane] = (float)value; }

FN real muladd(real a, real b, real c) { return (real)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }
FN real mulsub(real a, real b, real c) { return (real)_mm256_fnmadd_ps((__m256)a, (__m256)b, (__m256)c); }
FN real larger(real a, real b) { return (real)_mm256_max_ps((__m256)a, (__m256)b); }
FN real smaller(real a, real b) { return (real)_mm256_min_ps((__m256)a, (__m256)b); }
FN real magnitude(real a) { return (real)((mask)a & INT32_MAX); }
FN real square_root(real a) { return (real)_mm256_sqrt_ps((__m256)a); }
FN real reciprocal(real a) { return splat(1) / a; }
FN real reciprocal_root(real a) { return splat(1) / square_root(a); }
/* The root of 1 / a, of which the inverse is given too: a root takes less time than a root and a division. */
FN real root_of_reciprocal(real a, real inverse)
{
    (void)a;
    return square_root(inverse);
}

/* See pack_lanes_avx2.h. */
#define KEEP(a) __asm__("" : "+x"(a))

FN void transpose(real *v)
{
    __m256 t[8];
    __m256 u[8];
    UNROLL for (int i = 0; i < 4; i++)
    {
        t[2 * i] = _mm256_unpacklo_ps((__m256)v[2 * i], (__m256)v[2 * i + 1]);
        t[2 * i + 1] = _mm256_unpackhi_ps((__m256)v[2 * i], (__m256)v[2 * i + 1]);
    }
    UNROLL for (int i = 0; i < 2; i++)
    {
        UNROLL for (int j = 0; j < 2; j++)
        {
            __m256d above = (__m256d)t[4 * i + j];
            __m256d below = (__m256d)t[4 * i + j + 2];
            u[4 * i + 2 * j] = (__m256)_mm256_unpacklo_pd(above, below);
            u[4 * i + 2 * j + 1] = (__m256)_mm256_unpackhi_pd(above, below);
        }
    }
    UNROLL for (int j = 0; j < 4; j++)
    {
        v[j] = (real)_mm256_permute2f128_ps(u[j], u[4 + j], 0x20);
        v[4 + j] = (real)_mm256_permute2f128_ps(u[j], u[4 + j], 0x31);
    }
}
FN void load_block(const float *const *source, int64_t e, real *block)
{
    UNROLL for (int l = 0; l < 8; l++) block[l] = (real)_mm256_loadu_ps(source[l] + e);
    transpose(block);
}

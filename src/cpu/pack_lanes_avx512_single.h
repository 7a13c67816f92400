/* Sixteen lanes of floats: AVX-512. */
#include <immintrin.h>

typedef float real __attribute__((vector_size(64)));
typedef int32_t mask __attribute__((vector_size(64)));

FN real splat(double a) { return (real)_mm512_set1_ps((float)a); }
FN real pick(mask which, real yes, real no)
{
    return (real)_mm512_mask_blend_ps(_mm512_movepi32_mask((__m512i)which), (__m512)no, (__m512)yes);
}
FN mask less(real a, real b) { return a < b; }
FN mask at_most(real a, real b) { return a <= b; }
FN int every(mask which) { return _mm512_movepi32_mask((__m512i)which) == 65535; }
FN int some(mask which) { return _mm512_movepi32_mask((__m512i)which) != 0; }
FN double lane_of(real a, int lane) { return a[lane]; }
FN int lane_is(mask which, int lane) { return which[lane] != 0; }
FN void set_lane(real *a, int lane, double value) { (*a)[lane] = (float)value; }

FN real muladd(real a, real b, real c) { return (real)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c); }
FN real mulsub(real a, real b, real c) { return (real)_mm512_fnmadd_ps((__m512)a, (__m512)b, (__m512)c); }
FN real larger(real a, real b) { return (real)_mm512_max_ps((__m512)a, (__m512)b); }
FN real smaller(real a, real b) { return (real)_mm512_min_ps((__m512)a, (__m512)b); }
FN real magnitude(real a) { return (real)_mm512_abs_ps((__m512)a); }
FN real square_root(real a) { return (real)_mm512_sqrt_ps((__m512)a); }

/* 14 bits and a Newton step. NaN for 0, denormal and infinite a. */
FN real reciprocal(real a)
{
    real y = (real)_mm512_rcp14_ps((__m512)a);
    return muladd(y, mulsub(a, y, splat(1)), y);
}
FN real reciprocal_root(real a)
{
    real half = splat(0.5) * a;
    real y = (real)_mm512_rsqrt14_ps((__m512)a);
    return muladd(y, mulsub(half * y, y, splat(0.5)), y);
}
/* The root of 1 / a, of which the inverse is given too; it does not help here. */
FN real root_of_reciprocal(real a, real inverse)
{
    (void)inverse;
    return reciprocal_root(a);
}

/* See pack_lanes_avx512.h. */
#define KEEP(a) __asm__("" : "+v"(a))

#define QUARTERS(a, b, how) ((real)_mm512_shuffle_f32x4((__m512)(a), (__m512)(b), how))

/* First in tiles of 4 x 4, then the tiles. */
FN void transpose(real *v)
{
    real t[16];
    real u[16];
    UNROLL for (int i = 0; i < 8; i++)
    {
        t[2 * i] = (real)_mm512_unpacklo_ps((__m512)v[2 * i], (__m512)v[2 * i + 1]);
        t[2 * i + 1] = (real)_mm512_unpackhi_ps((__m512)v[2 * i], (__m512)v[2 * i + 1]);
    }
    UNROLL for (int i = 0; i < 4; i++)
    {
        UNROLL for (int j = 0; j < 2; j++)
        {
            __m512d above = (__m512d)t[4 * i + j];
            __m512d below = (__m512d)t[4 * i + j + 2];
            u[4 * i + 2 * j] = (real)_mm512_unpacklo_pd(above, below);
            u[4 * i + 2 * j + 1] = (real)_mm512_unpackhi_pd(above, below);
        }
    }
    UNROLL for (int j = 0; j < 4; j++)
    {
        real even_low = QUARTERS(u[j], u[4 + j], 0x88);
        real odd_low = QUARTERS(u[j], u[4 + j], 0xdd);
        real even_high = QUARTERS(u[8 + j], u[12 + j], 0x88);
        real odd_high = QUARTERS(u[8 + j], u[12 + j], 0xdd);
        v[j] = QUARTERS(even_low, even_high, 0x88);
        v[4 + j] = QUARTERS(odd_low, odd_high, 0x88);
        v[8 + j] = QUARTERS(even_low, even_high, 0xdd);
        v[12 + j] = QUARTERS(odd_low, odd_high, 0xdd);
    }
}
FN void load_block(const float *const *source, int64_t e, real *block)
{
    UNROLL for (int l = 0; l < 16; l++) block[l] = (real)_mm512_loadu_ps(source[l] + e);
    transpose(block);
}

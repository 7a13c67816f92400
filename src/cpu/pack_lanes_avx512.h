/* Eight lanes: AVX-512. */
#include <immintrin.h>

typedef double real __attribute__((vector_size(64)));
typedef int64_t mask __attribute__((vector_size(64)));

FN real splat(double a) { return (real)_mm512_set1_pd(a); }
FN real pick(mask which, real yes, real no)
{
    return (real)_mm512_mask_blend_pd(_mm512_movepi64_mask((__m512i)which), (__m512d)no, (__m512d)yes);
}
FN mask less(real a, real b) { return a < b; }
FN mask at_most(real a, real b) { return a <= b; }
FN int every(mask which) { return _mm512_movepi64_mask((__m512i)which) == 255; }
FN int some(mask which) { return _mm512_movepi64_mask((__m512i)which) != 0; }
FN double lane_of(real a, int lane) { return a[lane]; }
FN int lane_is(mask which, int lane) { return which[lane] != 0; }
FN void set_lane(real *a, int lane, double value) { (*a)[lane] = value; }

FN real muladd(real a, real b, real c) { return (real)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c); }
FN real mulsub(real a, real b, real c) { return (real)_mm512_fnmadd_pd((__m512d)a, (__m512d)b, (__m512d)c); }
FN real larger(real a, real b) { return (real)_mm512_max_pd((__m512d)a, (__m512d)b); }
FN real smaller(real a, real b) { return (real)_mm512_min_pd((__m512d)a, (__m512d)b); }
FN real magnitude(real a) { return (real)_mm512_abs_pd((__m512d)a); }
FN real power_of_two(real a) { return (real)((mask)a & 0x7ff0000000000000); } /* a > 0, rounded down */
FN real reciprocal_of_power(real a) { return (real)(0x7fe0000000000000 - (mask)a); }
FN real square_root(real a) { return (real)_mm512_sqrt_pd((__m512d)a); }

/* 14 bits and two Newton steps: a third of a division's time. NaN for 0, denormal and infinite a. */
FN real reciprocal(real a)
{
    real y = (real)_mm512_rcp14_pd((__m512d)a);
    y = muladd(y, mulsub(a, y, splat(1)), y);
    return muladd(y, mulsub(a, y, splat(1)), y);
}
FN real reciprocal_root(real a)
{
    real half = splat(0.5) * a;
    real y = (real)_mm512_rsqrt14_pd((__m512d)a);
    y = muladd(y, mulsub(half * y, y, splat(0.5)), y);
    return muladd(y, mulsub(half * y, y, splat(0.5)), y);
}
/* The root of 1 / a, of which the inverse is given too; it does not help here. */
FN real root_of_reciprocal(real a, real inverse)
{
    (void)inverse;
    return reciprocal_root(a);
}

/* A value the compiler must hold in a register: otherwise gcc re-reads it as a memory operand of every use
   (1.47 times slower tiles). */
#define KEEP(a) __asm__("" : "+v"(a))

FN real even_pairs(real a, real b) { return (real)_mm512_unpacklo_pd((__m512d)a, (__m512d)b); }
FN real odd_pairs(real a, real b) { return (real)_mm512_unpackhi_pd((__m512d)a, (__m512d)b); }
#define SHUFFLE(a, b, how) ((real)_mm512_shuffle_f64x2((__m512d)(a), (__m512d)(b), how))

FN void transpose(real *v)
{
    real t[8];
    real u[8];
    UNROLL for (int i = 0; i < 4; i++)
    {
        t[2 * i] = even_pairs(v[2 * i], v[2 * i + 1]);
        t[2 * i + 1] = odd_pairs(v[2 * i], v[2 * i + 1]);
    }
    UNROLL for (int i = 0; i < 2; i++)
    {
        UNROLL for (int j = 0; j < 2; j++)
        {
            u[4 * i + j] = SHUFFLE(t[4 * i + j], t[4 * i + j + 2], 0x88);
            u[4 * i + j + 2] = SHUFFLE(t[4 * i + j], t[4 * i + j + 2], 0xdd);
        }
    }
    UNROLL for (int j = 0; j < 4; j++)
    {
        v[j] = SHUFFLE(u[j], u[j + 4], 0x88);
        v[j + 4] = SHUFFLE(u[j], u[j + 4], 0xdd);
    }
}
FN void load_block(const double *const *source, int64_t e, real *block)
{
    UNROLL for (int l = 0; l < 8; l++) block[l] = (real)_mm512_loadu_pd(source[l] + e);
    transpose(block);
}
FN void store_block(double *const *target, int64_t e, const real *block)
{
    real v[8];
    UNROLL for (int l = 0; l < 8; l++) v[l] = block[l];
    transpose(v);
    UNROLL for (int l = 0; l < 8; l++) _mm512_storeu_pd(target[l] + e, (__m512d)v[l]);
}

/* LANES neighbours of one array. */
FN real load_run(const double *from) { return (real)_mm512_loadu_pd(from); }
FN void store_run(double *to, real a) { _mm512_storeu_pd(to, (__m512d)a); }

/* LANES floats. */
FN real load_single(const float *from) { return (real)_mm512_cvtps_pd(_mm256_loadu_ps(from)); }
FN void store_single(float *to, real a) { _mm256_storeu_ps(to, _mm512_cvtpd_ps((__m512d)a)); }

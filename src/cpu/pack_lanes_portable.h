/* Any width in the compiler's vector extension: SSE2, NEON, or whatever the baseline has. */

typedef double real __attribute__((vector_size(8 * PACK_LANES)));
typedef int64_t mask __attribute__((vector_size(8 * PACK_LANES)));

FN real splat(double a) { return a - (real){0}; }
FN real pick(mask which, real yes, real no) { return (real)((which & (mask)yes) | (~which & (mask)no)); }
FN mask less(real a, real b) { return a < b; }
FN mask at_most(real a, real b) { return a <= b; }
FN int every(mask which)
{
    int64_t together = -1;
    for (int l = 0; l < LANES; l++) together &= which[l];
    return together != 0;
}
FN int some(mask which)
{
    int64_t together = 0;
    for (int l = 0; l < LANES; l++) together |= which[l];
    return together != 0;
}
FN double lane_of(real a, int lane) { return a[lane]; }
FN int lane_is(mask which, int lane) { return which[lane] != 0; }
FN void set_lane(real *a, int lane, double value) { (*a)[lane] = value; }

#if defined(__FMA__) || defined(__FP_FAST_FMA)
FN real muladd(real a, real b, real c)
{
    for (int l = 0; l < LANES; l++) c[l] = __builtin_fma(a[l], b[l], c[l]);
    return c;
}
FN real mulsub(real a, real b, real c) { return muladd(-a, b, c); }
#else
FN real muladd(real a, real b, real c) { return a * b + c; }
FN real mulsub(real a, real b, real c) { return c - a * b; }
#endif

FN real larger(real a, real b) { return pick(a > b, a, b); }
FN real smaller(real a, real b) { return pick(a < b, a, b); }
FN real magnitude(real a) { return (real)((mask)a & INT64_MAX); }
FN real power_of_two(real a) { return (real)((mask)a & 0x7ff0000000000000); } /* a > 0, rounded down */
FN real reciprocal_of_power(real a) { return (real)(0x7fe0000000000000 - (mask)a); }
FN real square_root(real a)
{
    for (int l = 0; l < LANES; l++) a[l] = __builtin_sqrt(a[l]);
    return a;
}
FN real reciprocal(real a) { return 1.0 / a; }
FN real reciprocal_root(real a) { return 1.0 / square_root(a); }
/* The root of 1 / a, of which the inverse is given too: a root takes less time than a root and a division. */
FN real root_of_reciprocal(real a, real inverse)
{
    (void)a;
    return square_root(inverse);
}

#define KEEP(a) ((void)(a))

FN void load_block(const double *const *source, int64_t e, real *block)
{
    for (int k = 0; k < LANES; k++) {
        real value = {0};
        for (int l = 0; l < LANES; l++) value[l] = source[l][e + k];
        block[k] = value;
    }
}
FN void store_block(double *const *target, int64_t e, const real *block)
{
    for (int k = 0; k < LANES; k++)
        for (int l = 0; l < LANES; l++) target[l][e + k] = block[k][l];
}

/* LANES neighbours of one array. */
FN real load_run(const double *from)
{
    real a;
    memcpy(&a, from, sizeof a);
    return a;
}
FN void store_run(double *to, real a) { memcpy(to, &a, sizeof a); }

/* The doubles behind a pack of floats (pack_refined.h): LANES of its 2 LANES at a time. */
#ifndef CPU_PACK_REFINED_STEPS_H
#define CPU_PACK_REFINED_STEPS_H

#include "pack_refined.h"

enum { SINGLE_LANES = HALVES * LANES };

/* A slack that differs by less, as a share of itself, from b - A x is b - A x: the direction of a large s is known to
   the rounding of floats only, and where s is large a change of it means nothing to s'y. */
#define REFINED_SAME 1e-4

/* Number e of a half of the lanes. */
FN real refined_load(const float *numbers, int64_t e, int half)
{
    return load_single(numbers + e * SINGLE_LANES + half * LANES);
}

FN void refined_round(float *numbers, int64_t e, int half, real value)
{
    store_single(numbers + e * SINGLE_LANES + half * LANES, value);
}

/* A x and A'y over one panel of A, which is read once for both. */
FN void refined_panel(int h, int n, const float *A, int half, const real *x, const real *y, real *Ax, real *Aty)
{
    real sum[TILE];
    real factor[TILE];
    UNROLL for (int i = 0; i < h; i++)
    {
        sum[i] = zero();
        factor[i] = y[i];
    }
    for (int k = 0; k < n; k++) {
        real other = Aty[k];
        UNROLL for (int i = 0; i < h; i++)
        {
            real value = refined_load(A, (int64_t)k * h + i, half);
            KEEP(value);
            sum[i] = muladd(value, x[k], sum[i]);
            other = muladd(value, factor[i], other);
        }
        Aty[k] = other;
    }
    UNROLL for (int i = 0; i < h; i++) Ax[i] = sum[i];
}

/* Px += P x over one panel of P's lower triangle. */
FN void refined_symmetric_panel(int h, int before, const float *P, int half, const real *x, real *Px)
{
    real factor[TILE];
    real sum[TILE];
    UNROLL for (int i = 0; i < h; i++)
    {
        factor[i] = x[before + i];
        sum[i] = Px[before + i];
    }
    for (int k = 0; k < before; k++) {
        real other = Px[k];
        UNROLL for (int i = 0; i < h; i++)
        {
            real value = refined_load(P, (int64_t)k * h + i, half);
            KEEP(value);
            sum[i] = muladd(value, x[k], sum[i]);
            other = muladd(value, factor[i], other);
        }
        Px[k] = other;
    }
    UNROLL for (int j = 0; j < h; j++)
    {
        UNROLL for (int i = j; i < h; i++)
        {
            real value = refined_load(P, (int64_t)(before + j) * h + i, half);
            sum[i] = muladd(value, factor[j], sum[i]);
            if (i != j) sum[j] = muladd(value, factor[i], sum[j]);
        }
    }
    UNROLL for (int i = 0; i < h; i++) Px[before + i] = sum[i];
}

/* Px += P x. Here and below a panel is used for both halves while it is in the nearest cache. */
FNBIG void refined_symmetric(const refined *v, const float *P)
{
    each (I, panel_count(v->n)) {
        const float *PI = P + SINGLE_LANES * triangle_start(I);
        for (int half = 0; half < HALVES; half++) {
            const real *x = (const real *)v->x[half];
            real *Px = (real *)v->Px[half];
            WITH_HEIGHT(panel_height(I, v->n), refined_symmetric_panel(H, TILE * I, PI, half, x, Px))
        }
    }
}

/* Aty += A'y, Ax = A x. */
FNBIG void refined_rectangle(const refined *v)
{
    each (I, panel_count(v->m)) {
        const float *AI = v->A + (int64_t)SINGLE_LANES * TILE * I * v->n;
        for (int half = 0; half < HALVES; half++) {
            const real *x = (const real *)v->x[half];
            const real *y = (const real *)v->y[half] + TILE * I;
            real *Ax = (real *)v->Ax[half] + TILE * I;
            real *Aty = (real *)v->Aty[half];
            WITH_HEIGHT(panel_height(I, v->m), refined_panel(H, v->n, AI, half, x, y, Ax, Aty))
        }
    }
}

static void refined_products(const refined *v)
{
    for (int half = 0; half < HALVES; half++)
        each (k, v->n) ((real *)v->Px[half])[k] = ((real *)v->Aty[half])[k] = zero();
    refined_symmetric(v, v->P);
    if (v->P_rest) refined_symmetric(v, v->P_rest);
    refined_rectangle(v);
}

/* What the next direction starts from. */
FN void refined_residuals(const refined *v, int half)
{
    const real *Px = (const real *)v->Px[half];
    const real *Aty = (const real *)v->Aty[half];
    const real *Ax = (const real *)v->Ax[half];
    const real *y = (const real *)v->y[half];
    real *s = (real *)v->s[half];
    real *c = (real *)v->own_c;
    real *b = (real *)v->own_b;
    each (k, v->n) {
        c[k] = refined_load(v->c, k, half);
        refined_round(v->dual, k, half, Px[k] + c[k] + Aty[k]);
    }
    each (i, v->m) {
        b[i] = refined_load(v->b, i, half);
        real q = b[i] - Ax[i];
        if (i >= v->z) s[i] = pick(at_most(magnitude(s[i] - q), splat(REFINED_SAME) * s[i]), q, s[i]);
        refined_round(v->slack, i, half, q);
        refined_round(v->near_y, i, half, y[i]);
        refined_round(v->near_s, i, half, s[i]);
    }
}

static unsigned refined_judge_half(const refined *v, int half, const cnl_settings *set)
{
    team tm = {0};
    refined_residuals(v, half);
    claim answer = {.n = v->n,
                    .m = v->m,
                    .c = (const real *)v->own_c,
                    .b = (const real *)v->own_b,
                    .x = (const real *)v->x[half],
                    .y = (const real *)v->y[half],
                    .s = (const real *)v->s[half],
                    .Px = (const real *)v->Px[half],
                    .Aty = (const real *)v->Aty[half],
                    .Ax = (const real *)v->Ax[half]};
    outcome out = outcome_open();
    mask good = verify(&tm, &answer, set, &out);
    real *found = (real *)v->found[half];
    found[REFINED_OBJECTIVE] = out.objective;
    found[REFINED_PRIMAL] = out.primal;
    found[REFINED_DUAL] = out.dual;
    found[REFINED_GAP] = out.gap;
    unsigned bits = 0;
    for (int l = 0; l < LANES; l++) bits |= (unsigned)lane_is(good, l) << l;
    return bits;
}

static unsigned refined_judge(const refined *v, const cnl_settings *set)
{
    unsigned bits = 0;
    refined_products(v);
    for (int half = 0; half < HALVES; half++) bits |= refined_judge_half(v, half, set) << (half * LANES);
    return bits;
}

static void refined_open(const refined *v, const float *x, const float *y, const float *s)
{
    for (int half = 0; half < HALVES; half++) {
        each (k, v->n) ((real *)v->x[half])[k] = refined_load(x, k, half);
        each (i, v->m) ((real *)v->y[half])[i] = refined_load(y, i, half);
        each (i, v->m) ((real *)v->s[half])[i] = refined_load(s, i, half);
    }
}

static void refined_advance(const refined *v, const float *dx, const float *dy, const float *ds)
{
    for (int half = 0; half < HALVES; half++) {
        each (k, v->n) ((real *)v->x[half])[k] += refined_load(dx, k, half);
        each (i, v->m) ((real *)v->y[half])[i] += refined_load(dy, i, half);
        each (i, v->m) ((real *)v->s[half])[i] += refined_load(ds, i, half);
    }
}

static void refined_store(const refined *v, const solve_job *job, const int64_t *index, const float *iterations,
                          unsigned solved)
{
    for (int half = 0; half < HALVES; half++) {
        const real *found = (const real *)v->found[half];
        real is_solved = zero();
        for (int l = 0; l < LANES; l++) set_lane(&is_solved, l, solved >> (half * LANES + l) & 1);
        outcome out = outcome_open();
        out.solved = less(zero(), is_solved);
        out.iterations = refined_load(iterations, 0, half);
        out.objective = found[REFINED_OBJECTIVE];
        out.primal = found[REFINED_PRIMAL];
        out.dual = found[REFINED_DUAL];
        out.gap = found[REFINED_GAP];
        pack_store(job, index + half * LANES, &out, (const real *)v->x[half], (const real *)v->y[half],
                   (const real *)v->s[half]);
    }
}

const refined_steps PACK(refined_steps) = {refined_open, refined_judge, refined_advance, refined_store};

#endif

/* The dual method's problem in a crew, as its leader sees it: the factor in the slots, G in global memory, vectors in
   shared memory. By rows, dense P and A, no second-order cones, n and m at most 8 TILES. */
#ifndef CUDA_CREW_DUAL_H
#define CUDA_CREW_DUAL_H

#include "crew_lead.h"

typedef struct dual {
    int n, m, z;
    int by_columns; /* 0 */
    double regularisation, start_diagonal, start_slack;
    const double *P, *c, *b; /* the user's */
    const double *G;
    const crew_problem *all; /* what the workers know; the leader has its own copies of what it needs in every step */
    double *shared;
    real *d, *delta, *x, *y, *s, *q, *dy, *ds, *inverse_y, *diagonal, *target, *ray; /* [SIDE] */
    real *p, *u, *f, *w;                                                             /* by columns only */
    real scale_b, scale_c, w_norm, dual_residual;
} dual;

#include "../engine/dual_tune.h"

/* Plain assignments: the leader's pointers are to be registers. */
FN void dual_place(dual *v, double *shared)
{
    real *vectors = shared + CREW_SLOTS;
    v->d = vectors;
    v->delta = vectors + SIDE;
    v->x = vectors + 2 * SIDE;
    v->y = vectors + 3 * SIDE;
    v->s = vectors + 4 * SIDE;
    v->q = vectors + 5 * SIDE;
    v->dy = vectors + 6 * SIDE;
    v->ds = vectors + 7 * SIDE;
    v->inverse_y = vectors + 8 * SIDE;
    v->diagonal = vectors + 9 * SIDE;
    v->target = vectors + 10 * SIDE;
    v->ray = vectors + 11 * SIDE;
    v->shared = shared;
    v->u = v->f = NULL;
    v->p = v->w = v->x; /* set, not used */
}

/* Have something done by all. */
FN void dual_have_done(const dual *v, enum crew_task task, const real *from, const real *to)
{
    crew_have_done(v->all, v->shared, task, from, to);
}

/* r = K^-1 r, half = -L^-1 r. */
FN void dual_substitute(const dual *v, real *r, real *half) { crew_solve(v->shared, r, half); }

FN double dual_factor(const dual *v, int panels, const real *add, const real *diagonal)
{
    return crew_factor(v->all, v->shared, panels, add, diagonal);
}

/* P's factor; whether P is not safely definite. */
FN mask dual_factor_P(team *tm, dual *v)
{
    each (k, SIDE) v->diagonal[k] = k < v->n ? v->P[(int64_t)k * v->n + k] : 1;
    each (k, v->n) {
        v->dy[k] = v->c[k];
        v->scale_c = larger(v->scale_c, magnitude(v->c[k]));
    }
    v->scale_c = team_max(tm, v->scale_c);
    dual_have_done(v, CREW_GATHER_P, v->d, v->d);
    double least = dual_factor(v, TILES, v->d, v->diagonal); /* d is 0 yet */
    if (team_leads()) v->all->made[CREW_KEPT_LEAST] = least;
    return team_any(tm, ~less(1 / DUAL_WORST_PIVOT, least));
}

FN mask dual_setup(team *tm, dual *v)
{
    dual_tune(v);
    for (int k = team_lane(); k < CREW_VECTORS * SIDE; k += WARP) v->d[k] = zero(); /* tiles read past the end */
    sync(tm);
    v->scale_b = v->scale_c = v->dual_residual = zero();
    mask unfit = dual_factor_P(tm, v);

    /* c'P^-1 c, and d = b + X half */
    dual_substitute(v, v->dy, v->ds);
    real norm = zero();
    each (k, v->n) norm = muladd(v->c[k], v->dy[k], norm);
    v->w_norm = team_sum(tm, norm);
    dual_have_done(v, CREW_KEEP_P, v->d, v->d);
    dual_have_done(v, CREW_FORM_G, v->ds, v->d);

    each (i, v->m) {
        int at = i % TILE_SIDE;
        real g = v->G[tile_at(i / TILE_SIDE, i / TILE_SIDE) + (TILE_SIDE + 1) * at];
        v->d[i] += v->b[i];
        v->delta[i] = larger(v->regularisation * g, 1e-30);
        v->scale_b = larger(v->scale_b, magnitude(v->b[i]));
    }
    each (i, SIDE) v->diagonal[i] = 1; /* beyond m it stays */
    v->scale_b = team_max(tm, v->scale_b);
    sync(tm);
    return unfit;
}

/* Panels of G that have rows of the problem. */
FN int dual_panels(const dual *v) { return (v->m + TILE_SIDE - 1) / TILE_SIDE; }

/* dy in place of r. */
FN void dual_solve(team *tm, const dual *v, const real *f, real *r, real *u)
{
    (void)tm;
    (void)f;
    (void)u;
    dual_substitute(v, r, r);
}

FN void dual_factor_and_solve(team *tm, dual *v, real *r)
{
    dual_factor(v, dual_panels(v), v->diagonal, NULL);
    dual_solve(tm, v, NULL, r, NULL);
}

/* q += G y. */
FN void dual_multiply_G(team *tm, const dual *v, const real *y, real *q)
{
    dual_have_done(v, CREW_MULTIPLY_G, y, v->ray);
    each (i, v->m) q[i] += v->ray[i];
    sync(tm);
}

/* out = A'y. */
FN void dual_multiply_A_transposed(team *tm, const dual *v, const real *y, real *out)
{
    (void)tm;
    dual_have_done(v, CREW_MULTIPLY_A_BACK, y, out);
}

/* x = -P^-1 (c + A'y); A'y stays in `target`. */
FN void dual_recover_x(team *tm, dual *v)
{
    dual_have_done(v, CREW_RESTORE_P, v->y, v->y);
    dual_multiply_A_transposed(tm, v, v->y, v->target);
    each (k, SIDE) v->x[k] = k < v->n ? -(v->c[k] + v->target[k]) : 0;
    dual_substitute(v, v->x, v->x);
}

#endif

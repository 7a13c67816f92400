/* The last word on an answer: its residuals, recomputed from the problem's own numbers. */
#ifndef ENGINE_VERIFY_H
#define ENGINE_VERIFY_H

#include "outcome.h"
#include "precision.h"
#include "team_sums.h"

/* A gap small enough to stay so when the judgement adds up its terms, of magnitude `size`, in another order. Where that
   much rounding is no small part of what is allowed, half of it is enough. */
FN mask gap_is_safe(real gap, real size, real enough)
{
    return at_most(magnitude(gap) + smaller(splat(GAP_ROUNDING) * size, splat(0.5) * enough), enough);
}

/* The answer to be judged, and its products with the problem's matrices, all in the user's units. */
typedef struct claim {
    int n, m;
    const real *c, *b, *x, *y, *s;
    const real *Px, *Aty, *Ax;
} claim;

/* What an answer is judged by. With r = P x + c + A'y: */
typedef struct evidence {
    real primal, dual;                  /* |A x + s - b|^2, |r|^2 */
    real worst_primal, worst_dual;      /* their largest entries */
    real quadratic, linear, slope, gap; /* x'P x, c'x, b'y; x'P x + c'x + b'y */
    real size_x, size_y, size_s;        /* |x|^2 and so on */
    real size_b, size_c;                /* largest entries */
} evidence;

/* Fills objective and residuals; returns the problems that meet the tolerances of the settings (see solver.h). */
FN mask verify_evidence(const evidence *seen, const cnl_settings *set, outcome *out)
{
    out->primal = seen->worst_primal;
    out->dual = seen->worst_dual;
    out->gap = magnitude(seen->gap);
    out->objective = muladd(splat(0.5), seen->quadratic, seen->linear);

    real dual_objective = -muladd(splat(0.5), seen->quadratic, seen->slope);
    real norm_x = square_root(seen->size_x);
    real scale_primal = seen->size_b + norm_x + square_root(seen->size_s);
    real scale_dual = seen->size_c + norm_x + square_root(seen->size_y);
    real scale_gap = smaller(magnitude(out->objective), magnitude(dual_objective));
    real floor = splat(set->eps_abs);
    return at_most(square_root(seen->primal), larger(floor, splat(set->eps_rel) * scale_primal)) &
           at_most(square_root(seen->dual), larger(floor, splat(set->eps_rel) * scale_dual)) &
           at_most(out->gap, larger(floor, splat(set->eps_rel) * scale_gap));
}

/* The same from the answer itself. */
FNSTEP mask verify(team *tm, const claim *v, const cnl_settings *set, outcome *out)
{
    real quadratic = zero(), linear = zero(), dual = zero(), worst_dual = zero(), size_x = zero(), size_c = zero();
    each (k, v->n) {
        quadratic = muladd(v->x[k], v->Px[k], quadratic);
        linear = muladd(v->x[k], v->c[k], linear);
        real r = v->Px[k] + v->c[k] + v->Aty[k];
        dual = muladd(r, r, dual);
        worst_dual = larger(magnitude(r), worst_dual);
        size_x = muladd(v->x[k], v->x[k], size_x);
        size_c = larger(size_c, magnitude(v->c[k]));
    }
    real slope = zero(), primal = zero(), worst_primal = zero(), size_s = zero(), size_y = zero(), size_b = zero();
    each (i, v->m) {
        real r = v->Ax[i] + v->s[i] - v->b[i];
        primal = muladd(r, r, primal);
        worst_primal = larger(magnitude(r), worst_primal);
        size_s = muladd(v->s[i], v->s[i], size_s);
        size_y = muladd(v->y[i], v->y[i], size_y);
        size_b = larger(size_b, magnitude(v->b[i]));
        slope = muladd(v->b[i], v->y[i], slope);
    }
    real *const sums[] = {&quadratic, &linear, &slope, &size_x, &size_s, &size_y, &primal, &dual};
    team_sums(tm, sums, 8);
    evidence seen = {.primal = primal,
                     .dual = dual,
                     .quadratic = quadratic,
                     .linear = linear,
                     .slope = slope,
                     .size_x = size_x,
                     .size_y = size_y,
                     .size_s = size_s};
    seen.worst_primal = team_max(tm, worst_primal);
    seen.worst_dual = team_max(tm, worst_dual);
    seen.gap = quadratic + linear + slope;
    seen.size_b = team_max(tm, size_b);
    seen.size_c = team_max(tm, size_c);
    return verify_evidence(&seen, set, out);
}

#endif

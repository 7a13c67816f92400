/* The last word on an answer: its residuals, recomputed from the problem's own numbers. */
#ifndef CONELET_VERIFY_H
#define CONELET_VERIFY_H

#include "outcome.h"
#include "product.h"

/* The problem as loaded, and the answer to be judged. */
typedef struct claim {
    int n, m;
    const real *P, *c, *A, *b; /* P: triangle, or NULL for 0 */
    int A_by_rows;             /* A in panels of its m rows, or of its n columns */
    const real *x, *y, *s;
    real *scratch_n, *scratch_m;
} claim;

/* Fills objective and residuals; returns the problems that meet the tolerances of the settings (see solver.h). */
FN mask verify(team *tm, const claim *v, const cnl_settings *set, outcome *out)
{
    real *dual = v->scratch_n;
    real *primal = v->scratch_m;
    each (k, v->n) dual[k] = zero();
    if (v->P) symmetric_product(tm, v->n, v->P, v->x, dual);
    real quadratic = zero();
    real linear = zero();
    each (k, v->n) {
        quadratic = muladd(dual[k], v->x[k], quadratic);
        linear = muladd(v->c[k], v->x[k], linear);
        dual[k] += v->c[k];
    }
    if (v->A_by_rows) product(tm, v->m, v->n, v->A, v->x, primal);
    else transposed_product(tm, v->n, v->m, v->A, v->x, primal);

    real primal_square = zero(), size_s = zero(), size_b = zero(), slope = zero(), size_y = zero();
    out->primal = zero();
    each (i, v->m) {
        real r = primal[i] + v->s[i] - v->b[i];
        out->primal = larger(magnitude(r), out->primal);
        primal_square = muladd(r, r, primal_square);
        size_s = muladd(v->s[i], v->s[i], size_s);
        size_y = muladd(v->y[i], v->y[i], size_y);
        size_b = larger(size_b, magnitude(v->b[i]));
        slope = muladd(v->b[i], v->y[i], slope);
    }
    real *transposed = v->scratch_n + v->n;
    if (v->A_by_rows) transposed_product(tm, v->m, v->n, v->A, v->y, transposed);
    else product(tm, v->n, v->m, v->A, v->y, transposed);
    real dual_square = zero(), size_x = zero(), size_c = zero();
    out->dual = zero();
    each (k, v->n) {
        real r = dual[k] + transposed[k];
        out->dual = larger(magnitude(r), out->dual);
        dual_square = muladd(r, r, dual_square);
        size_x = muladd(v->x[k], v->x[k], size_x);
        size_c = larger(size_c, magnitude(v->c[k]));
    }
    out->gap = magnitude(quadratic + linear + slope);
    out->objective = muladd(splat(0.5), quadratic, linear);

    real dual_objective = mulsub(splat(0.5), quadratic, -slope);
    size_x = square_root(size_x);
    real enough_primal = set->eps_rel * (size_b + size_x + square_root(size_s));
    real enough_dual = set->eps_rel * (size_c + size_x + square_root(size_y));
    real enough_gap = set->eps_rel * smaller(magnitude(out->objective), magnitude(dual_objective));
    real floor = splat(set->eps_abs);
    return at_most(square_root(primal_square), larger(floor, enough_primal)) &
           at_most(square_root(dual_square), larger(floor, enough_dual)) &
           at_most(out->gap, larger(floor, enough_gap));
}

#endif

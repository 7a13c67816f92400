/* The iterate of dual_interior_point.h: its start and its residuals. */
#ifndef ENGINE_DUAL_ITERATE_H
#define ENGINE_DUAL_ITERATE_H

#include "team_sums.h"
#include "verify.h"

typedef struct dual_residual {
    real primal;          /* |s - q|_2 */
    real complementarity; /* s'y */
    real gap;             /* x'Px + c'x + b'y, which is y'q */
    real curvature;       /* |p|^2 = y'G y */
    real along;           /* w'p */
    mask converged;
} dual_residual;

/* What the loop over the iterations carries from one to the next. */
typedef struct dual_progress {
    dual_residual r; /* of the last iterate */
    int iteration;   /* -1: the start */
    int patience;    /* iterations, at most */
    mask done, kept; /* kept: done before the loop */
    mask solved, infeasible;
    real iterations; /* of each problem */
    real last_step, last_gap;
} dual_progress;

/* The start keeps this share of the mean |y| (in units where G_ii = 1) between the iterate and the cone's boundary. */
#define DUAL_START_MARGIN 0.5

/* A start inside the cone. With theta = start_diagonal, y solves (G + theta diag G) y = -d, which makes s = G y +
   d = -theta diag(G) y; then both are shifted, in the units in which G has a unit diagonal, so that the scaling of the
   rows of A changes nothing. A small theta saves an iteration against 1.

   First its system; the problems that are done keep their iterates. */
FNSTEP void dual_start(team *tm, dual *v, mask done)
{
    each (i, v->m) {
        real g = v->delta[i] * splat(1 / v->regularisation);
        v->diagonal[i] = i < v->z ? v->delta[i] : splat(v->start_diagonal) * g;
        v->target[i] = square_root(g);
        v->dy[i] = -v->d[i];
        v->y[i] = some(done) ? pick(done, v->y[i], zero()) : zero(); /* nobody has written it where none is done */
    }
    each (k, v->n) v->p[k] = zero();
    sync(tm);
}

/* Then the iterate, from dy. */
FNSTEP void dual_start_inside(team *tm, dual *v, mask done)
{
    real most = splat(0);
    real least = splat(0);
    real size = zero();
    each_from (i, v->z, v->m) {
        real scaled = v->dy[i] * v->target[i];
        most = larger(most, scaled);
        least = larger(least, -scaled);
        size += magnitude(scaled);
    }
    most = team_max(tm, most);
    least = team_max(tm, least);
    size = team_sum(tm, size);
    real margin = larger(splat(DUAL_START_MARGIN) * size * inverse_of(v->m - v->z + 1), splat(1e-8));
    each (i, v->m) {
        real scaled = v->dy[i] * v->target[i];
        v->q[i] = -v->diagonal[i] * v->dy[i];
        real y = i < v->z ? v->dy[i] : (scaled + least + margin) * reciprocal(v->target[i]);
        real s = i < v->z ? zero() : splat(v->start_slack) * (most + margin - scaled) * v->target[i];
        v->y[i] = pick(done, v->y[i], y);
        v->s[i] = pick(done, v->s[i], s);
    }
    sync(tm);
    if (v->by_columns) { /* p need not be V'y yet: that saves two products */
        each (k, v->n) v->p[k] = v->u[k];
        sync(tm);
    } else {
        each (i, v->m) v->q[i] = v->d[i];
        sync(tm);
        dual_multiply_G(tm, v, v->y, v->q);
    }
}

/* By columns x'Px and so on are those of p, and y'q only differs from the gap by a product with f. */
FN void dual_measure_p(team *tm, const dual *v, real slope_b, dual_residual *r)
{
    real along = zero();
    real square = zero();
    each (k, v->n) {
        along = muladd(v->w[k], v->p[k], along);
        square = muladd(v->p[k], v->p[k], square);
    }
    r->along = team_sum(tm, along);
    r->curvature = team_sum(tm, square);
    r->gap = r->curvature + r->along + slope_b;
}

/* Residuals; also the diagonal of K and the right-hand side of the affine direction. */
FNSTEP dual_residual dual_measure(team *tm, dual *v, const cnl_settings *set)
{
    dual_residual r = {.primal = zero(), .complementarity = zero(), .gap = zero()};
    real slope_d = zero(), slope_b = zero(), size_s = zero(), size_y = zero();
    each (i, v->m) {
        real s = v->s[i];
        real y = v->y[i];
        real q = v->q[i];
        r.primal = muladd(q - s, q - s, r.primal);
        r.complementarity = muladd(s, y, r.complementarity);
        r.gap = muladd(q, y, r.gap);
        slope_d = muladd(v->d[i], y, slope_d);
        slope_b = muladd(v->b[i], y, slope_b);
        size_s = muladd(s, s, size_s);
        size_y = muladd(y, y, size_y);
        v->dy[i] = -q;
        if (i < v->z) {
            v->diagonal[i] = v->delta[i];
        } else {
            v->inverse_y[i] = reciprocal(y);
            v->diagonal[i] = muladd(s, v->inverse_y[i], v->delta[i]);
        }
    }
    sync(tm);
    real *const sums[] = {&r.primal, &r.complementarity, &r.gap, &slope_d, &slope_b, &size_s, &size_y};
    team_sums(tm, sums, 7);
    r.primal = square_root(r.primal);
    r.curvature = r.gap - slope_d;
    r.along = slope_d - slope_b;
    if (v->by_columns) dual_measure_p(tm, v, slope_b, &r);

    /* x = -R^-T (w + p): x'Px = |w + p|^2, c'x = -w'(w + p) */
    real quadratic = r.curvature + 2 * r.along + v->w_norm;
    real linear = -(r.along + v->w_norm);
    real primal_objective = muladd(splat(0.5), quadratic, linear);
    real dual_objective = -muladd(splat(0.5), quadratic, slope_b);
    real gap_scale = smaller(magnitude(primal_objective), magnitude(dual_objective));
    real floor = splat(set->eps_abs);
    real enough_primal = larger(floor, splat(set->eps_rel) * (v->scale_b + square_root(size_s)));
    real enough_dual = larger(floor, splat(set->eps_rel) * (v->scale_c + square_root(size_y)));
    real enough_gap = larger(floor, splat(set->eps_rel) * gap_scale);
    r.converged = at_most(r.primal, enough_primal) & at_most(v->dual_residual, enough_dual) &
                  gap_is_safe(r.gap, quadratic + magnitude(linear) + magnitude(slope_b), enough_gap);
    return r;
}

#endif

/* The interior point of a positive definite P, with zero and nonnegative cones only.

   With P = R R', V = A R^-T, G = V V' and d = b + V R^-1 c the problem becomes, once and for all, the linear
   complementarity problem

       s = G y + d,   s >= 0, y >= 0, s'y = 0   (nonnegative rows);   0 = G y + d, y free   (zero rows)

   on which everything happens without a product with P or A; at the end x = -R^-T (R^-1 c + V'y). The vector
   q = G y + d = b - A x is carried along by q += a (rhs - (s/y + delta) dy), without a product either.
   Predictor-corrector after Mehrotra [1992]; one Cholesky factor and two solves per iteration, of order m or n: see
   dual_system.h. `dual`, dual_setup(), dual_recover_x(), dual_factor_and_solve(), dual_solve() and the two products are
   the executor's: dual_setup.h and dual_system.h where matrices lie in memory. */
#ifndef ENGINE_DUAL_INTERIOR_POINT_H
#define ENGINE_DUAL_INTERIOR_POINT_H

#include "dual_iterate.h"
#ifdef TEAM_EXCHANGES
#include "dual_pivoting.h"
#endif
#include "outcome.h"

/* A step as short as this is seldom seen in a problem with a solution. */
#define DUAL_SUSPICIOUS_STEP 0.05
/* Passes that damp what is not a ray in a candidate. */
enum { DUAL_RAY_PASSES = 6 };

/* From the affine direction to (centring target - second-order term) / y, in `target`. */
FNSTEP void dual_predict(team *tm, dual *v, const dual_residual *r, real last_step, mask stalled)
{
    real worst = splat(1e-30);
    real cross = zero(); /* ds'dy */
    each_from (i, v->z, v->m) {
        real ratio = v->dy[i] * v->inverse_y[i];
        real ds = -v->s[i] * (1 + ratio);
        v->target[i] = ds * v->dy[i];
        worst = larger(worst, larger(-ratio, 1 + ratio));
        cross += v->target[i];
    }
    worst = team_max(tm, worst);
    cross = team_sum(tm, cross);

    real step = pick(less(splat(1), worst), reciprocal(worst), splat(1));
    real left = 1 - step;
    real ratio = muladd(step * step, cross, r->complementarity * left) *
                 reciprocal(larger(r->complementarity, splat(ALMOST_ZERO)));
    real sigma = ratio * ratio * ratio;
    mask short_step = less(last_step, splat(0.2));
    sigma = pick(short_step, larger(sigma, splat(0.5)), sigma);
    sigma = pick(stalled, larger(sigma, splat(0.3)), sigma);
    real second_order = pick(short_step | stalled, zero(), 1 - left * left * left);
    real centre = sigma * r->complementarity * inverse_of(v->m > v->z ? v->m - v->z : 1);
    each_from (i, v->z, v->m) v->target[i] = mulsub(second_order, v->target[i], centre) * v->inverse_y[i];
    each (i, v->z) v->target[i] = zero();
}

/* The combined direction: (G + S/Y + delta) dy = target - q. */
FNSTEP void dual_correct(team *tm, dual *v)
{
    each (i, v->m) v->dy[i] = v->target[i] - v->q[i];
    sync(tm);
    dual_solve(tm, v, v->f, v->dy, v->u);
}

/* Largest step <= 1 that keeps s and y positive, shortened by a two-hundredth. */
FNSTEP real dual_step(team *tm, dual *v)
{
    real worst = splat(1e-30);
    each_from (i, v->z, v->m) {
        real ratio = v->dy[i] * v->inverse_y[i];
        real ds = v->target[i] - v->s[i] - v->s[i] * ratio;
        v->ds[i] = ds;
        worst = larger(worst, larger(-ds * reciprocal(v->s[i]), -ratio));
    }
    worst = team_max(tm, worst) * splat(1 / 0.995);
    return pick(less(splat(1), worst), reciprocal(worst), splat(1));
}

/* y, s, q, p += step times their directions; a problem that is done keeps its bits. */
FNSTEP void dual_advance(team *tm, dual *v, real step, mask done)
{
    each (i, v->m) {
        real dq = mulsub(v->diagonal[i], v->dy[i], v->target[i] - v->q[i]);
        v->q[i] = pick(done, v->q[i], muladd(step, dq, v->q[i]));
        v->y[i] = pick(done, v->y[i], muladd(step, v->dy[i], v->y[i]));
        if (i >= v->z) v->s[i] = pick(done, v->s[i], muladd(step, v->ds[i], v->s[i]));
    }
    each (k, v->by_columns ? v->n : 0) v->p[k] = pick(done, v->p[k], muladd(step, v->u[k], v->p[k]));
    v->dual_residual *= 1 - step; /* of exact directions; dual_factor_and_solve looks again */
    sync(tm);
}

/* Without a solution y runs along rays with A'ray = 0, b'ray < 0, and the steps come to nothing. What of y is not such
   a ray is damped by r -> K^-1 (diagonal r), which leaves a ray as it is. (dy has more of a ray in it, but with entries
   of either sign: it takes twice as many iterations.) Returns the suspects whose
   ray then proves that no x exists, A'ray = 0 up to eps |b'ray|, with the ray in y. */
FNSTEP mask dual_certificate(team *tm, dual *v, mask suspects, double eps)
{
    real *ray = v->ray;
    each (i, v->m) ray[i] = v->y[i];
    for (int pass = 0; pass < DUAL_RAY_PASSES; pass++) {
        each (i, v->m) ray[i] *= v->diagonal[i];
        sync(tm);
        dual_solve(tm, v, NULL, ray, v->x);
    }
    each_from (i, v->z, v->m) ray[i] = larger(ray[i], zero());
    sync(tm);
    dual_multiply_A_transposed(tm, v, ray, v->x);
    real residual = zero();
    real slope = zero();
    each (k, v->n) residual = muladd(v->x[k], v->x[k], residual);
    each (i, v->m) slope = muladd(v->b[i], ray[i], slope);
    residual = square_root(team_sum(tm, residual));
    slope = team_sum(tm, slope);
    mask proven = suspects & less(slope, zero()) & at_most(residual, splat(-eps) * slope);
    each (i, v->m) v->y[i] = pick(proven, ray[i], v->y[i]);
    sync(tm);
    return proven;
}

/* x = -R^-T (w + V'y); a certificate is scaled to b'y = -1. */
FNSTEP void dual_recover(team *tm, dual *v, mask infeasible)
{
    real slope = zero();
    each (i, v->m) slope = muladd(v->b[i], v->y[i], slope);
    slope = team_sum(tm, slope);
    real scale = pick(infeasible, reciprocal(-slope), splat(1));
    each (i, v->m) v->y[i] *= scale;
    sync(tm);
    dual_recover_x(tm, v);
}

/* The solve in phases. Between judge and move lies the factor of K for the diagonal at hand, with the first solve,
   which an executor may make in a way of its own, for many problems at once, as it may the matrices of the setup:

       setup, open;  as long as judge says so: factor and solve, move;  close */

/* From the setup, which found some problems unfit, to the system of the start. */
FN void dual_open(team *tm, dual *v, const cnl_settings *set, mask unfit, dual_progress *at)
{
    at->iteration = -1;
    at->patience = set->max_iterations < DUAL_PATIENCE ? set->max_iterations : DUAL_PATIENCE;
    at->done = unfit | ~is_finite(v->w_norm);
    at->kept = at->solved = at->infeasible = none();
    at->iterations = zero();
    at->last_step = splat(1);
    at->last_gap = splat(INFINITY);
    at->r.complementarity = zero();
#ifdef TEAM_EXCHANGES
    if (dual_may_pivot(v)) {
        at->solved = dual_pivot(tm, v, set, at->done, &at->iterations);
        at->done |= at->solved;
        at->kept = at->done;
    }
#endif
    if (!every(at->kept)) dual_start(tm, v, at->kept);
}

/* Returns whether a factor is wanted: for the start, or for another iteration. */
FN int dual_judge(team *tm, dual *v, const cnl_settings *set, dual_progress *at)
{
    if (every(at->kept)) return 0;
    if (at->iteration < 0) return 1;
    at->r = dual_measure(tm, v, set);
    at->solved |= at->r.converged & ~at->done;
    at->done |= at->r.converged | ~is_finite(at->r.complementarity);
    if (every(at->done) || at->iteration == at->patience) return 0;
    at->iterations = pick(at->done, at->iterations, splat(at->iteration + 1));
    return 1;
}

/* From the first solve, whose dy is the start's or the affine direction, to the next iterate. */
FN void dual_move(team *tm, dual *v, const cnl_settings *set, dual_progress *at)
{
    if (at->iteration++ < 0) {
        dual_start_inside(tm, v, at->kept);
        return;
    }
    dual_predict(tm, v, &at->r, at->last_step, less(splat(0.9) * at->last_gap, at->r.complementarity));
    dual_correct(tm, v);
    at->last_step = dual_step(tm, v);
    at->last_gap = at->r.complementarity;
    mask suspects = ~at->done & less(at->last_step, splat(DUAL_SUSPICIOUS_STEP));
    if (!DUAL_PROVES) at->done |= suspects;
    if (DUAL_PROVES && some(suspects)) {
        mask proven = dual_certificate(tm, v, suspects, set->eps_infeasible);
        at->infeasible |= proven;
        at->done |= proven;
    }
    dual_advance(tm, v, at->last_step, at->done);
}

/* From the last iterate to the answer. Lanes that end otherwise than solved or infeasible are left with outcome
   OUTCOME_OPEN. */
FN void dual_close(team *tm, dual *v, const dual_progress *at, outcome *out)
{
    dual_recover(tm, v, at->infeasible);
    out->solved = at->solved;
    out->primal_infeasible = at->infeasible;
    out->iterations = at->iterations;
}

FN void dual_interior_point(team *tm, dual *v, const cnl_settings *set, outcome *out)
{
    dual_progress at;
    mask unfit = dual_setup(tm, v);
    dual_open(tm, v, set, unfit, &at);
    while (dual_judge(tm, v, set, &at)) {
        dual_factor_and_solve(tm, v, v->dy); /* written once, for the start too: devices inline it, a page of code */
        dual_move(tm, v, set, &at);
    }
    dual_close(tm, v, &at, out);
}

#endif

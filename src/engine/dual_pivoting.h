/* Block principal pivoting on the complementarity problem of dual_interior_point.h, by rows [Judice & Pires 1994; Kim &
   Park 2011]: guess which rows are active, solve for them alone, and exchange every row whose sign is wrong,

       y_F = -G_FF^-1 d_F,  y = 0 elsewhere,  q = G y + d;   out of F where y < 0, into F where q < 0.

   With at most as many rows as variables it ends after 3 to 6 exchanges, each with one factor, one solve and one
   product, at a solution exact to rounding; an interior point takes 6 to 9 iterations with two solves each. Nothing
   says that it ends: of random problems with n = m = 10 1 % are open after 8 exchanges, going round for ever, at n = 50
   none, but with m = 2 n two thirds. The interior point takes what is open. So teams exchange, TEAM_EXCHANGES times at
   most, that do not hold up other problems: not the lanes of packs, nor threads; crews gain nothing by them. */
#ifndef ENGINE_DUAL_PIVOTING_H
#define ENGINE_DUAL_PIVOTING_H

#include "dual_iterate.h"

/* The diagonal of a row that is not active, times G_ii: beside it the rest of its row is rounding. */
#define DUAL_PASSIVE 1e14
/* A sign is wrong from this share of the accuracy asked for on. */
#define DUAL_WRONG 1e-3

FN int dual_may_pivot(const dual *v) { return TEAM_EXCHANGES > 0 && !v->by_columns && v->m <= v->n; }

/* The system of the active rows, v->ds = 1, as one of all rows: the others' y is nothing beside their diagonal. */
FN void dual_pivot_system(team *tm, dual *v)
{
    each (i, v->m) {
        mask active = less(splat(0.5), v->ds[i]);
        real g = v->delta[i] * splat(1 / v->regularisation);
        v->diagonal[i] = pick(active, zero(), DUAL_PASSIVE * g);
        v->dy[i] = pick(active, -v->d[i], zero());
    }
    sync(tm);
}

/* q = G y + d, and s = max(q, 0) where no row is active; the problems that are done keep their bits. */
FN void dual_pivot_slack(team *tm, dual *v, mask done)
{
    each (i, v->m) v->q[i] = v->d[i];
    sync(tm);
    dual_multiply_G(tm, v, v->y, v->q);
    each (i, v->m) {
        real s = pick(less(splat(0.5), v->ds[i]), zero(), larger(v->q[i], zero()));
        v->s[i] = pick(done, v->s[i], s);
    }
    sync(tm);
}

/* Exchanges the rows whose signs are wrong by more than `enough`; tells which problems have such rows. */
FN mask dual_pivot_exchange(team *tm, dual *v, real enough)
{
    real wrong = zero();
    each_from (i, v->z, v->m) {
        mask active = less(splat(0.5), v->ds[i]);
        real g = v->delta[i] * splat(1 / v->regularisation);
        mask exchanged = less(pick(active, g * v->y[i], v->q[i]), -enough);
        v->ds[i] = pick(exchanged, 1 - v->ds[i], v->ds[i]);
        wrong += pick(exchanged, splat(1), zero());
    }
    return less(splat(0.5), team_sum(tm, wrong));
}

/* y = max(y, 0) in the problems of `which`. Where a row's y and s are both nothing beside the accuracy they are made
   equal, and not 0, as an interior point would leave them: that is how derivatives know a row without strict
   complementarity (derivative_rows.h). */
FN void dual_pivot_clip(team *tm, dual *v, real enough, mask which)
{
    each_from (i, v->z, v->m) {
        real g = v->delta[i] * splat(1 / v->regularisation);
        real y = larger(v->y[i], zero());
        mask border = at_most(g * y, enough) & at_most(v->s[i], enough);
        real both = DUAL_WRONG * enough * reciprocal(1 + g);
        v->y[i] = pick(which, pick(border, both, y), v->y[i]);
        v->s[i] = pick(which & border, both, v->s[i]);
    }
    sync(tm);
}

/* Which of the problems whose signs are all right are solved; those that are not are refined once with the factor. */
FN mask dual_pivot_judge(team *tm, dual *v, const cnl_settings *set, real enough, mask right)
{
    mask solved = none();
    for (int refined = 0;; refined = 1) {
        dual_pivot_clip(tm, v, enough, right & ~solved);
        solved |= right & dual_measure(tm, v, set).converged;
        if (refined || every(solved | ~right)) return solved;
        each (i, v->m) v->dy[i] = pick(less(splat(0.5), v->ds[i]), -v->q[i], zero());
        sync(tm);
        dual_solve(tm, v, NULL, v->dy, v->u);
        each (i, v->m) {
            mask moved = right & ~solved & less(splat(0.5), v->ds[i]);
            v->y[i] = pick(moved, v->y[i] + v->dy[i], v->y[i]);
        }
        sync(tm);
        dual_pivot_slack(tm, v, ~right | solved);
    }
}

/* Returns the problems solved. */
FNSTEP mask dual_pivot(team *tm, dual *v, const cnl_settings *set, mask done, real *iterations)
{
    real enough = splat(DUAL_WRONG) * larger(splat(set->eps_abs), set->eps_rel * v->scale_b);
    mask solved = none();
    dual_start(tm, v, done);
    for (int pass = 0;; pass++) {
        dual_factor_and_solve(tm, v, v->dy); /* written once, for the guess too: devices inline it, a page of code */
        if (pass == 0) {
            each (i, v->m) v->ds[i] = i < v->z ? splat(1) : pick(less(zero(), v->dy[i]), splat(1), zero());
        } else {
            each (i, v->m) {
                real y = pick(less(splat(0.5), v->ds[i]), v->dy[i], zero());
                v->y[i] = pick(done, v->y[i], y);
            }
            sync(tm);
            dual_pivot_slack(tm, v, done);
            *iterations = pick(done, *iterations, splat(pass));
            mask right = ~done & ~dual_pivot_exchange(tm, v, enough);
            if (some(right)) solved |= dual_pivot_judge(tm, v, set, enough, right);
            done |= right;
        }
        if (every(done) || pass == TEAM_EXCHANGES || pass == set->max_iterations) break;
        dual_pivot_system(tm, v);
    }
    return solved;
}

#endif

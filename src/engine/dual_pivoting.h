/* Block principal pivoting on the complementarity problem of dual_interior_point.h, by rows [Judice & Pires 1994; Kim &
   Park 2011]: guess which rows are active, solve for them alone, and exchange every row whose sign is wrong,

       y_F = -G_FF^-1 d_F,  y = 0 elsewhere,  q = G y + d;   out of F where y < 0, into F where q < 0.

   With at most as many rows as variables it ends after 3 to 6 exchanges, each with one factor of the active rows'
   order, one solve and one product, at a solution exact to rounding; an interior point takes 6 to 9 iterations with two
   solves each. Nothing says that it ends: of random problems with n = m = 10 1 % are open after 8 exchanges, going
   round for ever, at n = 50 none, but with m = 2 n two thirds. The interior point takes what is open. So only teams
   exchange, TEAM_EXCHANGES times at most, that do not hold up other problems, which the lanes of packs and threads
   would.

   Such a team's executor has dual_pivot_factor(), of G_FF + diagonal for the rows with v->ds = 1, dual_pivot_solve()
   with it, which leaves 0 in the other rows, and dual_pivot_keep(), told of the problems solved and which of them have
   rows without strict complementarity. */
#ifndef ENGINE_DUAL_PIVOTING_H
#define ENGINE_DUAL_PIVOTING_H

#include "dual_iterate.h"

FN int dual_may_pivot(const dual *v) { return !v->by_columns && v->m <= v->n; }

/* The system of the active rows: G_FF y_F = -d_F. */
FN void dual_pivot_system(team *tm, dual *v)
{
    each (i, v->m) {
        v->diagonal[i] = zero();
        v->dy[i] = -v->d[i];
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
   complementarity (derivative_rows.h). Tells which problems have such rows. */
FN mask dual_pivot_clip(team *tm, dual *v, real enough, mask which)
{
    mask borders = none();
    each_from (i, v->z, v->m) {
        real g = v->delta[i] * splat(1 / v->regularisation);
        real y = larger(v->y[i], zero());
        mask border = which & at_most(g * y, enough) & at_most(v->s[i], enough);
        real both = splat(DUAL_WRONG) * enough * reciprocal(1 + g);
        v->y[i] = pick(which, pick(border, both, y), v->y[i]);
        v->s[i] = pick(border, both, v->s[i]);
        borders |= border;
    }
    sync(tm);
    return team_any(tm, borders);
}

/* Which of the problems whose signs are all right are solved; those that are not are refined once with the factor. */
FN mask dual_pivot_judge(team *tm, dual *v, const cnl_settings *set, real enough, mask right, mask *borders)
{
    mask solved = none();
    for (int refined = 0;; refined = 1) {
        *borders |= dual_pivot_clip(tm, v, enough, right & ~solved);
        solved |= right & dual_measure(tm, v, set).converged;
        if (refined || every(solved | ~right)) return solved;
        each (i, v->m) v->dy[i] = -v->q[i];
        sync(tm);
        dual_pivot_solve(tm, v, v->dy);
        each (i, v->m) v->y[i] = pick(right & ~solved, v->y[i] + v->dy[i], v->y[i]);
        sync(tm);
        dual_pivot_slack(tm, v, ~right | solved);
    }
}

/* Returns the problems solved. */
FNSTEP mask dual_pivot(team *tm, dual *v, const cnl_settings *set, mask done, real *iterations)
{
    real enough = splat(DUAL_WRONG) * larger(splat(set->eps_abs), splat(set->eps_rel) * v->scale_b);
    mask solved = none();
    mask borders = none();
    dual_start(tm, v, done);
    each (i, v->m) v->ds[i] = splat(1);
    for (int pass = 0;; pass++) {
        dual_pivot_factor(tm, v); /* written once, for the guess too: devices inline it, a page of code */
        dual_pivot_solve(tm, v, v->dy);
        if (pass == 0) {
            each (i, v->m) v->ds[i] = i < v->z ? splat(1) : pick(less(zero(), v->dy[i]), splat(1), zero());
        } else {
            each (i, v->m) v->y[i] = pick(done, v->y[i], v->dy[i]);
            sync(tm);
            dual_pivot_slack(tm, v, done);
            *iterations = pick(done, *iterations, splat(pass));
            mask right = ~done & ~dual_pivot_exchange(tm, v, enough);
            if (some(right)) solved |= dual_pivot_judge(tm, v, set, enough, right, &borders);
            done |= right;
        }
        if (every(done) || pass == TEAM_EXCHANGES || pass == set->max_iterations) break;
        dual_pivot_system(tm, v);
    }
    dual_pivot_keep(tm, v, solved, borders);
    return solved;
}

#endif

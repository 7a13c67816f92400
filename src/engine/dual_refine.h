/* The last iterations of dual_interior_point.h where its `real` are floats: directions in floats from residuals of
   twice the precision, those of the problem's own numbers.

   x, y and s are kept in doubles, or as sums of two floats, by the executor, which also judges them (verify.h). With
   r = P x + c + A'y, the point that the complementarity problem means by y is x - P^-1 r, and its slack

       q = b - A x + A P^-1 r.

   From there an iteration as ever, or the system of the active rows, gives dy and ds, and

       dx = -P^-1 (r + A'dy).

   What floats get wrong is a small share of a direction, and directions shrink with the residuals; so these fall as in
   doubles, far below what floats resolve.

   dual_refine_slack() and dual_refine_x() are the executor's: dual_refine_system.h where matrices lie in memory. The
   one takes b - A x in q and r in u, and makes q the slack; the other makes x of what that has left in u, and dy. */
#ifndef ENGINE_DUAL_REFINE_H
#define ENGINE_DUAL_REFINE_H

#include "dual_interior_point.h"

/* From which accuracy on doubles are at work: iterations without are shorter, but stall much further on (1e-3 takes 5
   to 10 % more time, and 1e-5 as much where P is ill-conditioned). */
#define DUAL_REFINE_FROM 1e-4
/* Iterations with them; few problems take more than three. */
enum { DUAL_REFINEMENTS = 6 };

/* dx, dy and ds in x, dy and ds, as long as the step; zeros where a problem is done. By rows. */
FN void dual_refine_direction(team *tm, dual *v, const cnl_settings *set, mask done, real *last_gap)
{
    dual_refine_slack(tm, v);
    dual_residual r = dual_measure(tm, v, set);
    dual_factor_and_solve(tm, v, v->dy);
    dual_predict(tm, v, &r, splat(1), less(splat(0.9) * *last_gap, r.complementarity));
    dual_correct(tm, v);
    *last_gap = r.complementarity;
    real step = dual_step(tm, v);
    each (i, v->m) {
        v->dy[i] = pick(done, zero(), step * v->dy[i]);
        v->ds[i] = i < v->z ? zero() : pick(done, zero(), step * v->ds[i]);
    }
    sync(tm);
    dual_refine_x(tm, v);
    each (k, v->n) v->x[k] = pick(done, zero(), v->x[k]);
    sync(tm);
}

#ifdef TEAM_EXCHANGES
/* dx and dy where exchanges have found the active rows, those with ds = 1, and their factor is still at hand:
   G_FF dy_F = -q_F, dy = 0 elsewhere. */
FN void dual_refine_active(team *tm, dual *v)
{
    dual_refine_slack(tm, v);
    each (i, v->m) v->dy[i] = -v->q[i];
    sync(tm);
    dual_pivot_solve(tm, v, v->dy);
    dual_refine_x(tm, v);
}
#endif

#endif

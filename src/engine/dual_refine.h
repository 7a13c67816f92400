/* The last iterations of dual_interior_point.h where its `real` are floats: directions in floats from residuals in
   doubles, those of the problem's own numbers.

   x, y and s are kept in doubles, by an executor of doubles, which also judges them (verify.h). With
   r = P x + c + A'y, the point that the complementarity problem means by y is x - P^-1 r, and its slack

       q = b - A x + V R^-1 r.

   From there an iteration as ever gives dy and ds, and

       dx = -R^-T (R^-1 r + V'dy).

   What floats get wrong is a small share of a direction, and directions shrink with the residuals; so these fall as in
   doubles, far below what floats resolve. */
#ifndef ENGINE_DUAL_REFINE_H
#define ENGINE_DUAL_REFINE_H

#include "dual_interior_point.h"

/* From which accuracy on doubles are at work: iterations without are shorter, but stall much further on (1e-3 takes 5
   to 10 % more time, and 1e-5 as much where P is ill-conditioned). */
#define DUAL_REFINE_FROM 1e-4
/* Iterations with them; few problems take more than three. */
enum { DUAL_REFINEMENTS = 6 };

/* From b - A x in q and r in u: the slack q, and R^-1 r in u. */
FN void dual_refine_slack(team *tm, dual *v)
{
    solve_lower(tm, v->n, v->R, v->u);
    dual_multiply(tm, v, v->V, v->u, v->row);
    each (i, v->m) v->q[i] += v->row[i];
    sync(tm);
}

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
    dual_multiply_transposed(tm, v, v->V, v->dy, v->p);
    each (k, v->n) v->x[k] = -(v->p[k] + v->u[k]);
    sync(tm);
    solve_upper(tm, v->n, v->R, v->x);
    each (k, v->n) v->x[k] = pick(done, zero(), v->x[k]);
    sync(tm);
}

#endif

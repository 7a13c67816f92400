/* The linear complementarity problem of dual_interior_point.h, and the system of its iterations, in two sizes.

   With a diagonal D > 0 each direction solves

       V u + D dy = r,   u = V'dy + f.

   By rows:     without u, (V V' + D) dy = r with f = 0: one m x m factor, no product.
   By columns:  without dy, (I + V' D^-1 V) u = V' D^-1 r + f, then dy = D^-1 (r - V u): one n x n factor, but a
   weighted Gram matrix and products with V; for m >> n.

   By columns the iterate has its own p, which V'y shall be: u is its direction, and f = V'y - p, where the start and
   the rounding of 1/D have left something, enters the next directions. x = -R^-T (w + p) makes R f the dual residual.
 */
#ifndef ENGINE_DUAL_SYSTEM_H
#define ENGINE_DUAL_SYSTEM_H

#include "dual_state.h"
#include "gram.h"

/* By columns: u = K^-1 u, and dy = D^-1 (r - V u) in place of r. */
FNSTEP void dual_substitute(team *tm, const dual *v, real *r, real *u)
{
    solve_lower(tm, v->n, v->K, u);
    solve_upper(tm, v->n, v->K, u);
    transposed_product(tm, v->n, v->m, v->V, NULL, u, v->row);
    each (i, v->m) r[i] = v->weight[i] * (r[i] - v->row[i]);
    sync(tm);
}

/* dy in place of r; by columns also u. f may be NULL for 0, and is 0 by rows. */
FNSTEP void dual_solve(team *tm, const dual *v, const real *f, real *r, real *u)
{
    if (!v->by_columns) {
        solve_lower(tm, v->m, v->K, r);
        solve_upper(tm, v->m, v->K, r);
        return;
    }
    each (i, v->m) v->row[i] = v->weight[i] * r[i];
    sync(tm);
    product(tm, v->n, v->m, v->V, NULL, v->row, u);
    each (k, f ? v->n : 0) u[k] += f[k];
    sync(tm);
    dual_substitute(tm, v, r, u);
}

/* By columns, with the factor, V'y in f and V'D^-1 r in u: f, and the first solve as below. */
FNSTEP void dual_solve_first(team *tm, dual *v, real *r)
{
    real size = zero();
    each (k, v->n) {
        v->f[k] -= v->p[k];
        v->u[k] += v->f[k];
        size = muladd(v->f[k], v->f[k], size);
    }
    v->dual_residual = square_root(team_sum(tm, size)) * v->size_P;
    sync(tm);
    dual_substitute(tm, v, r, v->u);
}

/* f, the factor for D = v->diagonal, and the first solve with both: dy in place of r, and v->u. */
FNSTEP void dual_factor_and_solve(team *tm, dual *v, real *r)
{
    if (!v->by_columns) {
        cholesky_with_row(tm, v->m, v->G, v->diagonal, v->K, r);
        solve_upper(tm, v->m, v->K, r);
        return;
    }
    each (i, v->m) v->weight[i] = reciprocal(v->diagonal[i]);
    sync(tm);
    gram_products also = {v->y, r, v->f, v->u};
    panel_rows rows = {v->V, v->m, 0, v->m};
    weighted_gram(tm, v->n, &rows, v->G, v->weight, v->K, v->buffer, &also);
    cholesky(tm, v->n, v->K, NULL, v->K);
    dual_solve_first(tm, v, r);
}

#endif

/* The derivative's system on what the m x m interior point leaves, for a problem whose active rows are independent.

   With P = R R' and the active rows of V = A R^-T the system of derivative.h,
       [ P  A' ] [x]   [f]
       [ A  -H ] [y] = [g],
   becomes (V V' + H) y = V R^-1 f - g, x = R^-T (R^-1 f - V'y): no product with P or A, no regularisation. Where
   V V' has lost some of V's digits, y takes one correction against V itself.

   `dual_derivative` and what is done with R, V and V V' + H are the executor's: dual_active.h where they lie in
   memory. */
#ifndef ENGINE_DUAL_DERIVATIVE_H
#define ENGINE_DUAL_DERIVATIVE_H

/* y += S^-1 (right - V (V'y) - H y) where pivots have lost digits, S = V V' + H as it is factored. */
FN void dual_derivative_correct(team *tm, const dual_derivative *v, real *y)
{
    dual_derivative_multiply_transposed(tm, v, y, v->along);
    dual_derivative_multiply(tm, v, v->along, v->correction);
    each (i, v->m) v->correction[i] = mulsub(v->diagonal[i], y[i], v->right[i] - v->correction[i]);
    sync(tm);
    dual_derivative_invert(tm, v, v->correction);
    each (i, v->m) y[i] = pick(v->inexact, y[i] + v->correction[i], y[i]);
    sync(tm);
}

/* f = R^-1 f first: f may be x, g may not be y. */
FN void dual_derivative_solve(team *tm, const dual_derivative *v, const real *f, const real *g, real *x, real *y)
{
    each (k, v->n) v->half[k] = f[k];
    sync(tm);
    dual_derivative_lower(tm, v, v->half);
    dual_derivative_multiply(tm, v, v->half, v->right);
    each (i, v->m) {
        v->right[i] -= g[i];
        y[i] = v->right[i];
    }
    sync(tm);
    dual_derivative_invert(tm, v, y);
    if (some(v->inexact)) dual_derivative_correct(tm, v, y);
    dual_derivative_multiply_transposed(tm, v, y, v->along);
    each (k, v->n) x[k] = v->half[k] - v->along[k];
    sync(tm);
    dual_derivative_upper(tm, v, x);
}

#endif

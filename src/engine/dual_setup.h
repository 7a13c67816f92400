/* From a problem to its linear complementarity problem (dual_interior_point.h), and back to x. */
#ifndef ENGINE_DUAL_SETUP_H
#define ENGINE_DUAL_SETUP_H

#include "dual_state.h"
#include "dual_tune.h"

/* out = M x, M = A or V. */
FN void dual_multiply(team *tm, const dual *v, const real *M, const real *x, real *out)
{
    if (v->by_columns)
        transposed_product(tm, v->n, v->m, M, NULL, x, out);
    else
        product(tm, v->m, v->n, M, NULL, x, out);
}

/* out = M'y. */
FN void dual_multiply_transposed(team *tm, const dual *v, const real *M, const real *y, real *out)
{
    if (v->by_columns)
        product(tm, v->n, v->m, M, NULL, y, out);
    else
        transposed_product(tm, v->m, v->n, M, NULL, y, out);
}

/* By columns, with V: G = I, and the diagonal of V V' in `square`. */
FN void dual_transform_columns(team *tm, const dual *v, real *square)
{
    column_squares(tm, v->n, v->m, v->V, square);
    each (k, (int)triangle_size(v->n)) v->G[k] = zero();
    sync(tm);
    each (k, v->n) v->G[triangle_at(k, k, v->n)] = splat(1);
    sync(tm);
}

/* V and G; the diagonal of V V' in `square`. */
FN void dual_transform(team *tm, dual *v, real *square)
{
    if (v->by_columns) {
        left_solve(tm, v->n, v->m, v->R, v->A, v->V);
        dual_transform_columns(tm, v, square);
    } else {
        right_solve(tm, v->n, v->m, v->R, v->A, v->V);
        gram(tm, v->m, v->n, v->V, v->G);
        each (i, v->m) square[i] = v->G[triangle_at(i, i, v->m)];
    }
}

/* From R, V and the diagonal of V V' in delta: w = R^-1 c, d = b + V w, delta. The lanes whose P is not safely definite
   are returned. */
FNSTEP mask dual_setup_vectors(team *tm, dual *v)
{
    mask unfit = none();
    v->pivot_loss = zero();
    each (i, v->n) {
        real inverse_pivot = v->R[triangle_at(i, i, v->n)];
        real loss = v->P[triangle_at(i, i, v->n)] * inverse_pivot * inverse_pivot;
        unfit |= ~less(loss, splat(DUAL_WORST_PIVOT));
        v->pivot_loss = larger(v->pivot_loss, loss);
        v->w[i] = v->c[i];
    }
    sync(tm);
    unfit = team_any(tm, unfit);
    v->pivot_loss = team_max(tm, v->pivot_loss);
    solve_lower(tm, v->n, v->R, v->w);
    dual_multiply(tm, v, v->V, v->w, v->d);

    v->scale_b = zero();
    v->scale_c = zero();
    v->w_norm = zero();
    v->size_P = zero();
    v->dual_residual = zero();
    each (i, v->n) {
        v->size_P += v->P[triangle_at(i, i, v->n)];
        v->scale_c = larger(v->scale_c, magnitude(v->c[i]));
        v->w_norm = muladd(v->w[i], v->w[i], v->w_norm);
    }
    v->scale_c = team_max(tm, v->scale_c);
    v->w_norm = team_sum(tm, v->w_norm);
    v->size_P = square_root(team_sum(tm, v->size_P));
    each (i, v->m) {
        v->d[i] += v->b[i];
        v->scale_b = larger(v->scale_b, magnitude(v->b[i]));
        v->delta[i] = larger(splat(v->regularisation) * v->delta[i], splat(1e-30));
    }
    v->scale_b = team_max(tm, v->scale_b);
    return unfit;
}

/* P = R R', V = A R^-T, G, and what follows from them. */
FN mask dual_setup(team *tm, dual *v)
{
    dual_tune(v);
    cholesky(tm, v->n, v->P, NULL, v->R);
    dual_transform(tm, v, v->delta);
    return dual_setup_vectors(tm, v);
}

/* q += G y; by rows. */
FN void dual_multiply_G(team *tm, const dual *v, const real *y, real *q) { symmetric_product(tm, v->m, v->G, y, q); }

/* out = A'y. */
FN void dual_multiply_A_transposed(team *tm, const dual *v, const real *y, real *out)
{
    dual_multiply_transposed(tm, v, v->A, y, out);
}

/* x = -R^-T (w + V'y); by columns V'y is p. */
FN void dual_recover_x(team *tm, dual *v)
{
    if (!v->by_columns) transposed_product(tm, v->m, v->n, v->V, NULL, v->y, v->p);
    each (k, v->n) v->x[k] = -(v->p[k] + v->w[k]);
    sync(tm);
    solve_upper(tm, v->n, v->R, v->x);
}

#endif

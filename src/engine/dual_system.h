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

#include "panel.h"

typedef struct dual {
    int n, m, z;
    int by_columns; /* also: A and V lie in panels of their columns, not of their rows */
    double regularisation, start_diagonal, start_slack; /* see dual_tune */
    /* the problem, as loaded */
    const real *P, *c, *A, *b; /* P: triangle; A: panels */
    /* set up once per problem */
    real *R, *V; /* triangle of order n; V like A */
    real *G, *K; /* triangles of the system's order: G = V V' or I, K the factor */
    real *w, *d; /* w = R^-1 c */
    real *delta; /* regularisation of each row, relative to G_ii */
    /* the iterate and its direction */
    real *x, *y, *s, *q, *dy, *ds;
    real *inverse_y, *diagonal, *target;
    real *ray;          /* a candidate for a certificate */
    real scale_b;       /* |b|_inf */
    real scale_c;       /* |c|_inf */
    real w_norm;        /* |w|^2 = c'P^-1 c */
    real size_P;        /* sqrt(trace P) = |R|_F */
    real pivot_loss;    /* the most that a pivot of P has lost against its diagonal: near P's condition number */
    real dual_residual; /* |R|_F |V'y - p|, at least |P x + c + A'y|_2 */
    /* by_columns only */
    real *p, *u, *f; /* [n] */
    real *weight;    /* [m] 1/D */
    real *row;       /* [m] */
    real *buffer;    /* GRAM_BUFFER */
} dual;

/* Rows whose pivot loses more than this against their diagonal make P too ill-conditioned for this route. */
#define DUAL_WORST_PIVOT 1e11

/* out = M x, M = A or V. */
FN void dual_multiply(team *tm, const dual *v, const real *M, const real *x, real *out)
{
    if (v->by_columns)
        transposed_product(tm, v->n, v->m, M, x, out);
    else
        product(tm, v->m, v->n, M, x, out);
}

/* out = M'y. */
FN void dual_multiply_transposed(team *tm, const dual *v, const real *M, const real *y, real *out)
{
    if (v->by_columns)
        product(tm, v->n, v->m, M, y, out);
    else
        transposed_product(tm, v->m, v->n, M, y, out);
}

/* V and G; the diagonal of V V' in `square`. */
FN void dual_transform(team *tm, dual *v, real *square)
{
    if (v->by_columns) {
        left_solve(tm, v->n, v->m, v->R, v->A, v->V);
        column_squares(tm, v->n, v->m, v->V, square);
        each (k, (int)triangle_size(v->n)) v->G[k] = zero();
        sync(tm);
        each (k, v->n) v->G[triangle_at(k, k, v->n)] = splat(1);
        sync(tm);
    } else {
        right_solve(tm, v->n, v->m, v->R, v->A, v->V);
        gram(tm, v->m, v->n, v->V, v->G);
        each (i, v->m) square[i] = v->G[triangle_at(i, i, v->m)];
    }
}

/* By columns r - V u cancels in rows with a small D, most of all in zero rows, whose D is delta alone: there it must be
   larger, and their y converges like a proximal iteration's. The start's theta and the size of its s were fitted, by
   rows to m = n, by columns to m = 2 n ... 40 n: where most rows are inactive s is better small. */
FN void dual_tune(dual *v)
{
    v->regularisation = v->by_columns ? 1e-8 : 1e-12;
    v->start_diagonal = v->by_columns ? 0.006 : 0.05;
    v->start_slack = v->by_columns ? 0.003 : 0.05;
}

/* P = R R', V = A R^-T, w = R^-1 c, d = b + V w. The lanes whose P is not safely definite are returned. */
FN mask dual_setup(team *tm, dual *v)
{
    dual_tune(v);
    cholesky(tm, v->n, 0, v->P, NULL, v->R);
    mask unfit = none();
    v->pivot_loss = zero();
    each (i, v->n) {
        real inverse_pivot = v->R[triangle_at(i, i, v->n)];
        real loss = v->P[triangle_at(i, i, v->n)] * inverse_pivot * inverse_pivot;
        unfit |= ~less(loss, splat(DUAL_WORST_PIVOT));
        v->pivot_loss = larger(v->pivot_loss, loss);
        v->w[i] = v->c[i];
    }
    unfit = team_any(tm, unfit);
    v->pivot_loss = team_max(tm, v->pivot_loss);
    dual_transform(tm, v, v->delta);
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
        v->delta[i] = larger(v->regularisation * v->delta[i], splat(1e-30));
    }
    v->scale_b = team_max(tm, v->scale_b);
    return unfit;
}

/* By columns: u = K^-1 u, and dy = D^-1 (r - V u) in place of r. */
FN void dual_substitute(team *tm, const dual *v, real *r, real *u)
{
    solve_lower(tm, v->n, v->K, u);
    solve_upper(tm, v->n, v->K, u);
    transposed_product(tm, v->n, v->m, v->V, u, v->row);
    each (i, v->m) r[i] = v->weight[i] * (r[i] - v->row[i]);
    sync(tm);
}

/* dy in place of r; by columns also u. f may be NULL for 0, and is 0 by rows. */
FN void dual_solve(team *tm, const dual *v, const real *f, real *r, real *u)
{
    if (!v->by_columns) {
        solve_lower(tm, v->m, v->K, r);
        solve_upper(tm, v->m, v->K, r);
        return;
    }
    each (i, v->m) v->row[i] = v->weight[i] * r[i];
    sync(tm);
    product(tm, v->n, v->m, v->V, v->row, u);
    each (k, f ? v->n : 0) u[k] += f[k];
    sync(tm);
    dual_substitute(tm, v, r, u);
}

/* f, the factor for D = v->diagonal, and the first solve with both: dy in place of r, and v->u. */
FN void dual_factor_and_solve(team *tm, dual *v, real *r)
{
    if (!v->by_columns) {
        cholesky(tm, v->m, 0, v->G, v->diagonal, v->K);
        dual_solve(tm, v, NULL, r, NULL);
        return;
    }
    each (i, v->m) v->weight[i] = reciprocal(v->diagonal[i]);
    sync(tm);
    gram_products also = {v->y, r, v->f, v->u};
    weighted_gram(tm, v->n, v->m, v->G, v->V, v->weight, v->K, v->buffer, &also);
    cholesky(tm, v->n, 0, v->K, NULL, v->K);
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

#endif

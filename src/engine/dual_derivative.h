/* The derivative's system on what the m x m interior point leaves, for a problem whose active rows are independent.

   With P = R R' and the active rows of V = A R^-T the system of derivative.h,
       [ P  A' ] [x]   [f]
       [ A  -H ] [y] = [g],
   becomes (V V' + H) y = V R^-1 f - g, x = R^-T (R^-1 f - V'y): no product with P or A, no regularisation. It takes one
   correction of y against V itself, for V V' has lost some of V's digits. */
#ifndef ENGINE_DUAL_DERIVATIVE_H
#define ENGINE_DUAL_DERIVATIVE_H

#include "panel.h"

typedef struct dual_derivative {
    int n, m;
    const real *R;    /* triangle of order n */
    const real *V;    /* m rows in panels, zeros in the rows that are not active */
    int has_inactive; /* V as it is given has other rows */
    real *scratch;    /* room for V without them */
    real *S;          /* triangle of order m: V V' + H, then its factor */
    real *diagonal;   /* [m] H, 1 in the inactive rows */
    real *right;      /* [m] V R^-1 f - g */
    real *correction; /* [m] */
    real *half;       /* [n] R^-1 f */
    real *along;      /* [n] V'y */
    mask unfit;       /* problems whose active rows are not safely independent */
} dual_derivative;

/* Where a pivot of P or of V V' + H loses more than this against its diagonal, elimination by P^-1 costs more digits
   than the system of derivative.h has to lose. */
#define DUAL_DERIVATIVE_WORST_PIVOT 1e7

/* V = its active rows (where `active` > 0), zeros elsewhere. */
FN void dual_derivative_mask(team *tm, dual_derivative *v, const real *active)
{
    each (I, panel_count(v->m)) {
        const real *all = v->V + (int64_t)TILE * I * v->n;
        real *V = v->scratch + (int64_t)TILE * I * v->n;
        WITH_HEIGHT(panel_height(I, v->m), {
            mask kept[TILE];
            UNROLL for (int i = 0; i < H; i++) kept[i] = less(zero(), active[TILE * I + i]);
            for (int k = 0; k < v->n; k++)
                UNROLL for (int i = 0; i < H; i++) V[k * H + i] = pick(kept[i], all[k * H + i], zero());
        })
    }
    sync(tm);
    v->V = v->scratch;
}

/* V V' + H = L L', with V and `diagonal` set. */
FN void dual_derivative_factor(team *tm, dual_derivative *v)
{
    gram(tm, v->m, v->n, v->V, v->S);
    each (i, v->m) v->right[i] = v->S[triangle_at(i, i, v->m)] + v->diagonal[i];
    sync(tm);
    cholesky(tm, v->m, 0, v->S, v->diagonal, v->S);
    v->unfit = none();
    each (i, v->m) {
        real inverse_pivot = v->S[triangle_at(i, i, v->m)];
        v->unfit |= ~less(v->right[i] * inverse_pivot * inverse_pivot, splat(DUAL_DERIVATIVE_WORST_PIVOT));
    }
}

/* f = R^-1 f first: f may be x, g may not be y. */
FN void dual_derivative_solve(team *tm, const dual_derivative *v, const real *f, const real *g, real *x, real *y)
{
    each (k, v->n) v->half[k] = f[k];
    sync(tm);
    solve_lower(tm, v->n, v->R, v->half);
    product(tm, v->m, v->n, v->V, v->half, v->right);
    each (i, v->m) {
        v->right[i] -= g[i];
        y[i] = v->right[i];
    }
    sync(tm);
    solve_lower(tm, v->m, v->S, y);
    solve_upper(tm, v->m, v->S, y);

    /* y += S^-1 (right - V (V'y) - H y) */
    transposed_product(tm, v->m, v->n, v->V, y, v->along);
    product(tm, v->m, v->n, v->V, v->along, v->correction);
    each (i, v->m) v->correction[i] = mulsub(v->diagonal[i], y[i], v->right[i] - v->correction[i]);
    sync(tm);
    solve_lower(tm, v->m, v->S, v->correction);
    solve_upper(tm, v->m, v->S, v->correction);
    each (i, v->m) y[i] += v->correction[i];
    sync(tm);

    transposed_product(tm, v->m, v->n, v->V, y, v->along);
    each (k, v->n) x[k] = v->half[k] - v->along[k];
    sync(tm);
    solve_upper(tm, v->n, v->R, x);
}

#endif

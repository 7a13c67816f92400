/* The system of dual_derivative.h where its matrices lie in memory: R, V and the triangle of its factor. */
#ifndef ENGINE_DUAL_ACTIVE_H
#define ENGINE_DUAL_ACTIVE_H

#include "derivative_rows.h"
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
    mask inexact;     /* problems whose solves want a correction */
} dual_derivative;

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
    gram_before(tm, v->m, v->n, v->V, v->R, v->S);
    each (i, v->m) v->right[i] = v->S[triangle_at(i, i, v->m)] + v->diagonal[i];
    sync(tm);
    cholesky(tm, v->m, v->S, v->diagonal, v->S);
    v->unfit = v->inexact = none();
    each (i, v->m) {
        real inverse_pivot = v->S[triangle_at(i, i, v->m)];
        real loss = v->right[i] * inverse_pivot * inverse_pivot;
        v->unfit |= ~less(loss, splat(DUAL_DERIVATIVE_WORST_PIVOT));
        v->inexact |= ~less(loss, splat(DUAL_DERIVATIVE_EXACT_PIVOT));
    }
}

/* u = R^-1 u. */
FN void dual_derivative_lower(team *tm, const dual_derivative *v, real *u) { solve_lower(tm, v->n, v->R, u); }

/* u = R^-T u. */
FN void dual_derivative_upper(team *tm, const dual_derivative *v, real *u) { solve_upper(tm, v->n, v->R, u); }

/* out = V u. */
FN void dual_derivative_multiply(team *tm, const dual_derivative *v, const real *u, real *out)
{
    product(tm, v->m, v->n, v->V, NULL, u, out);
}

/* out = V'y. */
FN void dual_derivative_multiply_transposed(team *tm, const dual_derivative *v, const real *y, real *out)
{
    transposed_product(tm, v->m, v->n, v->V, NULL, y, out);
}

/* y = (V V' + H)^-1 y. */
FN void dual_derivative_invert(team *tm, const dual_derivative *v, real *y)
{
    solve_lower(tm, v->m, v->S, y);
    solve_upper(tm, v->m, v->S, y);
}

#endif

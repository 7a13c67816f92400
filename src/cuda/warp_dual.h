/* The dual method's problem in a warp: G as tiles in shared memory, its factor as tiles in registers, vectors in shared
   memory. By rows, dense P and A, no second-order cones, n and m at most 8 TILES. */
#ifndef CUDA_WARP_DUAL_H
#define CUDA_WARP_DUAL_H

#include "warp_factor.h"

constexpr int SIDE = TILE_SIDE * TILES;

typedef struct dual {
    int n, m, z;
    int by_columns; /* 0 */
    double regularisation, start_diagonal, start_slack;
    const double *P, *c, *A, *b; /* the user's */
    double *G;                   /* [TRIANGLE] tiles */
    factor K;                    /* of G + diagonal */
    double *kept;                /* [DUAL_GLOBAL] global memory: X' of P's factor, S W' with W = A L^-T, W */
    real *w;                     /* [SIDE] S L^-1 c */
    real *d, *delta, *x, *y, *s, *q, *dy, *ds, *inverse_y, *diagonal, *target, *ray; /* [SIDE] */
    real *p, *u, *f, *row, *weight;                                                  /* by columns only */
    real scale_b, scale_c, w_norm, size_P, pivot_loss, dual_residual;
} dual;

#include "../engine/dual_tune.h"

constexpr int DUAL_VECTORS = 13;
constexpr int DUAL_KEPT = TILE_NUMBERS * (BELOW + TILES * TILES);
constexpr int DUAL_GLOBAL = DUAL_KEPT + TILE_NUMBERS * TILES * TILES;
constexpr int DUAL_SHARED = TILE_NUMBERS * (TRIANGLE + BELOW) + DUAL_VECTORS * SIDE;

/* Shared memory of a warp: DUAL_SHARED numbers. */
FN void dual_place(dual *v, double *shared)
{
    v->G = shared;
    v->K.transposed = shared + TILE_NUMBERS * TRIANGLE;
    double *vectors = v->K.transposed + TILE_NUMBERS * BELOW;
    real **of[DUAL_VECTORS] = {&v->w,  &v->d,  &v->delta,     &v->x,        &v->y,      &v->s,  &v->q,
                               &v->dy, &v->ds, &v->inverse_y, &v->diagonal, &v->target, &v->ray};
    UNROLL for (int k = 0; k < DUAL_VECTORS; k++) * of[k] = vectors + k * SIDE;
    v->u = v->f = v->row = v->weight = NULL;
    v->p = v->x; /* set, not used */
}

/* P's factor, w, and y = L^-1 c as tiles; X' kept. */
FN mask dual_factor_P(team *tm, dual *v, tile8 *y)
{
    int n = v->n;
    UNROLL for (int I = 0; I < TILES; I++)
    {
        UNROLL for (int J = 0; J <= I; J++) v->K.tiles[tile_at(I, J)] =
            tile_of_symmetric(v->P, n, TILE_SIDE * I, TILE_SIDE * J);
    }
    real trace = zero();
    each (k, SIDE) {
        real own = k < n ? v->P[(int64_t)k * n + k] : 1;
        v->w[k] = k < n ? v->c[k] : 0;
        v->diagonal[k] = own;
        trace += k < n ? own : 0;
        v->scale_c = larger(v->scale_c, magnitude(v->w[k]));
    }
    sync(tm);
    double least = 1;
    factor_from<0>(&v->K, v->diagonal, &least);
    UNROLL for (int J = 0; J < TILES; J++) y[J] = tile_vector(v->w + TILE_SIDE * J);
    factor_forward(&v->K, y);
    sync(tm);
    UNROLL for (int e = 0; e < BELOW; e++)
        tile_to(v->kept + TILE_NUMBERS * e, tile_from(v->K.transposed + TILE_NUMBERS * e));
    v->size_P = square_root(team_sum(tm, trace));
    v->scale_c = team_max(tm, v->scale_c);
    v->pivot_loss = team_max(tm, 1 / least);
    return team_any(tm, ~less(1 / least, DUAL_WORST_PIVOT));
}

/* A row panel of W = A L^-T and of X = W S; S W' is kept, and d = b - X L^-1 c. */
FN void dual_row_panel(dual *v, int I, const tile8 *y, tile8 *W, tile8 *X)
{
    tile8 minus_d = tile_zeros();
    UNROLL for (int J = 0; J < TILES; J++) W[J] = tile_of_matrix(v->A, v->m, v->n, TILE_SIDE * I, TILE_SIDE * J);
    UNROLL for (int J = 0; J < TILES; J++)
    {
        UNROLL for (int L = 0; L < J; L++) add_product(&W[J], W[L], v->K.tiles[tile_at(J, L)]);
        tile8 S = v->K.tiles[tile_at(J, J)];
        tile8 SW = tile_zeros();
        X[J] = tile_zeros();
        add_product(&X[J], W[J], S);
        add_product(&SW, S, W[J]);
        tile_to(v->kept + TILE_NUMBERS * (BELOW + TILES * I + J), SW);
        add_product(&minus_d, y[J], X[J]);
    }
    tile_vector_to(v->d + TILE_SIDE * I, minus_d);
}

/* G = A P^-1 A' = -X W'. */
FN void dual_form_G(team *tm, dual *v, const tile8 *y, double *W_of)
{
    for (int I = 0; I < TILES; I++) {
        tile8 W[TILES], X[TILES];
        dual_row_panel(v, I, y, W, X);
        for (int L = 0; L < I; L++) {
            tile8 G = tile_zeros();
            UNROLL for (int J = 0; J < TILES; J++)
                add_product(&G, X[J], tile_from(W_of + TILE_NUMBERS * (TILES * L + J)));
            tile_to(v->G + TILE_NUMBERS * tile_at(I, L), tile_negative(G));
        }
        tile8 G = tile_zeros();
        UNROLL for (int J = 0; J < TILES; J++) add_product(&G, X[J], W[J]);
        tile_to(v->G + TILE_NUMBERS * tile_at(I, I), tile_negative(G));
        UNROLL for (int J = 0; J < TILES; J++) tile_to(W_of + TILE_NUMBERS * (TILES * I + J), W[J]);
        sync(tm);
    }
}

/* w = S L^-1 c, |w|^2 in the sense of dual_interior_point.h: c'P^-1 c. */
FN void dual_keep_w(team *tm, dual *v, const tile8 *y)
{
    real norm = zero();
    UNROLL for (int J = 0; J < TILES; J++)
    {
        tile8 z = tile_zeros();
        add_product(&z, y[J], v->K.tiles[tile_at(J, J)]);
        if (tile_row() == 0) norm -= z.even * y[J].even + z.odd * y[J].odd;
        tile_vector_to(v->w + TILE_SIDE * J, z);
    }
    v->w_norm = team_sum(tm, norm);
}

FN mask dual_setup(team *tm, dual *v)
{
    dual_tune(v);
    each (k, DUAL_VECTORS * SIDE) v->w[k] = zero(); /* no rubbish in what tiles read past the end */
    sync(tm);
    v->scale_b = v->scale_c = v->dual_residual = zero();
    tile8 y[TILES];
    mask unfit = dual_factor_P(tm, v, y);
    dual_keep_w(tm, v, y);
    dual_form_G(tm, v, y, v->kept + DUAL_KEPT);
    each (i, v->m) {
        real g = v->G[TILE_NUMBERS * tile_at(i / TILE_SIDE, i / TILE_SIDE) + (TILE_SIDE + 1) * (i % TILE_SIDE)];
        v->d[i] = v->b[i] - v->d[i];
        v->delta[i] = larger(v->regularisation * g, 1e-30);
        v->scale_b = larger(v->scale_b, magnitude(v->b[i]));
    }
    each (i, SIDE)
        if (i >= v->m) v->diagonal[i] = 1;
    v->scale_b = team_max(tm, v->scale_b);
    sync(tm);
    return unfit;
}

/* dy in place of r. */
FN void dual_solve(team *tm, const dual *v, const real *f, real *r, real *u)
{
    (void)f;
    (void)u;
    tile8 y[TILES];
    each (i, SIDE) r[i] = i < v->m ? -r[i] : 0;
    sync(tm);
    UNROLL for (int J = 0; J < TILES; J++) y[J] = tile_vector(r + TILE_SIDE * J);
    factor_forward(&v->K, y);
    factor_middle(&v->K, y);
    factor_backward(v->K.transposed, y);
    sync(tm);
    UNROLL for (int J = 0; J < TILES; J++) tile_vector_to(r + TILE_SIDE * J, y[J]);
    sync(tm);
}

FN void dual_factor_and_solve(team *tm, dual *v, real *r)
{
    sync(tm);
    UNROLL for (int I = 0; I < TILES; I++)
    {
        UNROLL for (int J = 0; J <= I; J++) v->K.tiles[tile_at(I, J)] = tile_from(v->G + TILE_NUMBERS * tile_at(I, J));
        tile_add_diagonal(&v->K.tiles[tile_at(I, I)], v->diagonal + TILE_SIDE * I);
    }
    factor_from<0>(&v->K, NULL, NULL);
    sync(tm);
    dual_solve(tm, v, NULL, r, NULL);
}

/* q += G y. */
FN void dual_multiply_G(team *tm, const dual *v, const real *y, real *q)
{
    sync(tm);
    for (int I = 0; I < TILES; I++) {
        tile8 sum = tile_zeros();
        UNROLL for (int J = 0; J < TILES; J++)
        {
            const double *tile = v->G + TILE_NUMBERS * (J <= I ? tile_at(I, J) : tile_at(J, I));
            add_product(&sum, tile_vector(y + TILE_SIDE * J), J <= I ? tile_from(tile) : tile_transposed(tile));
        }
        if (tile_row() == 0) {
            q[TILE_SIDE * I + 2 * tile_pair()] += sum.even;
            q[TILE_SIDE * I + 2 * tile_pair() + 1] += sum.odd;
        }
    }
    sync(tm);
}

/* out = A'y: a lane per column. */
FN void dual_multiply_A_transposed(team *tm, const dual *v, const real *y, real *out)
{
    each (k, v->n) {
        real sum = zero();
        for (int i = 0; i < v->m; i++) sum = muladd(v->A[(int64_t)i * v->n + k], y[i], sum);
        out[k] = sum;
    }
    sync(tm);
}

/* x = -L^-T (D^-1 L^-1 c + D^-1 W'y) = L^-T (w + (S W') y). */
FN void dual_recover_x(team *tm, dual *v)
{
    tile8 x[TILES];
    UNROLL for (int J = 0; J < TILES; J++) x[J] = tile_vector(v->w + TILE_SIDE * J);
    for (int I = 0; I < TILES; I++) {
        tile8 y = tile_vector(v->y + TILE_SIDE * I);
        UNROLL for (int J = 0; J < TILES; J++)
            add_product(&x[J], y, tile_from(v->kept + TILE_NUMBERS * (BELOW + TILES * I + J)));
    }
    factor_backward(v->kept, x);
    UNROLL for (int J = 0; J < TILES; J++) tile_vector_to(v->x + TILE_SIDE * J, x[J]);
    sync(tm);
}

#endif

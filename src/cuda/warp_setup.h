/* From the user's problem to G and d of dual_interior_point.h, by tiles.

   With P = L D L' and W = A L^-T: G = W D^-1 W' = -W S W' and d = b + A P^-1 c. */
#ifndef CUDA_WARP_SETUP_H
#define CUDA_WARP_SETUP_H

#include "warp_dual.h"

typedef struct panels {
    tile8 of[PANELS][TILES];
} panels;

/* c_k += x_k y' for each panel k. */
FN void add_to_panels(panels *c, int J, const panels *x, int L, tile8 y)
{
    if constexpr (PANELS == 2)
        add_products(&c->of[0][J], &c->of[1][J], x->of[0][L], x->of[1][L], y);
    else
        add_product(&c->of[0][J], x->of[0][L], y);
}

FN void dual_load_P_factor(const dual *v, factor *to)
{
    UNROLL for (int e = 0; e < TRIANGLE; e++) to->tiles[e] = tile_from(v->P_factor + TILE_NUMBERS * e);
}

/* vector = P^-1 vector. Doubles have no registers for P's factor beside K; floats go on with K (warp_refine.h). */
FN void dual_solve_P(team *tm, dual *v, real *vector)
{
#ifdef SINGLE_PRECISION
    factor beside;
    factor *P = &beside;
#else
    factor *P = &v->K;
#endif
    dual_load_P_factor(v, P);
    sync(tm);
    real x[TILES];
    rows_from(vector, x);
    factor_solve(P, x);
    sync(tm);
    rows_to(vector, x);
    sync(tm);
}

/* P's factor, kept; t = P^-1 c by rows. */
FN mask dual_factor_P(team *tm, dual *v, real *t)
{
    int n = seen_anew(v->n);
    UNROLL for (int I = 0; I < TILES; I++)
    {
        UNROLL for (int J = 0; J <= I; J++)
        {
            v->K.tiles[tile_at(I, J)] = tile_of_symmetric(v->P, n, TILE_SIDE * I, TILE_SIDE * J);
            note_sizes(&v->largest, v->K.tiles[tile_at(I, J)]);
        }
    }
    real trace = zero();
    each (k, SIDE) {
        real own = k < n ? v->P[(int64_t)k * n + k] : 1;
        v->x[k] = k < n ? v->c[k] : 0;
        v->diagonal[k] = own;
        trace += k < n ? own : 0;
        note_size(&v->largest, v->x[k]);
        v->scale_c = larger(v->scale_c, magnitude(v->x[k]));
    }
    sync(tm);
    real least = 1;
    factor_from<0>(&v->K, v->diagonal, &least);
    UNROLL for (int e = 0; e < TRIANGLE; e++) tile_to(v->P_factor + TILE_NUMBERS * e, v->K.tiles[e]);
    if (P_FACTOR_NEAR && v->record)
        UNROLL for (int e = 0; e < TRIANGLE; e++) tile_to(v->record + KEPT_P + TILE_NUMBERS * e, v->K.tiles[e]);
    rows_from(v->x, t);
    factor_solve(&v->K, t);
    real norm = zero();
    UNROLL for (int J = 0; J < TILES; J++) if (tile_pair() == 0) norm =
        muladd(v->x[TILE_SIDE * J + tile_row()], t[J], norm);
    v->w_norm = team_sum(tm, norm);
    v->size_P = square_root(team_sum(tm, trace));
    v->scale_c = team_max(tm, v->scale_c);
    v->pivot_loss = team_max(tm, 1 / least);
    return team_any(tm, ~less(1, least * DUAL_WORST_PIVOT)); /* a negative pivot is no good one either */
}

/* Row panels from panel I on: A, and A t into d. */
FN void dual_read_panels(dual *v, int I, const real *t, panels *A)
{
    int n = seen_anew(v->n);
    UNROLL for (int k = 0; k < PANELS; k++)
    {
        panel_of_matrix(v->A, v->m, n, I + k, A->of[k]);
        UNROLL for (int J = 0; J < TILES; J++) note_sizes(&v->largest, A->of[k][J]);
    }
    real part[PANELS] = {0};
    UNROLL for (int J = 0; J < TILES; J++)
    {
        tile8 x = columns_of_rows(t[J]);
        UNROLL for (int k = 0; k < PANELS; k++) part[k] = row_part(A->of[k][J], x, part[k]);
    }
    UNROLL for (int k = 0; k < PANELS; k++)
    {
        real sum = row_sum(part[k]);
        if (I + k < TILES && tile_pair() == 0) v->d[TILE_SIDE * (I + k) + tile_row()] = sum;
    }
}

/* A becomes W = A L^-T, X = W S. */
FN void dual_transform(const dual *v, panels *W, panels *X)
{
    UNROLL for (int J = 0; J < TILES; J++)
    {
        UNROLL for (int L = 0; L < J; L++) add_to_panels(W, J, W, L, v->K.tiles[tile_at(J, L)]);
        UNROLL for (int k = 0; k < PANELS; k++) X->of[k][J] = tile_zeros();
        add_to_panels(X, J, W, J, v->K.tiles[tile_at(J, J)]);
    }
}

/* G = -X W' right of column panel L, whose W is given. */
FN void dual_put_G(dual *v, int I, int L, const panels *X, const tile8 *W)
{
    panels G;
    UNROLL for (int k = 0; k < PANELS; k++) G.of[k][0] = tile_zeros();
    UNROLL for (int J = 0; J < TILES; J++) add_to_panels(&G, 0, X, J, W[J]);
    UNROLL for (int k = 0; k < PANELS; k++) if (I + k < TILES && I + k >= L)
        tile_to(v->G + TILE_NUMBERS * tile_at(I + k, L), tile_negative(G.of[k][0]));
}

/* Where W's tile (L, J) waits for later panels. W_NEAR: in tiles of G whose own numbers come after it was read last,
   panel 0 in rows 2 and 3 of columns 0 and 1, panel 1 in the rest of those rows, and in dy and ds. */
FN real *dual_place_of_W(const dual *v, int L, int J)
{
    if constexpr (!W_NEAR) return v->W + TILE_NUMBERS * (TILES * L + J);
    if (L == 1 && J == TILES - 1) return v->dy;
    int first = tile_at(2 + J / 2, J % 2);
    int second = J == 0 ? tile_at(2, 2) : tile_at(3, J + 1);
    return v->G + TILE_NUMBERS * (L == 0 ? first : second);
}

FN void dual_form_G(team *tm, dual *v, const real *t)
{
    ROLLED for (int I = 0; I < TILES; I += PANELS)
    {
        panels W, X;
        if (PANELS == 2) dual_load_P_factor(v, &v->K); /* there are no registers to keep it in */
        dual_read_panels(v, I, t, &W);
        dual_transform(v, &W, &X);
        for (int L = 0; L < I; L++) {
            tile8 earlier[TILES];
            UNROLL for (int J = 0; J < TILES; J++) earlier[J] = tile_from(dual_place_of_W(v, L, J));
            dual_put_G(v, I, L, &X, earlier);
        }
        UNROLL for (int k = 0; k < PANELS; k++)
        {
            if (I + k >= TILES) continue;
            dual_put_G(v, I, I + k, &X, W.of[k]);
            if (I + k >= W_PANELS) continue;
            UNROLL for (int J = 0; J < TILES; J++) tile_to(dual_place_of_W(v, I + k, J), W.of[k][J]);
        }
        sync(tm);
    }
    each (k, W_NEAR ? 2 * SIDE : 0) v->dy[k] = zero();
}

FN mask dual_setup(team *tm, dual *v)
{
    dual_tune(v);
    each (k, DUAL_VECTORS * SIDE) v->d[k] = zero(); /* no rubbish in what tiles read past the end */
    sync(tm);
    v->scale_b = v->scale_c = v->dual_residual = zero();
    v->largest = 0;
    real t[TILES];
    mask unfit = dual_factor_P(tm, v, t);
    dual_form_G(tm, v, t);
    each (i, v->m) {
        real g = v->G[TILE_NUMBERS * tile_at(i / TILE_SIDE, i / TILE_SIDE) + (TILE_SIDE + 1) * (i % TILE_SIDE)];
        v->d[i] += v->b[i];
        v->delta[i] = larger(v->regularisation * g, 1e-30);
        v->scale_b = larger(v->scale_b, magnitude(v->b[i]));
        note_size(&v->largest, v->b[i]);
    }
    each (i, SIDE)
        if (i >= v->m) v->diagonal[i] = 1;
    v->scale_b = team_max(tm, v->scale_b);
    v->readable = ~team_any(tm, ~size_is_finite(v->largest));
    sync(tm);
    return unfit;
}

/* x = -P^-1 (c + A'y), by P's factor from memory; A'y stays in `target`. */
FN void dual_recover_x(team *tm, dual *v)
{
    dual_multiply_A_transposed(tm, v, v->y, v->target);
    each (k, SIDE) v->x[k] = k < v->n ? -(v->c[k] + v->target[k]) : 0;
    dual_solve_P(tm, v, v->x);
}

#endif

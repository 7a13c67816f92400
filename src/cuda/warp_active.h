/* The system of engine/dual_derivative.h in a warp: the active rows of V as tiles in shared memory, factors as tiles in
   registers. W has shared memory for so many rows as are active in most problems; the others' lie in global memory.

   P = L D L' by blocks, S = -D^-1 (warp_factor.h). What stands for R^-1, V and R^-T is D^-1 L^-1, W = A L^-T and L^-T,
   and for V' is D^-1 W': their products are the same, V V' = W D^-1 W' = -W S W' among them. */
#ifndef CUDA_WARP_ACTIVE_H
#define CUDA_WARP_ACTIVE_H

#include "warp_factor.h"

constexpr int SIDE = TILE_SIDE * TILES;

typedef struct dual_derivative {
    int n, m;           /* m: the active rows, filled up with zero rows to whole panels of eight */
    int active;         /* rows of them that are the problem's */
    int panels;         /* m / 8, at most TILES */
    factor K;           /* of P, then of V V' + H */
    double *P_below;    /* [BELOW] tiles X' of P's factor */
    double *P_diagonal; /* [TILES] tiles S of it */
    double *W, *W_far;  /* [NEAR, TILES], [TILES - NEAR, TILES] tiles, panel after panel */
    real *diagonal;     /* [m] H, 1 in the rows that fill up */
    real *right, *correction;
    real *half, *along; /* [SIDE] zeros from n on */
    mask unfit;
    mask inexact; /* always: by inverses of blocks digits are lost that pivots do not show (without correction 7e-9) */
} dual_derivative;

/* Panels of W in shared memory. */
constexpr int NEAR = TILES > 4 ? (TILES + 1) / 2 : TILES;
constexpr int ACTIVE_FAR = TILE_NUMBERS * TILES * (TILES - NEAR);
constexpr int ACTIVE_TILES = BELOW + TILES + NEAR * TILES + BELOW;
constexpr int ACTIVE_VECTORS = 5;
constexpr int ACTIVE_NUMBERS = TILE_NUMBERS * ACTIVE_TILES + ACTIVE_VECTORS * SIDE;

/* Shared memory: ACTIVE_NUMBERS numbers; global memory: ACTIVE_FAR. */
FN void dual_derivative_place(dual_derivative *v, double *shared, double *far)
{
    v->P_below = shared;
    v->P_diagonal = v->P_below + TILE_NUMBERS * BELOW;
    v->W = v->P_diagonal + TILE_NUMBERS * TILES;
    v->W_far = far;
    v->K.transposed = v->W + TILE_NUMBERS * NEAR * TILES;
    double *vectors = v->K.transposed + TILE_NUMBERS * BELOW;
    real **of[ACTIVE_VECTORS] = {&v->diagonal, &v->right, &v->correction, &v->half, &v->along};
    UNROLL for (int k = 0; k < ACTIVE_VECTORS; k++) * of[k] = vectors + k * SIDE;
}

FN double *tile_of_W(const dual_derivative *v, int I, int J)
{
    return I < NEAR ? v->W + TILE_NUMBERS * (TILES * I + J) : v->W_far + TILE_NUMBERS * (TILES * (I - NEAR) + J);
}

/* The symmetric part of P into the tiles of the factor, the identity beyond it. Every lane reads inside the matrix, so
   that no load waits for a branch. */
template <int PAIRS> FN void dual_derivative_read_P(dual_derivative *v, const double *P)
{
    int n = v->n;
    UNROLL for (int I = 0; I < TILES; I++)
    {
        int row = TILE_SIDE * I + tile_row();
        int own_row = row < n ? row : n - 1;
        UNROLL for (int J = 0; J <= I; J++)
        {
            int even = TILE_SIDE * J + 2 * tile_pair();
            int own_even = even < n ? even : n - 1 - PAIRS;
            int own_odd = even + 1 < n ? even + 1 : n - 1;
            tile8 c = tile_of_places<PAIRS>(P, own_row * n + own_even, own_row * n + own_odd);
            c.even = 0.5 * (c.even + P[own_even * n + own_row]);
            c.odd = 0.5 * (c.odd + P[own_odd * n + own_row]);
            if (row >= n || even >= n) c.even = row == even;
            if (row >= n || even + 1 >= n) c.odd = row == even + 1;
            v->K.tiles[tile_at(I, J)] = c;
        }
    }
}

FN void dual_derivative_load_P(dual_derivative *v, const double *P)
{
    if (has_pairs(P, v->n))
        dual_derivative_read_P<1>(v, P);
    else
        dual_derivative_read_P<0>(v, P);
}

/* Two panels of rows of A. */
template <int PAIRS>
FN void dual_derivative_read_A(const dual_derivative *v, const double *A, int row_above, int row_below, tile8 *upper,
                               tile8 *lower)
{
    UNROLL for (int J = 0; J < TILES; J++)
    {
        upper[J] = tile_of_rows<PAIRS>(A, v->n, row_above, TILE_SIDE * J);
        lower[J] = tile_of_rows<PAIRS>(A, v->n, row_below, TILE_SIDE * J);
    }
}

/* W = A L^-T of the rows in the list, two panels at a time, while P's factor is in the registers. */
FN void dual_derivative_transform(team *tm, dual_derivative *v, const double *A, const int *rows)
{
    for (int I = 0; I < v->panels; I += 2) {
        tile8 upper[TILES], lower[TILES];
        int row_above = rows[TILE_SIDE * I + tile_row()];
        int row_below = I + 1 < v->panels ? rows[TILE_SIDE * (I + 1) + tile_row()] : -1;
        if (has_pairs(A, v->n))
            dual_derivative_read_A<1>(v, A, row_above, row_below, upper, lower);
        else
            dual_derivative_read_A<0>(v, A, row_above, row_below, upper, lower);
        UNROLL for (int J = 0; J < TILES; J++)
        {
            UNROLL for (int L = 0; L < J; L++)
                add_products(&upper[J], &lower[J], upper[L], lower[L], v->K.tiles[tile_at(J, L)]);
            tile_to(tile_of_W(v, I, J), upper[J]);
            if (I + 1 < v->panels) tile_to(tile_of_W(v, I + 1, J), lower[J]);
        }
    }
    sync(tm);
}

/* Two panels of V V' = -(W S) W', the tiles up to the diagonal. */
template <int I> FN void dual_derivative_gram(dual_derivative *v)
{
    if constexpr (I < TILES) {
        if (I >= v->panels) return;
        constexpr int NEXT = I + 1 < TILES ? I + 1 : I;
        int has_next = I + 1 < v->panels;
        tile8 upper[TILES], lower[TILES];
        UNROLL for (int J = 0; J < TILES; J++)
        {
            tile8 S = tile_from(v->P_diagonal + TILE_NUMBERS * J);
            upper[J] = lower[J] = tile_zeros();
            tile8 next = has_next ? tile_from(tile_of_W(v, NEXT, J)) : tile_zeros();
            add_products(&upper[J], &lower[J], tile_from(tile_of_W(v, I, J)), next, S);
        }
        UNROLL for (int L = 0; L <= I; L++)
        {
            tile8 of_upper = tile_zeros(), of_lower = tile_zeros();
            UNROLL for (int J = 0; J < TILES; J++)
                add_products(&of_upper, &of_lower, upper[J], lower[J], tile_from(tile_of_W(v, L, J)));
            v->K.tiles[tile_at(I, L)] = tile_negative(of_upper);
            if (NEXT > I) v->K.tiles[tile_at(NEXT, L)] = tile_negative(of_lower);
        }
        if (NEXT > I && has_next) {
            tile8 last = tile_zeros();
            UNROLL for (int J = 0; J < TILES; J++) add_product(&last, lower[J], tile_from(tile_of_W(v, NEXT, J)));
            v->K.tiles[tile_at(NEXT, NEXT)] = tile_negative(last);
        }
        dual_derivative_gram<I + 2>(v);
    }
}

/* From P's factor in the registers: its diagonal is put by, V V' + H takes its place. */
FN void dual_derivative_next(team *tm, dual_derivative *v, const double *A, const int *rows)
{
    UNROLL for (int J = 0; J < TILES; J++) tile_to(v->P_diagonal + TILE_NUMBERS * J, v->K.tiles[tile_at(J, J)]);
    sync(tm);
    dual_derivative_transform(tm, v, A, rows);
    UNROLL for (int e = 0; e < TRIANGLE; e++) v->K.tiles[e] = tile_zeros();
    dual_derivative_gram<0>(v);
    UNROLL for (int I = 0; I < TILES; I++) if (I < v->panels)
        tile_add_diagonal(&v->K.tiles[tile_at(I, I)], v->diagonal + TILE_SIDE * I);
}

/* P, which is in the registers, and then V V' + H: from four tiles on both factors by one text, which is half of all
   code (n = 50: 109 ns in place of 148 on an H100; n = 20: 14.9 in place of 13.3). Returns whether pivots lose too
   much. */
#ifdef CONELET_CUDASIM
#define FACTORS_BY_ONE_TEXT
#else
#define FACTORS_BY_ONE_TEXT _Pragma("unroll (TILES < 4 ? 2 : 1)")
#endif
FN mask dual_derivative_factor(team *tm, dual_derivative *v, const double *A, const int *rows)
{
    double *of_both = v->K.transposed;
    mask lost = none();
    v->inexact = ~none();
    FACTORS_BY_ONE_TEXT for (int factor = 0; factor < 2; factor++)
    {
        v->K.transposed = factor == 0 ? v->P_below : of_both;
        UNROLL for (int J = 0; J < TILES; J++) tile_diagonal_to(v->along + TILE_SIDE * J, v->K.tiles[tile_at(J, J)]);
        sync(tm);
        double least = 1;
        int order = factor == 0 ? v->n : v->active;
        factor_from<0>(&v->K, v->along, &least, order, (order + TILE_SIDE - 1) / TILE_SIDE);
        lost = team_any(tm, ~less(1, least * DUAL_DERIVATIVE_WORST_PIVOT));
        if (some(lost)) break;
        if (factor == 0) dual_derivative_next(tm, v, A, rows);
    }
    v->K.transposed = of_both;
    sync(tm);
    return lost;
}

/* u = D^-1 L^-1 u. */
FN void dual_derivative_lower(team *tm, const dual_derivative *v, real *u)
{
    tile8 y[TILES];
    UNROLL for (int J = 0; J < TILES; J++) y[J] = tile_vector(u + TILE_SIDE * J);
    UNROLL for (int J = 0; J < TILES; J++)
    {
        UNROLL for (int I = J + 1; I < TILES; I++)
            add_product(&y[I], y[J], tile_transposed(v->P_below + TILE_NUMBERS * below_at(I, J)));
    }
    sync(tm);
    UNROLL for (int J = 0; J < TILES; J++)
    {
        tile8 z = tile_zeros();
        add_product(&z, y[J], tile_from(v->P_diagonal + TILE_NUMBERS * J));
        tile_vector_to(u + TILE_SIDE * J, tile_negative(z));
    }
    sync(tm);
}

/* u = L^-T u. */
FN void dual_derivative_upper(team *tm, const dual_derivative *v, real *u)
{
    tile8 y[TILES];
    UNROLL for (int J = 0; J < TILES; J++) y[J] = tile_vector(u + TILE_SIDE * J);
    factor_backward(v->P_below, y);
    sync(tm);
    UNROLL for (int J = 0; J < TILES; J++) tile_vector_to(u + TILE_SIDE * J, y[J]);
    sync(tm);
}

/* out = W u. */
FN void dual_derivative_multiply(team *tm, const dual_derivative *v, const real *u, real *out)
{
    UNROLL for (int I = 0; I < TILES; I++)
    {
        if (I >= v->panels) continue;
        tile8 sum = tile_zeros();
        UNROLL for (int J = 0; J < TILES; J++)
            add_product(&sum, tile_vector(u + TILE_SIDE * J), tile_from(tile_of_W(v, I, J)));
        tile_vector_to(out + TILE_SIDE * I, sum);
    }
    sync(tm);
}

/* out = D^-1 W'y. */
FN void dual_derivative_multiply_transposed(team *tm, const dual_derivative *v, const real *y, real *out)
{
    tile8 sum[TILES];
    UNROLL for (int J = 0; J < TILES; J++) sum[J] = tile_zeros();
    UNROLL for (int I = 0; I < TILES; I++)
    {
        if (I >= v->panels) continue;
        tile8 own = tile_vector(y + TILE_SIDE * I);
        UNROLL for (int J = 0; J < TILES; J++) add_product(&sum[J], own, tile_transposed(tile_of_W(v, I, J)));
    }
    UNROLL for (int J = 0; J < TILES; J++)
    {
        tile8 z = tile_zeros();
        add_product(&z, sum[J], tile_from(v->P_diagonal + TILE_NUMBERS * J));
        tile_vector_to(out + TILE_SIDE * J, tile_negative(z));
    }
    sync(tm);
}

/* y = (V V' + H)^-1 y. */
FN void dual_derivative_invert(team *tm, const dual_derivative *v, real *y)
{
    tile8 z[TILES];
    UNROLL for (int J = 0; J < TILES; J++) z[J] =
        J < v->panels ? tile_negative(tile_vector(y + TILE_SIDE * J)) : tile_zeros();
    factor_forward(&v->K, z, v->panels);
    factor_middle(&v->K, z, v->panels);
    factor_backward(v->K.transposed, z, v->panels);
    sync(tm);
    UNROLL for (int J = 0; J < TILES; J++) if (J < v->panels) tile_vector_to(y + TILE_SIDE * J, z[J]);
    sync(tm);
}

#endif

/* The system of engine/dual_derivative.h in a warp, of what the solve has kept (warp_kept.h): nothing is factored.
   Those rows of W, which are wanted four times, are brought to shared memory, as many as are active in most problems;
   factors are read where they lie, in device memory, twice.

   What stands for R^-1, V and R^-T is D^-1 L^-1, W = A L^-T and L^-T, and for V' is D^-1 W', as in warp_active.h. */
#ifndef CUDA_KEPT_ACTIVE_H
#define CUDA_KEPT_ACTIVE_H

#include "warp_kept.h"
#include "warp_substitute.h"

constexpr int SIDE = TILE_SIDE * TILES;

typedef struct dual_derivative {
    int n, m;           /* m: the active rows, filled up with zero rows to whole panels of eight */
    int active;         /* rows of them that are the problem's */
    int panels;         /* m / 8, at most TILES */
    const real *record; /* the problem's, see warp_kept.h */
    const int *rows;    /* [m] the active ones, -1 where rows fill up */
    real *W;            /* [NEAR, TILES] tiles of their rows of W, panel after panel, zeros where rows fill up */
    real *diagonal;     /* [m] H: 0, for a problem with another H keeps nothing */
    real *right, *correction;
    real *half, *along; /* [SIDE] zeros from n on */
    mask inexact;       /* always, as in warp_active.h */
} dual_derivative;

/* Panels of W in shared memory. */
constexpr int NEAR = (TILES + 2) / 2;
constexpr int ACTIVE_VECTORS = 5;
constexpr int ACTIVE_NUMBERS = TILE_NUMBERS * NEAR * TILES + ACTIVE_VECTORS * SIDE;

/* Shared memory: ACTIVE_NUMBERS numbers. */
FN void dual_derivative_place(dual_derivative *v, real *shared)
{
    real **of[ACTIVE_VECTORS] = {&v->diagonal, &v->right, &v->correction, &v->half, &v->along};
    v->W = shared;
    real *vectors = shared + TILE_NUMBERS * NEAR * TILES;
    UNROLL for (int k = 0; k < ACTIVE_VECTORS; k++) * of[k] = vectors + k * SIDE;
    v->inexact = ~none();
}

/* y = D^-1 L^-1 y, by rows, of a factor in memory. */
FN void stored_forward(const real *tiles, int panels, real *y)
{
    real down[TILES], across[TILES];
    UNROLL for (int J = 0; J < TILES; J++) down[J] = across[J] = 0;
    UNROLL for (int J = 0; J < TILES; J++)
    {
        if (J >= panels) continue;
        if (J > 0) y[J] += row_sum(down[J]);
        tile8 x = columns_of_rows(y[J]);
        across[J] = row_part(tile_from(tiles + TILE_NUMBERS * tile_at(J, J)), x, 0);
        UNROLL for (int I = J + 1; I < TILES; I++) if (I < panels) down[I] =
            row_part(tile_from(tiles + TILE_NUMBERS * tile_at(I, J)), x, down[I]);
    }
    UNROLL for (int J = 0; J < TILES; J++) if (J < panels) y[J] = -row_sum(across[J]);
}

/* y = L^-T y. */
FN void stored_backward(const real *tiles, int panels, real *y)
{
    tile8 up[TILES];
    UNROLL for (int J = 0; J < TILES; J++) up[J] = tile_zeros();
    UNROLL for (int I = TILES - 1; I >= 0; I--)
    {
        if (I >= panels) continue;
        if (I < TILES - 1) y[I] += column_sum(up[I]);
        UNROLL for (int J = 0; J < I; J++) column_part(tile_from(tiles + TILE_NUMBERS * tile_at(I, J)), y[I], &up[J]);
    }
}

/* u = D^-1 L^-1 u. */
FN void dual_derivative_lower(team *tm, const dual_derivative *v, real *u)
{
    real y[TILES];
    rows_from(u, y);
    sync(tm);
    stored_forward(v->record + KEPT_P, TILES, y);
    rows_to(u, y);
    sync(tm);
}

/* u = L^-T u. */
FN void dual_derivative_upper(team *tm, const dual_derivative *v, real *u)
{
    real y[TILES];
    rows_from(u, y);
    sync(tm);
    stored_backward(v->record + KEPT_P, TILES, y);
    rows_to(u, y);
    sync(tm);
}

/* The lane's numbers of a row of W in the record: from here on, a tile's for each panel of columns. */
FN const real *kept_row_of_W(const dual_derivative *v, int row)
{
    int there = row < 0 ? 0 : row;
    const real *W = v->record + KEPT_W + TILE_NUMBERS * TILES * (there / TILE_SIDE);
    return W + TILE_SIDE * (there % TILE_SIDE) + 2 * tile_pair();
}

FN tile8 tile_of_row(const real *row, int J)
{
    real2 pair = *(const real2 *)(row + TILE_NUMBERS * J);
    return {pair.x, pair.y};
}

/* The near panels of W. */
FN void dual_derivative_load(team *tm, dual_derivative *v)
{
    ROLLED for (int I = 0; I < NEAR && I < v->panels; I++)
    {
        int row = v->rows[TILE_SIDE * I + tile_row()];
        const real *W = kept_row_of_W(v, row);
        UNROLL for (int J = 0; J < TILES; J++)
            tile_to(v->W + TILE_NUMBERS * (TILES * I + J), row < 0 ? tile_zeros() : tile_of_row(W, J));
    }
    sync(tm);
}

/* Panel I of the active rows, wherever it is now. */
FN const real *active_row_of_W(const dual_derivative *v, int I)
{
    if (I < NEAR) return v->W + TILE_NUMBERS * TILES * I + 2 * (threadIdx.x % 32);
    return kept_row_of_W(v, v->rows[TILE_SIDE * I + tile_row()]);
}

/* Whether its rows are the problem's, as a factor. */
FN real is_problems(const dual_derivative *v, int I) { return v->rows[TILE_SIDE * I + tile_row()] < 0 ? 0 : 1; }

/* out = W u. */
FN void dual_derivative_multiply(team *tm, const dual_derivative *v, const real *u, real *out)
{
    ROLLED for (int I = 0; I < v->panels; I++)
    {
        const real *W = active_row_of_W(v, I);
        real part = 0;
        UNROLL for (int J = 0; J < TILES; J++) part = row_part(tile_of_row(W, J), tile_vector(u + TILE_SIDE * J), part);
        part = row_sum(part) * is_problems(v, I);
        if (tile_pair() == 0) out[TILE_SIDE * I + tile_row()] = part;
    }
    sync(tm);
}

/* out = D^-1 W'y. */
FN void dual_derivative_multiply_transposed(team *tm, const dual_derivative *v, const real *y, real *out)
{
    tile8 part[TILES];
    real sum[TILES];
    UNROLL for (int J = 0; J < TILES; J++) part[J] = tile_zeros();
    ROLLED for (int I = 0; I < v->panels; I++)
    {
        const real *W = active_row_of_W(v, I);
        real own = y[TILE_SIDE * I + tile_row()] * is_problems(v, I);
        UNROLL for (int J = 0; J < TILES; J++) column_part(tile_of_row(W, J), own, &part[J]);
    }
    UNROLL for (int J = 0; J < TILES; J++)
    {
        tile8 S = tile_from(v->record + KEPT_P + TILE_NUMBERS * tile_at(J, J));
        sum[J] = -row_sum(row_part(S, columns_of_rows(column_sum(part[J])), 0));
    }
    rows_to(out, sum);
    sync(tm);
}

/* y = (V V')^-1 y. */
FN void dual_derivative_invert(team *tm, const dual_derivative *v, real *y)
{
    real z[TILES];
    UNROLL for (int J = 0; J < TILES; J++) z[J] = J < v->panels ? y[TILE_SIDE * J + tile_row()] : 0;
    sync(tm);
    stored_forward(v->record + KEPT_K, v->panels, z);
    stored_backward(v->record + KEPT_K, v->panels, z);
    UNROLL for (int J = 0; J < TILES; J++) if (J < v->panels && tile_pair() == 0) y[TILE_SIDE * J + tile_row()] = z[J];
    sync(tm);
}

#endif

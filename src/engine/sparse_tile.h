/* Register tiles of a signed Cholesky factor L S L', S diagonal with S_j = +1 or -1.

   A diagonal tile keeps S_j / L_jj on its diagonal and L_ij S_j below it: then the same code as for an ordinary
   Cholesky factor solves with it (tile_right_solve, lower_diagonal, upper_diagonal). Everywhere else L is kept as is.
   Columns of equal sign lie together, positive ones first, so a sum is one run of subtractions and one of additions. */
#ifndef ENGINE_SPARSE_TILE_H
#define ENGINE_SPARSE_TILE_H

#include "cholesky.h"

/* A pivot whose sign is lost to rounding becomes one that leaves its unknown near zero. */
#define SPARSE_SMALLEST_PIVOT 1e-13
#define SPARSE_PIVOT_INSTEAD  1e-7

/* c -= a S b' over `count` columns, the first `positives` of them with S = +1. */
FN void tile_subtract_signed(int h, int w, int count, int positives, const real *a, const real *b, tile c)
{
    int plus = positives < count ? positives : count;
    tile_subtract(h, w, plus, a, b, c);
    tile_add(h, w, count - plus, a + (int64_t)plus * h, b + (int64_t)plus * w, c);
}

/* c = L S L' in place. */
FN void tile_factor_signed(int w, int positives, tile c)
{
    UNROLL for (int j = 0; j < w; j++)
    {
        real sign = splat(j < positives ? 1 : -1);
        real pivot = sign * c[j][j];
        pivot = pick(less(splat(SPARSE_SMALLEST_PIVOT), pivot), pivot, splat(SPARSE_PIVOT_INSTEAD));
        real inverse = sign * reciprocal_root(pivot);
        c[j][j] = inverse;
        UNROLL for (int i = j + 1; i < w; i++) c[i][j] *= inverse;
        UNROLL for (int k = j + 1; k < w; k++)
        {
            real right = sign * c[k][j];
            UNROLL for (int i = k; i < w; i++) c[i][k] = mulsub(c[i][j], right, c[i][k]);
        }
        UNROLL for (int i = j + 1; i < w; i++) c[i][j] *= sign;
    }
}

/* The tile on the diagonal at `column` of a panel of the triangle L, in place. */
FN void sparse_diagonal_tile(int w, int column, int positives, real *L)
{
    tile c;
    tile_load(w, w, L + column * w, c);
    tile_subtract_signed(w, w, column, positives, L, L, c);
    tile_factor_signed(w, positives - column, c);
    tile_store(w, w, L + column * w, c);
}

/* A tile below it, in place: `own` is its panel, LJ the finished panel of the diagonal tile. */
FN void sparse_lower_tile(int h, int w, int column, int positives, const real *LJ, real *own)
{
    tile c;
    tile_load(h, w, own + column * h, c);
    tile_subtract_signed(h, w, column, positives, own, LJ, c);
    tile_right_solve(h, w, LJ + column * w, c);
    tile_store(h, w, own + column * h, c);
}

/* A tile of the update matrix: -a S b' over all pivots. */
FN void sparse_update_tile(int h, int w, int pivots, int positives, const real *a, const real *b, real *update)
{
    tile c;
    tile_zero(h, w, c);
    tile_subtract_signed(h, w, pivots, positives, a, b, c);
    tile_store(h, w, update, c);
}

#endif

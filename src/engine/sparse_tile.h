/* Register tiles of a signed Cholesky factor L S L', S diagonal with S_j = +1 or -1.

   A diagonal tile keeps S_j / L_jj on its diagonal and L_ij S_j below it: then the same code as for an ordinary
   Cholesky factor solves with it (tile_right_solve, lower_diagonal, upper_diagonal). Everywhere else L is kept as is.
   The signs of a front's columns are runs of -, +, - and + (any may be empty): so a sum needs no multiplication by a
   sign. */
#ifndef ENGINE_SPARSE_TILE_H
#define ENGINE_SPARSE_TILE_H

#include "tile_solve.h"

/* A pivot whose sign is lost to rounding becomes one that leaves its unknown near zero. */
#define SPARSE_SMALLEST_PIVOT 1e-13
#define SPARSE_PIVOT_INSTEAD  1e-7

/* Where the runs of a front's columns end, in turn of sign - and +. */
typedef struct sparse_signs {
    int ends[4];
} sparse_signs;

FN int smaller_count(int a, int b) { return a < b ? a : b; }

FN int sparse_is_positive(const sparse_signs *signs, int column)
{
    return (column >= signs->ends[0] && column < signs->ends[1]) || column >= signs->ends[2];
}

/* c -= a S b' over `count` columns. */
FN void tile_subtract_signed(int h, int w, int count, const sparse_signs *signs, const real *a, const real *b, tile c)
{
    int begin = 0;
    for (int run = 0; run < 4 && begin < count; run += 2) {
        int middle = smaller_count(signs->ends[run], count);
        int end = smaller_count(signs->ends[run + 1], count);
        if (begin < middle) tile_add(h, w, middle - begin, a + (int64_t)begin * h, b + (int64_t)begin * w, c);
        if (middle < end) tile_subtract(h, w, end - middle, a + (int64_t)middle * h, b + (int64_t)middle * w, c);
        begin = end;
    }
}

/* c = L S L' in place. */
FN void tile_factor_signed(int w, int column, const sparse_signs *signs, tile c)
{
    UNROLL for (int j = 0; j < w; j++)
    {
        real sign = splat(sparse_is_positive(signs, column + j) ? 1 : -1);
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
FN void sparse_diagonal_tile(int w, int column, const sparse_signs *signs, real *L)
{
    tile c;
    tile_load(w, w, L + column * w, c);
    tile_subtract_signed(w, w, column, signs, L, L, c);
    tile_factor_signed(w, column, signs, c);
    tile_store(w, w, L + column * w, c);
}

/* A tile below it, in place: `own` is its panel, LJ the finished panel of the diagonal tile. */
FN void sparse_lower_tile(int h, int w, int column, const sparse_signs *signs, const real *LJ, real *own)
{
    tile c;
    tile_load(h, w, own + column * h, c);
    tile_subtract_signed(h, w, column, signs, own, LJ, c);
    tile_right_solve(h, w, LJ + column * w, c);
    tile_store(h, w, own + column * h, c);
}

/* A tile of the update matrix: -a S b' over all pivots. */
FN void sparse_update_tile(int h, int w, int pivots, const sparse_signs *signs, const real *a, const real *b,
                           real *update)
{
    tile c;
    tile_zero(h, w, c);
    tile_subtract_signed(h, w, pivots, signs, a, b, c);
    tile_store(h, w, update, c);
}

#endif

/* Register tiles: at most TILE x TILE numbers (times the lanes) that stay in registers through a whole sum.
   Heights and widths are constants after inlining. */
#ifndef ENGINE_TILE_H
#define ENGINE_TILE_H

#include "panel.h"

typedef real tile[TILE][TILE];

FN void tile_zero(int h, int w, tile c)
{
    UNROLL for (int j = 0; j < w; j++) UNROLL for (int i = 0; i < h; i++) c[i][j] = zero();
}

FN void tile_load(int h, int w, const real *from, tile c)
{
    UNROLL for (int j = 0; j < w; j++) UNROLL for (int i = 0; i < h; i++) c[i][j] = from[j * h + i];
}

FN void tile_store(int h, int w, real *to, tile c)
{
    UNROLL for (int j = 0; j < w; j++) UNROLL for (int i = 0; i < h; i++) to[j * h + i] = c[i][j];
}

/* The lower half alone: the compiler then leaves out what leads to the rest. */
FN void tile_store_lower(int w, real *to, tile c)
{
    UNROLL for (int j = 0; j < w; j++) UNROLL for (int i = j; i < w; i++) to[j * w + i] = c[i][j];
}

/* c += a b' over `count` columns of the panels a (height h) and b (height w). */
FN void tile_add(int h, int w, int count, const real *a, const real *b, tile c)
{
    for (int k = 0; k < count; k++, a += h, b += w) {
        real left[TILE];
        UNROLL for (int i = 0; i < h; i++)
        {
            left[i] = a[i];
            KEEP(left[i]);
        }
        UNROLL for (int j = 0; j < w; j++)
        {
            real right = b[j];
            KEEP(right);
            UNROLL for (int i = 0; i < h; i++) c[i][j] = muladd(left[i], right, c[i][j]);
        }
    }
}

/* c -= a b'. */
FN void tile_subtract(int h, int w, int count, const real *a, const real *b, tile c)
{
    for (int k = 0; k < count; k++, a += h, b += w) {
        real left[TILE];
        UNROLL for (int i = 0; i < h; i++)
        {
            left[i] = a[i];
            KEEP(left[i]);
        }
        UNROLL for (int j = 0; j < w; j++)
        {
            real right = b[j];
            KEEP(right);
            UNROLL for (int i = 0; i < h; i++) c[i][j] = mulsub(left[i], right, c[i][j]);
        }
    }
}

/* c -= a b, a (h x TILE) and b (TILE x w) column after column. */
FN void tile_subtract_product(int h, int w, const real *a, const real *b, tile c)
{
    UNROLL for (int k = 0; k < TILE; k++)
    {
        real left[TILE];
        UNROLL for (int i = 0; i < h; i++)
        {
            left[i] = a[k * h + i];
            KEEP(left[i]);
        }
        UNROLL for (int j = 0; j < w; j++)
        {
            real right = b[j * TILE + k];
            KEEP(right);
            UNROLL for (int i = 0; i < h; i++) c[i][j] = mulsub(left[i], right, c[i][j]);
        }
    }
}

/* c = c L^-T, L a diagonal tile as tile_cholesky leaves it. */
FN void tile_right_solve(int h, int w, const real *L, tile c)
{
    UNROLL for (int j = 0; j < w; j++)
    {
        UNROLL for (int k = 0; k < j; k++)
        {
            UNROLL for (int i = 0; i < h; i++) c[i][j] = mulsub(c[i][k], L[k * w + j], c[i][j]);
        }
        UNROLL for (int i = 0; i < h; i++) c[i][j] *= L[j * w + j];
    }
}

/* c = L^-1 c. */
FN void tile_left_solve(int h, int w, const real *L, tile c)
{
    UNROLL for (int i = 0; i < h; i++)
    {
        UNROLL for (int k = 0; k < i; k++)
        {
            UNROLL for (int j = 0; j < w; j++) c[i][j] = mulsub(L[k * h + i], c[k][j], c[i][j]);
        }
        UNROLL for (int j = 0; j < w; j++) c[i][j] *= L[i * h + i];
    }
}

#endif

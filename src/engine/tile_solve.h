/* Triangular solves with one tile of a factor and a vector: L as tile_cholesky leaves it. */
#ifndef ENGINE_TILE_SOLVE_H
#define ENGINE_TILE_SOLVE_H

#include "tile.h"

FN void lower_diagonal(int w, const real *L, real *y)
{
    UNROLL for (int j = 0; j < w; j++)
    {
        real value = y[j] * L[j * w + j];
        y[j] = value;
        UNROLL for (int i = j + 1; i < w; i++) y[i] = mulsub(L[j * w + i], value, y[i]);
    }
}

FN void lower_below(int h, const real *L, const real *y, real *below)
{
    UNROLL for (int i = 0; i < h; i++)
    {
        real value = below[i];
        UNROLL for (int j = 0; j < TILE; j++) value = mulsub(L[j * h + i], y[j], value);
        below[i] = value;
    }
}

FN void upper_diagonal(int w, const real *L, real *y)
{
    UNROLL for (int j = w - 1; j >= 0; j--)
    {
        real value = y[j];
        UNROLL for (int i = j + 1; i < w; i++) value = mulsub(L[j * w + i], y[i], value);
        y[j] = value * L[j * w + j];
    }
}

FN void upper_above(int h, const real *L, const real *y, real *above)
{
    UNROLL for (int j = 0; j < TILE; j++)
    {
        real value = above[j];
        UNROLL for (int i = 0; i < h; i++) value = mulsub(L[j * h + i], y[i], value);
        above[j] = value;
    }
}

#endif

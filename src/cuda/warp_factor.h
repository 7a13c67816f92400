/* Factor and solves of a symmetric matrix of TILES x TILES tiles in the registers of a warp.

   Block L D L' without square roots: a diagonal tile becomes S = -D^-1 by eight sweeps, a tile below it X = -L. For the
   way back the transposes X' wait in shared memory. */
#ifndef CUDA_WARP_FACTOR_H
#define CUDA_WARP_FACTOR_H

#include "warp_sweep.h"

constexpr int TILES = WARP_TILES;
constexpr int TRIANGLE = TILES * (TILES + 1) / 2;
constexpr int BELOW = TILES * (TILES - 1) / 2;

/* Place of tile (I, J), J <= I, in a triangle; of one below the diagonal among those alone. */
FNBOTH constexpr int tile_at(int I, int J) { return I * (I + 1) / 2 + J; }
FNBOTH constexpr int below_at(int I, int J) { return tile_at(I - 1, J); }

typedef struct factor {
    tile8 tiles[TRIANGLE]; /* S on the diagonal, X below */
    real *transposed;      /* [BELOW] tiles X' in shared memory; NULL: not wanted */
} factor;

/* Rows I > J of panel J: X = tile S, and what is right of it loses its part. Two rows at a time. Only the first P rows
   and columns of tiles are worked on, and of those the first `panels`; tiles beyond them stay as they are. */
template <int J, int P> FN void factor_panel(factor *K, int panels)
{
    tile8 S = K->tiles[tile_at(J, J)];
    tile8 X[TILES];
    UNROLL for (int I = J + 1; I < P; I++) X[I] = tile_zeros();
    UNROLL for (int I = J + 1; I < P; I += 2)
    {
        if (I >= panels) continue;
        if (I + 1 < P)
            add_products(&X[I], &X[I + 1], K->tiles[tile_at(I, J)], K->tiles[tile_at(I + 1, J)], S);
        else
            add_product(&X[I], K->tiles[tile_at(I, J)], S);
    }
    UNROLL for (int I = J + 1; I < P; I++) if (K->transposed && I < panels)
    {
        tile8 transposed = tile_zeros();
        add_product(&transposed, S, K->tiles[tile_at(I, J)]);
        tile_to(K->transposed + TILE_NUMBERS * below_at(I, J), transposed);
    }
    UNROLL for (int L = J + 1; L < P; L++)
    {
        UNROLL for (int I = L; I < P; I += 2)
        {
            if (I >= panels) continue;
            if (I + 1 < P)
                add_products(&K->tiles[tile_at(I, L)], &K->tiles[tile_at(I + 1, L)], X[I], X[I + 1],
                             K->tiles[tile_at(L, J)]);
            else
                add_product(&K->tiles[tile_at(I, L)], X[I], K->tiles[tile_at(L, J)]);
        }
    }
    UNROLL for (int I = J + 1; I < P; I++) K->tiles[tile_at(I, J)] = X[I];
}

/* Factor the first P rows and columns of tiles in place; `least` = the smallest pivot over its entry of `diagonal`
   (NULL: not asked for). From row `order` on the matrix is the identity, and from tile `panels` on nothing else: that
   is left alone. Templates unroll what a pragma has left in local memory. */
template <int J, int P = TILES>
FN void factor_from(factor *K, const real *diagonal, real *least, int order = TILE_SIDE * P, int panels = P)
{
    if constexpr (J < P) {
        if (TILE_SIDE * J >= order) return;
        real pivot = tile_sweep(&K->tiles[tile_at(J, J)], order - TILE_SIDE * J);
        int lane = (int)threadIdx.x % 32;
        if (diagonal && lane < TILE_SIDE) {
            real share = pivot * reciprocal(diagonal[TILE_SIDE * J + lane]);
            *least = share > *least ? *least : share; /* NaN is the least of all */
        }
        factor_panel<J, P>(K, panels);
        factor_from<J + 1, P>(K, diagonal, least, order, panels);
    }
}

/* Vectors are tiles whose rows are all alike. y = -K^-1 y. */
FN void factor_forward(const factor *K, tile8 *y, int panels = TILES)
{
    UNROLL for (int J = 0; J < TILES; J++)
    {
        UNROLL for (int I = J + 1; I < TILES; I++) if (I < panels) add_product(&y[I], y[J], K->tiles[tile_at(I, J)]);
    }
}

FN void factor_middle(const factor *K, tile8 *y, int panels = TILES)
{
    UNROLL for (int J = 0; J < TILES; J++)
    {
        if (J >= panels) continue;
        tile8 z = tile_zeros();
        add_product(&z, y[J], K->tiles[tile_at(J, J)]);
        y[J] = z;
    }
}

FN void factor_backward(const real *transposed, tile8 *y, int panels = TILES)
{
    UNROLL for (int J = TILES - 1; J > 0; J--)
    {
        if (J >= panels) continue;
        UNROLL for (int I = 0; I < J; I++)
            add_product(&y[I], y[J], tile_from(transposed + TILE_NUMBERS * below_at(J, I)));
    }
}

#endif

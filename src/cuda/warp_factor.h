/* Factor and solves of a symmetric matrix of TILES x TILES tiles in the registers of a warp.

   Block L D L' without square roots: a diagonal tile becomes S = -D^-1 by eight sweeps, a tile below it X = -L. For the
   way back the transposes X' wait in shared memory. */
#ifndef CUDA_WARP_FACTOR_H
#define CUDA_WARP_FACTOR_H

#include "warp_tile.h"

constexpr int TILES = WARP_TILES;
constexpr int TRIANGLE = TILES * (TILES + 1) / 2;
constexpr int BELOW = TILES * (TILES - 1) / 2;

/* Place of tile (I, J), J <= I, in a triangle; of one below the diagonal among those alone. */
FNBOTH constexpr int tile_at(int I, int J) { return I * (I + 1) / 2 + J; }
FNBOTH constexpr int below_at(int I, int J) { return tile_at(I - 1, J); }

typedef struct factor {
    tile8 tiles[TRIANGLE]; /* S on the diagonal, X below */
    double *transposed;    /* [BELOW] tiles X' in shared memory; NULL: not wanted */
} factor;

FN double tile_column(tile8 c, int k) { return k & 1 ? c.odd : c.even; }

/* c = -c^-1, c symmetric, and the identity from row `order` on. Sweep k clears row and column k, puts -1 in its place
   and adds a product of rank one. The next pivot is worked out in every lane before the sweep, so that its reciprocal
   does not wait for it. Returns pivot k to lane k. */
FN double tile_sweep(tile8 *c, int order)
{
    int row = tile_row();
    int pair = tile_pair();
    int lane = (int)threadIdx.x % 32;
    double own_pivot = 1;
    double pivot = __shfl_sync(0xffffffffu, c->even, 0);
    UNROLL for (int k = 0; k < TILE_SIDE; k++)
    {
        if (k >= order) break;
        double inverse = reciprocal(pivot);
        double column = tile_column(*c, k);
        if (lane == k) own_pivot = pivot;
        if (k + 1 < TILE_SIDE) {
            double next = __shfl_sync(0xffffffffu, tile_column(*c, k + 1), 4 * (k + 1) + (k + 1) / 2);
            double across = __shfl_sync(0xffffffffu, column, 4 * (k + 1) + k / 2);
            pivot = fma(-(across * across), inverse, next);
        }
        double u = row == k ? -1.0 : column;
        double v = pair == k / 2 ? -inverse * u : 0.0;
        if (row == k) c->even = c->odd = 0;
        if (pair == k / 2) {
            if (k & 1)
                c->odd = 0;
            else
                c->even = 0;
        }
        multiply_add(&c->even, &c->odd, v, u);
    }
    if (row >= order) {
        if (row == 2 * pair) c->even = -1;
        if (row == 2 * pair + 1) c->odd = -1;
    }
    return own_pivot;
}

/* Rows I > J of panel J: X = tile S, and what is right of it loses its part. Two rows at a time. Only the first
   `panels` rows and columns of tiles are worked on; tiles beyond them stay as they are. */
template <int J> FN void factor_panel(factor *K, int panels)
{
    tile8 S = K->tiles[tile_at(J, J)];
    tile8 X[TILES];
    UNROLL for (int I = J + 1; I < TILES; I++) X[I] = tile_zeros();
    UNROLL for (int I = J + 1; I < TILES; I += 2)
    {
        if (I >= panels) continue;
        if (I + 1 < TILES)
            add_products(&X[I], &X[I + 1], K->tiles[tile_at(I, J)], K->tiles[tile_at(I + 1, J)], S);
        else
            add_product(&X[I], K->tiles[tile_at(I, J)], S);
    }
    UNROLL for (int I = J + 1; I < TILES; I++) if (K->transposed && I < panels)
    {
        tile8 transposed = tile_zeros();
        add_product(&transposed, S, K->tiles[tile_at(I, J)]);
        tile_to(K->transposed + TILE_NUMBERS * below_at(I, J), transposed);
    }
    UNROLL for (int L = J + 1; L < TILES; L++)
    {
        UNROLL for (int I = L; I < TILES; I += 2)
        {
            if (I >= panels) continue;
            if (I + 1 < TILES)
                add_products(&K->tiles[tile_at(I, L)], &K->tiles[tile_at(I + 1, L)], X[I], X[I + 1],
                             K->tiles[tile_at(L, J)]);
            else
                add_product(&K->tiles[tile_at(I, L)], X[I], K->tiles[tile_at(L, J)]);
        }
    }
    UNROLL for (int I = J + 1; I < TILES; I++) K->tiles[tile_at(I, J)] = X[I];
}

/* Factor in place; `least` = the smallest pivot over its entry of `diagonal` (NULL: not asked for). From row `order` on
   the matrix is the identity; tiles of nothing else are left alone. Templates unroll what a pragma has left in local
   memory. */
template <int J> FN void factor_from(factor *K, const double *diagonal, double *least, int order = TILE_SIDE * TILES)
{
    if constexpr (J < TILES) {
        if (TILE_SIDE * J >= order) return;
        double pivot = tile_sweep(&K->tiles[tile_at(J, J)], order - TILE_SIDE * J);
        int lane = (int)threadIdx.x % 32;
        if (diagonal && lane < TILE_SIDE) {
            double share = pivot / diagonal[TILE_SIDE * J + lane];
            *least = share > *least ? *least : share; /* NaN is the least of all */
        }
        factor_panel<J>(K, (order + TILE_SIDE - 1) / TILE_SIDE);
        factor_from<J + 1>(K, diagonal, least, order);
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

FN void factor_backward(const double *transposed, tile8 *y, int panels = TILES)
{
    UNROLL for (int J = TILES - 1; J > 0; J--)
    {
        if (J >= panels) continue;
        UNROLL for (int I = 0; I < J; I++)
            add_product(&y[I], y[J], tile_from(transposed + TILE_NUMBERS * below_at(J, I)));
    }
}

#endif

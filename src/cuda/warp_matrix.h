/* The user's dense matrices as a warp reads them, row panel after row panel, and their products with vectors. */
#ifndef CUDA_WARP_MATRIX_H
#define CUDA_WARP_MATRIX_H

#include "warp_substitute.h"

/* A panel of eight rows from row 8 I on. */
FN void panel_of_matrix(const real *matrix, int rows, int columns, int I, tile8 *panel)
{
    UNROLL for (int J = 0; J < TILES; J++) panel[J] =
        tile_of_matrix(matrix, rows, columns, TILE_SIDE * I, TILE_SIDE * J);
}

/* The largest size of a number seen. */
FN void note_size(int *largest, real a)
{
    int size = size_of_number(a);
    *largest = size > *largest ? size : *largest;
}

FN void note_sizes(int *largest, tile8 c)
{
    note_size(largest, c.even);
    note_size(largest, c.odd);
}

FN mask size_is_finite(int largest) { return -(mask)(largest < SIZE_OF_INFINITY); }

/* out = A'y; out may have no more than 8 TILES numbers. */
FN void transposed_times(const real *A, int rows, int columns, const real *y, real *out)
{
    tile8 part[TILES];
    real sum[TILES];
    UNROLL for (int J = 0; J < TILES; J++) part[J] = tile_zeros();
    columns = seen_anew(columns);
    ROLLED for (int I = 0; TILE_SIDE * I < rows; I++)
    {
        tile8 panel[TILES];
        panel_of_matrix(A, rows, columns, I, panel);
        real own = y[TILE_SIDE * I + tile_row()];
        UNROLL for (int J = 0; J < TILES; J++) column_part(panel[J], own, &part[J]);
    }
    UNROLL for (int J = 0; J < TILES; J++) sum[J] = column_sum(part[J]);
    rows_to(out, sum);
}

/* out = A x. */
FN void matrix_times(const real *A, int rows, int columns, const tile8 *x, real *out)
{
    columns = seen_anew(columns);
    ROLLED for (int I = 0; I < TILES; I++)
    {
        tile8 panel[TILES];
        panel_of_matrix(A, rows, columns, I, panel);
        real part = 0;
        UNROLL for (int J = 0; J < TILES; J++) part = row_part(panel[J], x[J], part);
        part = row_sum(part);
        if (tile_pair() == 0) out[TILE_SIDE * I + tile_row()] = part;
    }
}

/* out = 1/2 (P + P') x, each number of P read once. x is in memory as well. */
FN void symmetric_times(const real *P, int n, const real *x, const tile8 *columns, real *out)
{
    tile8 part[TILES];
    real sum[TILES];
    UNROLL for (int J = 0; J < TILES; J++) part[J] = tile_zeros();
    n = seen_anew(n);
    ROLLED for (int I = 0; I < TILES; I++)
    {
        tile8 panel[TILES];
        panel_of_matrix(P, n, n, I, panel);
        real own = x[TILE_SIDE * I + tile_row()];
        real row = 0;
        UNROLL for (int J = 0; J < TILES; J++)
        {
            row = row_part(panel[J], columns[J], row);
            column_part(panel[J], own, &part[J]);
        }
        row = row_sum(row);
        if (tile_pair() == 0) out[TILE_SIDE * I + tile_row()] = row;
    }
    __syncwarp();
    UNROLL for (int J = 0; J < TILES; J++) sum[J] =
        splat(0.5) * (out[TILE_SIDE * J + tile_row()] + column_sum(part[J]));
    __syncwarp();
    rows_to(out, sum);
}

#endif

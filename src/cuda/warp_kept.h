/* What a warp's solve keeps of a problem for its derivative: P's factor and that of the active rows' G_FF
   (dual_pivoting.h), of which only the tiles of those rows are written: some 7 of 10 KB at n = m = 32. */
#ifndef CUDA_WARP_KEPT_H
#define CUDA_WARP_KEPT_H

#include "warp_factor.h"

/* Places in a record, in numbers; tiles begin where sixteen bytes can be read at once. */
constexpr int KEPT_INTS = sizeof(real) / sizeof(int);             /* in the place of a number */
constexpr int KEPT_ACTIVE = 0;                                    /* an int: active rows; -1: nothing is kept */
constexpr int KEPT_ROWS = 16 / sizeof(real);                      /* [8 TILES] ints: which, -1 where rows fill up */
constexpr int KEPT_P = KEPT_ROWS + TILE_SIDE * TILES / KEPT_INTS; /* [TRIANGLE] tiles */
constexpr int KEPT_K = KEPT_P + TILE_NUMBERS * TRIANGLE;          /* [TRIANGLE] tiles, those of the active rows first */
constexpr int KEPT_NUMBERS = KEPT_K + TILE_NUMBERS * TRIANGLE;

FN int *kept_active(real *record) { return (int *)(record + KEPT_ACTIVE); }
FN int *kept_rows(real *record) { return (int *)(record + KEPT_ROWS); }
/* Nothing is kept yet. */
FN void kept_open(real *record)
{
    if (team_leads()) *kept_active(record) = -1;
    each (r, TILE_SIDE * TILES) kept_rows(record)[r] = -1;
}

FN int kept_active_of(const real *record) { return *(const int *)(record + KEPT_ACTIVE); }
FN const int *kept_rows_of(const real *record) { return (const int *)(record + KEPT_ROWS); }

#endif

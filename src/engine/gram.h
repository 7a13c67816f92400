/* What the Gram kernels of an executor are given. */
#ifndef ENGINE_GRAM_H
#define ENGINE_GRAM_H

#include "panel.h"

/* Rows first ... first + count - 1 of a matrix of `total` rows whose columns are cut into panels. */
typedef struct panel_rows {
    const real *matrix;
    int total, first, count;
} panel_rows;

/* Products with A to be taken in passing, while it is at hand: of_y = A'y, of_r = A' diag(d) r. */
typedef struct gram_products {
    const real *y, *r; /* [m] */
    real *of_y, *of_r; /* [n] */
} gram_products;

/* To be added to a symmetric matrix: by C + plus u u' + minus w w'. */
typedef struct gram_terms {
    const real *C;     /* triangle */
    const real *u, *w; /* [n] */
    real by, plus, minus;
} gram_terms;

#endif

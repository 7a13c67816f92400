/* One problem's derivative by a warp: the active rows of its solution, and their system (engine/dual_derivative.h).
   Where both come from is the business of warp_factored.h or kept_factored.h. */
#ifndef CUDA_WARP_DERIVATIVE_H
#define CUDA_WARP_DERIVATIVE_H

#include "team_gradients.h"
#include "warp_product.h"

/* Rows of a problem, at most. */
constexpr int ROWS = SIDE < WARP ? WARP : SIDE;

typedef struct warp_derivative {
    dual_derivative system;
    int n, m;     /* of the problem */
    int *rows;    /* [SIDE] the active ones; -1: one that fills up */
    real *x;      /* [SIDE] the solution's */
    real *f;      /* [SIDE] right-hand side of the system, then its solution, of order n */
    real *g, *dy; /* [SIDE] likewise of the active rows */
    real *y;      /* [ROWS] the solution's, 0 in inactive rows */
    real *whole;  /* [ROWS] g in all rows */
    real *slack;  /* [ROWS] */
    mask degenerate;
} warp_derivative;

constexpr int DERIVATIVE_SIDE_VECTORS = 4;
constexpr int DERIVATIVE_ROW_VECTORS = 3;
constexpr int DERIVATIVE_SHARED = ACTIVE_NUMBERS + DERIVATIVE_SIDE_VECTORS * SIDE + DERIVATIVE_ROW_VECTORS * ROWS +
                                  SIDE * (int)sizeof(int) / (int)sizeof(real);

/* Shared memory of a warp: DERIVATIVE_SHARED numbers, zeros at first; the system's own comes first. */
FN void warp_derivative_place(const structure *shape, real *shared, warp_derivative *v)
{
    v->n = v->system.n = shape->n;
    v->m = shape->m;
    real *vectors = shared + ACTIVE_NUMBERS;
    real **of_side[DERIVATIVE_SIDE_VECTORS] = {&v->x, &v->f, &v->g, &v->dy};
    UNROLL for (int k = 0; k < DERIVATIVE_SIDE_VECTORS; k++) * of_side[k] = vectors + k * SIDE;
    vectors += DERIVATIVE_SIDE_VECTORS * SIDE;
    real **of_rows[DERIVATIVE_ROW_VECTORS] = {&v->y, &v->whole, &v->slack};
    UNROLL for (int k = 0; k < DERIVATIVE_ROW_VECTORS; k++) * of_rows[k] = vectors + k * ROWS;
    v->rows = (int *)(vectors + DERIVATIVE_ROW_VECTORS * ROWS);
}

/* The problem's part of a right-hand side, NULL for 0: f [n], g and slack [m]. */
typedef struct warp_given {
    const real *f, *g, *slack;
} warp_given;

/* g of the active rows, 0 in those that fill up. */
FN void warp_gather(const warp_derivative *v)
{
    each (r, v->system.m) v->g[r] = r < v->system.active ? v->whole[v->rows[r]] : zero();
}

/* out[active row] = dy; the problem's other rows are left alone. */
FN void warp_scatter(const warp_derivative *v, real *out)
{
    each (r, v->system.active) out[v->rows[r]] = v->dy[r];
}

#endif

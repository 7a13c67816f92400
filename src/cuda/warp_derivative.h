/* One problem's derivative by a warp: the active rows of its solution, and their system (engine/dual_derivative.h),
   made from the data. */
#ifndef CUDA_WARP_DERIVATIVE_H
#define CUDA_WARP_DERIVATIVE_H

#include "team_active.h"
#include "team_ahead.h"
#include "team_gradients.h"
#include "warp_differentiate.h"
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
                                  SIDE * (int)sizeof(int) / (int)sizeof(double);

/* Shared memory of a warp: DERIVATIVE_SHARED numbers, zeros at first; `far`: ACTIVE_FAR numbers of global memory. */
FN void warp_derivative_place(const structure *shape, double *shared, double *far, warp_derivative *v)
{
    v->n = v->system.n = shape->n;
    v->m = shape->m;
    dual_derivative_place(&v->system, shared, far);
    double *vectors = shared + ACTIVE_NUMBERS;
    real **of_side[DERIVATIVE_SIDE_VECTORS] = {&v->x, &v->f, &v->g, &v->dy};
    UNROLL for (int k = 0; k < DERIVATIVE_SIDE_VECTORS; k++) * of_side[k] = vectors + k * SIDE;
    vectors += DERIVATIVE_SIDE_VECTORS * SIDE;
    real **of_rows[DERIVATIVE_ROW_VECTORS] = {&v->y, &v->whole, &v->slack};
    UNROLL for (int k = 0; k < DERIVATIVE_ROW_VECTORS; k++) * of_rows[k] = vectors + k * ROWS;
    v->rows = (int *)(vectors + DERIVATIVE_ROW_VECTORS * ROWS);
}

/* The problem's part of a right-hand side, NULL for 0: f [n], g and slack [m]. */
typedef struct warp_given {
    const double *f, *g, *slack;
} warp_given;

/* The active rows of the solution, with their H and y; s waits in `slack`. More of them than variables depend: then the
   system is unfit. */
FN void warp_choose_rows(team *tm, int z, warp_derivative *v)
{
    dual_derivative *system = &v->system;
    v->degenerate = none();
    system->active =
        choose_active_rows<ROWS>(tm, z, v->m, SIDE, v->slack, v->y, v->rows, system->diagonal, &v->degenerate);
    system->unfit = -(mask)(system->active > v->n);
    system->panels = some(system->unfit) ? 0 : (system->active + TILE_SIDE - 1) / TILE_SIDE;
    system->m = TILE_SIDE * system->panels;
    int fill = system->active + team_lane();
    if (fill < system->m) {
        v->rows[fill] = -1;
        system->diagonal[fill] = 1;
    }
    sync(tm);
}

/* The active rows of A, which P's factor comes before. */
FN void warp_ask_for_rows(const double *A, const warp_derivative *v)
{
    each (r, v->system.active) ROLLED for (int k = 0; k < v->n; k += LINE) ask_for_line(A + v->rows[r] * v->n + k);
}

/* Load a solution and a right-hand side, and factor the system. Returns whether that is fit to be solved. */
FN int warp_derivative_open(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem,
                            const warp_given *given, warp_derivative *v)
{
    const double *A = job->data.A + problem * job->data.A_stride;
    const double *x = job->x + problem * v->n;
    const double *y = job->y + problem * v->m;
    const double *s = job->s + problem * v->m;
    dual_derivative_load_P(&v->system, job->data.P + problem * job->data.P_stride);
    each (k, v->n) {
        v->x[k] = x[k];
        v->f[k] = given->f ? given->f[k] : zero();
    }
    each (i, v->m) {
        v->y[i] = y[i];
        v->slack[i] = s[i];
        v->whole[i] = given->g ? given->g[i] : zero();
    }
    warp_choose_rows(tm, plan->shape.z, v);
    each (i, v->m) v->slack[i] = given->slack ? given->slack[i] : zero();
    if (some(v->system.unfit)) return 0;
    warp_ask_for_rows(A, v);
    v->system.unfit |= dual_derivative_factor(tm, &v->system, A, v->rows);
    return !some(v->system.unfit);
}

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

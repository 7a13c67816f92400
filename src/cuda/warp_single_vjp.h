/* The adjoint of one problem by a warp of floats from what its solve has kept (kept_active.h), corrected once with a
   residual in pairs of floats, of the problem's own numbers: engine/dual_refine.h's way. */
#ifndef CUDA_WARP_SINGLE_VJP_H
#define CUDA_WARP_SINGLE_VJP_H

#include "single_gradients.h"
#include "warp_pairs.h"
#include "warp_vjp.h"

/* A correction that changes the answer by more, as a share of its largest number, does not lead to 1e-5. */
#define SINGLE_VJP_WORST 3e-3

/* What the correction needs beside warp_derivative. */
typedef struct single_correction {
    real *f, *g; /* [SIDE] the right-hand side, then its residual, then the correction of f */
    real *w;     /* [SIDE] that of dy */
    real *zeros; /* [SIDE] */
} single_correction;

/* Rows of P: P r and P'r by halves, f -= P r, the second half into `columns`. */
FN void single_residual_P(const real *P, const warp_derivative *v, const single_correction *by, pair8 *columns)
{
    int n = seen_anew(v->n);
    ROLLED for (int I = 0; TILE_SIDE * I < v->n; I++)
    {
        tile8 panel[TILES];
        panel_of_matrix(P, n, n, I, panel);
        int k = TILE_SIDE * I + tile_row();
        pair half = {splat(0.5) * v->f[k], 0};
        pair part = panel_pairs(panel, v->f, by->zeros, half, columns);
        if (tile_pair() != 0) continue;
        /* the rest waits beside it, as f of the residual is a difference of nearly equal numbers */
        pair left = pair_plus({by->f[k], 0}, {splat(-0.5) * part.high, splat(-0.5) * part.low});
        by->f[k] = left.high;
        by->w[k] = left.low;
    }
}

/* The active rows of A: g -= A r, A'w into `columns`. */
FN void single_residual_A(const warp_derivative *v, const single_correction *by, pair8 *columns)
{
    ROLLED for (int I = 0; I < v->system.panels; I++)
    {
        tile8 panel[TILES];
        active_panel(&v->system, I, panel);
        int r = TILE_SIDE * I + tile_row();
        pair w = {v->dy[r], 0};
        pair part = panel_pairs(panel, v->f, by->zeros, w, columns);
        if (tile_pair() == 0) by->g[r] = pair_rounded(pair_plus({by->g[r], 0}, pair_negative(part)));
    }
}

/* f = f - P r - A'w, g = g - A r, with the answer r in v->f, w in v->dy. */
FN void single_residual(team *tm, const real *P, const warp_derivative *v, const single_correction *by)
{
    pair8 columns[TILES];
    UNROLL for (int J = 0; J < TILES; J++) columns[J] = {{0, 0}, {0, 0}};
    single_residual_P(P, v, by, columns);
    single_residual_A(v, by, columns);
    sync(tm);
    UNROLL for (int J = 0; J < TILES; J++)
    {
        pair sum = column_pair_sum(columns[J]);
        int k = TILE_SIDE * J + tile_row();
        if (tile_pair() != 0 || k >= v->n) continue;
        by->f[k] = pair_rounded(pair_plus({by->f[k], by->w[k]}, pair_negative(sum)));
    }
    sync(tm);
}

/* Adds the correction; returns whether it was small enough. */
FN int single_correct(team *tm, const real *P, warp_derivative *v, const single_correction *by)
{
    single_residual(tm, P, v, by);
    dual_derivative_solve(tm, &v->system, by->f, by->g, by->f, by->w);
    real size[2] = {0, 0};
    real change[2] = {0, 0};
    each (k, v->n) {
        size[0] = larger(size[0], magnitude(v->f[k]));
        change[0] = larger(change[0], magnitude(by->f[k]));
        v->f[k] += by->f[k];
    }
    each (r, v->system.active) {
        size[1] = larger(size[1], magnitude(v->dy[r]));
        change[1] = larger(change[1], magnitude(by->w[r]));
        v->dy[r] += by->w[r];
    }
    int small = 1;
    for (int k = 0; k < 2; k++) {
        real most = team_max(tm, change[k]);
        small &= most <= splat(SINGLE_VJP_WORST) * team_max(tm, size[k]); /* NaN is not small */
    }
    sync(tm);
    return small;
}

/* The adjoint's r in `f` and w in `slack`. Returns whether that could be done: what is left undone is for doubles. */
FN int single_vjp_find(team *tm, const device_plan *plan, const derivative_job *job, int64_t problem,
                       warp_derivative *v, const single_correction *by)
{
    const real *P = job->data.P + problem * job->data.P_stride;
    const real *A = job->data.A + problem * job->data.A_stride;
    warp_given given = warp_vjp_given(job, problem, v);
    if (!warp_derivative_open(tm, plan, job, problem, &given, v)) return 0;
    warp_gather(v);
    sync(tm);
    if (given.slack) warp_vjp_slack(tm, A, v);
    each (k, SIDE) {
        by->f[k] = k < v->n ? v->f[k] : zero();
        by->g[k] = k < v->system.m ? v->g[k] : zero();
        by->w[k] = zero();
    }
    sync(tm);
    dual_derivative_solve(tm, &v->system, v->f, v->g, v->f, v->dy);
    if (!single_correct(tm, P, v, by)) return 0;
    warp_scatter(v, v->slack);
    sync(tm);
    return 1;
}

#endif

/* The system of a warp's derivative as the solve has kept it. */
#ifndef CUDA_KEPT_FACTORED_H
#define CUDA_KEPT_FACTORED_H

#include "team_ahead.h"
#include "warp_derivative.h"

/* The factors, which W comes before. */
FN void kept_ask_ahead(const dual_derivative *v)
{
    ask_ahead(v->record + KEPT_P, TILE_NUMBERS * TRIANGLE);
    ask_ahead(v->record + KEPT_K, TILE_NUMBERS * tile_at(v->panels, 0));
}

/* Load a solution, its record and a right-hand side. Returns whether anything is kept of the problem. */
FN int warp_derivative_open(team *tm, const device_plan *plan, const derivative_job *job, int64_t problem,
                            const warp_given *given, warp_derivative *v)
{
    (void)plan;
    dual_derivative *system = &v->system;
    const real *record = job->kept + problem * KEPT_NUMBERS;
    const double *x = job->x + problem * v->n;
    const double *y = job->y + problem * v->m;
    system->record = record;
    system->active = kept_active_of(record);
    if (system->active < 0) return 0;
    system->panels = (system->active + TILE_SIDE - 1) / TILE_SIDE;
    system->m = TILE_SIDE * system->panels;
    system->rows = v->rows;
    v->degenerate = none();
    each (r, system->m) v->rows[r] = kept_rows_of(record)[r];
    each (k, v->n) {
        v->x[k] = x[k];
        v->f[k] = given->f ? given->f[k] : zero();
    }
    each (i, v->m) {
        v->y[i] = zero();
        v->slack[i] = given->slack ? given->slack[i] : zero();
        v->whole[i] = given->g ? given->g[i] : zero();
    }
    sync(tm);
    kept_ask_ahead(system);
    each (r, system->active) v->y[v->rows[r]] = y[v->rows[r]];
    dual_derivative_load(tm, system);
    return 1;
}

#endif

/* The system of a warp's derivative made from the solution and the data: the active rows, P's factor, and theirs. */
#ifndef CUDA_WARP_FACTORED_H
#define CUDA_WARP_FACTORED_H

#include "team_active.h"
#include "team_ahead.h"
#include "warp_derivative.h"

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

#endif

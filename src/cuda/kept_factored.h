/* The system of a warp's derivative as the solve has kept it. */
#ifndef CUDA_KEPT_FACTORED_H
#define CUDA_KEPT_FACTORED_H

#include "warp_derivative.h"

template <class T, class S> FN void put_own(const T *own, int count, S *to)
{
    UNROLL for (int e = 0; e < OWN; e++)
    {
        int k = own_place(e);
        if (k < count) to[k] = own[e];
    }
}

/* Put down the solution and the right-hand side, which have been read (kept_problem.h), and wait for the active rows.
   Returns whether anything is kept of the problem. */
FN int warp_derivative_open(team *tm, const device_plan *plan, const derivative_job *job, int64_t problem,
                            const warp_given *given, warp_derivative *v)
{
    (void)plan;
    (void)given;
    dual_derivative *system = &v->system;
    const kept_ahead *read = &system->ahead;
    system->active = read->active;
    if (system->active < 0) return 0;
    system->record = job->kept + problem * KEPT_NUMBERS;
    system->matrix = job->data.A + problem * job->data.A_stride;
    system->panels = panels_of(system->active);
    system->m = TILE_SIDE * system->panels;
    system->rows = v->rows;
    v->degenerate = none();
    put_own(read->rows, SIDE, v->rows);
    put_own(read->x, v->n, v->x);
    put_own(read->f, v->n, v->f);
    put_own(read->y, v->m, v->y); /* 0 in rows that are not active, as exchanges have it */
    put_own(read->g, v->m, v->whole);
    put_own(read->slack, v->m, v->slack);
    dual_derivative_receive(tm, system);
    return 1;
}

#endif

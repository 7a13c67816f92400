/* How the leader of a crew has things done. Vectors of SIDE numbers in shared memory are named by where they start. */
#ifndef CUDA_CREW_LEAD_H
#define CUDA_CREW_LEAD_H

#include "crew_serve.h"
#include "crew_substitute.h"

FN int crew_vector(const double *shared, const real *vector) { return (int)(vector - shared); }

/* Give an order to the crew. */
FN void crew_give(double *shared, enum crew_task task, const real *from, const real *to)
{
    crew_order *order = crew_order_in(shared);
    if (team_leads()) {
        order->task = task;
        order->from = crew_vector(shared, from);
        order->to = crew_vector(shared, to);
    }
    crew_meet();
}

/* And do the leader's part of it. */
FN void crew_have_done(const crew_problem *all, double *shared, enum crew_task task, const real *from, const real *to)
{
    crew_give(shared, task, from, to);
    crew_work(all);
    crew_meet();
}

/* The factor of what lies where G does + add; the smallest pivot over its entry of `diagonal` (NULL: whatever). */
FN double crew_factor(const crew_problem *all, double *shared, int panels, const real *add, const real *diagonal)
{
    if (team_leads()) crew_order_in(shared)->panels = panels;
    crew_give(shared, CREW_FACTOR, add, add);
    tile8 D = tile_from(all->G);
    tile_add_diagonal(&D, add);
    double least = crew_factor_pivots(D, panels, diagonal ? crew_vector(shared, diagonal) : -1);
    crew_meet();
    return least;
}

/* r = K^-1 r, half = -L^-1 r unless it is r as well. */
FN void crew_solve(double *shared, real *r, real *half)
{
    if (crew_rows(crew_order_in(shared)->panels) < TILES)
        crew_substitute<CREW_FEWER>(crew_vector(shared, r), crew_vector(shared, half));
    else
        crew_substitute<TILES>(crew_vector(shared, r), crew_vector(shared, half));
}

#endif

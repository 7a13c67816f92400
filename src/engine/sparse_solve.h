/* Triangular solves with the factor of sparse_factor.h; w counts in the order of elimination. */
#ifndef ENGINE_SPARSE_SOLVE_H
#define ENGINE_SPARSE_SOLVE_H

#include "sparse_factor.h"

/* w = L^-1 w. */
FNBIG void sparse_solve_lower(team *tm, const sparse_factor *v, real *w)
{
    sparse_walk walk = sparse_walk_up(tm, v->schedule);
    for (const sparse_front *front; (front = sparse_walk_next(&walk)) != NULL;)
        sparse_front_lower(&walk.who, v, front, w);
}

/* w = L^-T S w. */
FNBIG void sparse_solve_upper(team *tm, const sparse_factor *v, real *w)
{
    sparse_walk walk = sparse_walk_down(tm, v->schedule);
    for (const sparse_front *front; (front = sparse_walk_next(&walk)) != NULL;)
        sparse_front_upper(&walk.who, v, front, w);
}

#endif

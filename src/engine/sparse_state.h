/* The numbers of a sparse factorisation, and the signs of a front's pivots.

   An executor brings what is done with the three blocks of a front (core/sparse_symbolic.h), and the order of fronts:

     squad, each_in, squad_sync                    those of a team's workers who share a front
     squad_of_turn(squad, turn, rows)              of them, who adds a child of so many rows, the turn-th of the front
     sparse_walk, sparse_walk_up, _down, _next     all fronts, children before or after their parents, each for a squad
     sparse_front_eliminate, sparse_front_update   the dense blocks of a front
     sparse_front_lower, sparse_front_upper        a front's part of a solve, and what it gives to others

   On a squad that is part of a team several fronts are worked on at once: a front's text touches nothing but its own
   blocks and what its children, or in a solve its ancestors, have left. */
#ifndef ENGINE_SPARSE_STATE_H
#define ENGINE_SPARSE_STATE_H

#include "sparse_tile.h"

FN sparse_signs sparse_signs_of(const sparse_front *front)
{
    sparse_signs signs;
    for (int run = 0; run < 4; run++) signs.ends[run] = front->sign_ends[run];
    return signs;
}

/* The numbers of a factorisation. */
typedef struct sparse_factor {
    const sparse_symbolic *schedule;
    real *factor;  /* [factor_size] */
    real *updates; /* [update_size] */
} sparse_factor;

#endif

/* The active rows of a solution, which are all that a derivative's system has. */
#ifndef CUDA_TEAM_ACTIVE_H
#define CUDA_TEAM_ACTIVE_H

#include "../engine/derivative_rows.h"

/* By a warp, of at most MOST rows: the first so many as there is `room` for, in their order, and their H. y becomes 0
   in the others. Returns how many there are. */
template <int MOST>
FN int choose_active_rows(team *tm, int z, int m, int room, const real *s, real *y, int *rows, real *H,
                          mask *degenerate)
{
    int active = 0;
    UNROLL for (int first = 0; first < MOST; first += WARP)
    {
        int i = first + team_lane();
        real lambda = zero();
        if (i < m) lambda = i < z ? splat(1) : derivative_of_row(s[i], y[i], degenerate);
        int is_active = lambda > 0;
        unsigned others = __ballot_sync(WHOLE_WARP, is_active);
        int place = active + __popc(others & ((1u << team_lane()) - 1));
        if (is_active && place < room) {
            real inverse;
            rows[place] = i;
            derivative_eigenvalue(lambda, splat(1), zero(), &H[place], &inverse);
        }
        if (i < m && !is_active) y[i] = zero();
        active += __popc(others);
    }
    *degenerate = team_any(tm, *degenerate);
    return active;
}

#endif

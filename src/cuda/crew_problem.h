/* What all warps of a crew know of their problem. */
#ifndef CUDA_CREW_PROBLEM_H
#define CUDA_CREW_PROBLEM_H

#include "crew_team.h"

typedef struct crew_problem {
    int n, m;
    const double *P, *A; /* the user's */
    double *G;           /* [TRIANGLE] tiles in global memory, (I, K) transposed; first the symmetric part of P */
    double *kept;        /* [TRIANGLE] slots there: P's factor */
    double *W, *X;       /* [TILES][TILES] tiles there: W = A L^-T and W S */
} crew_problem;

/* Numbers of global memory. */
constexpr int CREW_RECTANGLE = TILE_NUMBERS * TILES * TILES;
constexpr int CREW_GLOBAL = 2 * CREW_SLOTS + 2 * CREW_RECTANGLE;

FN crew_order *crew_order_in(double *shared) { return (crew_order *)(shared + CREW_ORDER); }

FN mask tile_is_finite(tile8 c) { return is_finite(c.even) & is_finite(c.odd); }

/* Say that a warp has met a number that is not finite. */
FN void crew_report(crew_order *order, mask finite)
{
    if (__any_sync(WHOLE_WARP, ~finite) && team_leads()) order->infinite[crew_warp()] = 1;
}

#endif

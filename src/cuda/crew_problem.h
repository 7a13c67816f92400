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
#ifdef CREW_PICKS_ROWS   /* derivatives; solves are to have no more in local memory than they need */
    const int *rows;     /* [SIDE] those of A that W and G have, -1: one of zeros */
    const double *P_change, *A_change; /* jvp: the user's */
    double *dP, *dA;                   /* vjp: where gradients go, NULL: nowhere */
    int add_P, add_A;                  /* vjp: added to what is there */
#endif
} crew_problem;

/* Numbers of global memory. */
constexpr int CREW_RECTANGLE = TILE_NUMBERS * TILES * TILES;
constexpr int CREW_GLOBAL = 2 * CREW_SLOTS + 2 * CREW_RECTANGLE;

/* The tile of A' that starts there: of all rows, or of those that were picked. */
#ifdef CREW_PICKS_ROWS
FN tile8 crew_tile_of_A(const crew_problem *v, int column, int row)
{
    int k = column + tile_row();
    int even = v->rows[row + 2 * tile_pair()];
    int odd = v->rows[row + 2 * tile_pair() + 1];
    const double *at = v->A + k;
    tile8 c = {even >= 0 && k < v->n ? at[(int64_t)even * v->n] : 0,
               odd >= 0 && k < v->n ? at[(int64_t)odd * v->n] : 0};
    return c;
}
#else
FN tile8 crew_tile_of_A(const crew_problem *v, int column, int row)
{
    return tile_of_transpose(v->A, v->m, v->n, column, row);
}
#endif

FN crew_order *crew_order_in(double *shared) { return (crew_order *)(shared + CREW_ORDER); }

FN mask tile_is_finite(tile8 c) { return is_finite(c.even) & is_finite(c.odd); }

/* Say that a warp has met a number that is not finite. */
FN void crew_report(crew_order *order, mask finite)
{
    if (__any_sync(WHOLE_WARP, ~finite) && team_leads()) order->infinite[crew_warp()] = 1;
}

#endif

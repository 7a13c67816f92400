/* What all warps of a crew know of their problem. */
#ifndef CUDA_CREW_PROBLEM_H
#define CUDA_CREW_PROBLEM_H

#include "crew_team.h"

typedef struct crew_problem {
    int n, m;
    const double *P, *A; /* the user's */
    double *G;           /* [TRIANGLE] tiles in global memory, (I, K) transposed; first the symmetric part of P */
    double *made;        /* [CREW_KEPT] there: where what is made of P and A goes */
    const double *kept;  /* [CREW_KEPT] where it is: there, or in derivatives where the solve has left it */
#ifdef CREW_PICKS_ROWS   /* derivatives; solves are to have no more in local memory than they need */
    const double *P_change, *A_change; /* jvp: the user's */
    double *dP, *dA;                   /* vjp: where gradients go, NULL: nowhere */
    int add_P, add_A;                  /* vjp: added to what is there */
#endif
} crew_problem;

/* Numbers of global memory. What is made of P and A, and kept for derivatives: the slots of P's factor, W = A L^-T in
   [TILES][TILES] tiles, and P's smallest pivot over its diagonal (0: nothing is kept), in whole cache lines. */
constexpr int CREW_KEPT_W = CREW_SLOTS;
constexpr int CREW_KEPT_LEAST = CREW_KEPT_W + TILE_NUMBERS * TILES * TILES;
constexpr int CREW_KEPT = CREW_KEPT_LEAST + 16;
constexpr int CREW_GLOBAL = CREW_KEPT + CREW_SLOTS;

FN crew_order *crew_order_in(double *shared) { return (crew_order *)(shared + CREW_ORDER); }

#ifdef CREW_PICKS_ROWS
/* [SIDE] the rows of W that the system has, -1: one of zeros; in the first half of the last vector. */
FN int *crew_rows_in(double *shared) { return (int *)(shared + CREW_SLOTS + (CREW_VECTORS - 1) * SIDE); }

/* So many panels of the system have rows; beyond them it is the identity. */
FN int crew_row_panels(const crew_order *order) { return order->panels; }

/* A factor of few panels is made in fewer registers, of so many rows of tiles. */
constexpr int CREW_FEWER = (TILES + 2) / 2;
FN int crew_rows(int panels) { return panels <= CREW_FEWER ? CREW_FEWER : TILES; }

/* Tile J of panel I of the rows that were picked. */
FN tile8 crew_tile_of_W(const crew_problem *v, int I, int J)
{
    DYNAMIC_SHARED(double, shared);
    int row = crew_rows_in(shared)[TILE_SIDE * I + tile_row()];
    int at = row < 0 ? 0 : TILE_NUMBERS * TILES * (row / TILE_SIDE) + TILE_SIDE * (row % TILE_SIDE);
    double2 pair = ((const double2 *)(v->kept + CREW_KEPT_W + TILE_NUMBERS * J + at))[tile_pair()];
    tile8 c = {row < 0 ? 0 : pair.x, row < 0 ? 0 : pair.y};
    return c;
}

/* Tile J of S, P's diagonal. */
FN tile8 crew_tile_of_S(const crew_problem *, int J)
{
    DYNAMIC_SHARED(double, shared);
    return slot_read(shared + CREW_DIAGONAL + TILE_NUMBERS * J);
}

/* From the slots, which the next factor needs. */
FN void crew_keep_S(double *shared)
{
    for (int J = crew_warp(); J < TILES; J += CREW_WARPS)
        slot_write(shared + CREW_DIAGONAL + TILE_NUMBERS * J, slot_read(shared + tile_at(J, J)));
}
#else
/* All: what is beyond the problem's rows is 0. */
FN int crew_row_panels(const crew_order *) { return TILES; }
constexpr int CREW_FEWER = TILES;
FN int crew_rows(int) { return TILES; }

FN tile8 crew_tile_of_W(const crew_problem *v, int I, int J)
{
    return tile_from(v->kept + CREW_KEPT_W + TILE_NUMBERS * (TILES * I + J));
}

FN tile8 crew_tile_of_S(const crew_problem *v, int J) { return slot_read(v->kept + tile_at(J, J)); }
FN void crew_keep_S(double *) {}
#endif

FN mask tile_is_finite(tile8 c) { return is_finite(c.even) & is_finite(c.odd); }

/* Say that a warp has met a number that is not finite. */
FN void crew_report(crew_order *order, mask finite)
{
    if (__any_sync(WHOLE_WARP, ~finite) && team_leads()) order->infinite[crew_warp()] = 1;
}

#endif

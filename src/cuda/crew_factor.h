/* The factor of a symmetric matrix of TILES x TILES tiles, by a crew.

   Block L D L' without square roots: a diagonal tile becomes S = -D^-1, a tile below it X = -L. Right-looking: in
   interval J, between two meetings, the workers take what panel J adds to the tiles right of it, while the leader has
   the next diagonal tile ready. A slot holds first the tile of its panel, O = L D, then X or S.

   The owner of row I has its tiles transposed, U_K = C_IK', so that one right factor X_I serves two of them:

       U_K += O_K X_I',  X_I = O_I S     (C_IK += X_I O_K') */
#ifndef CUDA_CREW_FACTOR_H
#define CUDA_CREW_FACTOR_H

#include "crew_sweep.h"
#include "crew_team.h"

/* [I][K], K <= I: only those of the own rows are ever used. ROWS of them, TILES or fewer. */
template <int ROWS> using crew_tiles = tile8[ROWS][ROWS];

/* The next row after I of worker W, ROWS after the last. */
template <int ROWS> FNBOTH constexpr int crew_next_row(int I, int W)
{
    do I++;
    while (I < ROWS && crew_owner(I, WORKERS, ROWS) != W);
    return I;
}

/* X_I = O_I S of the own rows from I on, two at a time. */
template <int ROWS, int W, int J, int I> FN void crew_left_factors(const double *slots, tile8 S, tile8 *X)
{
    if constexpr (I < ROWS) {
        constexpr int other = crew_next_row<ROWS>(I, W);
        X[I] = tile_zeros();
        if constexpr (other < ROWS) {
            X[other] = tile_zeros();
            add_products(&X[I], &X[other], slot_read(slots + tile_at(I, J)), slot_read(slots + tile_at(other, J)), S);
            crew_left_factors<ROWS, W, J, crew_next_row<ROWS>(other, W)>(slots, S, X);
        } else {
            add_product(&X[I], slot_read(slots + tile_at(I, J)), S);
        }
    }
}

/* U_K += O_K X_I' for the own rows from I on, for K and the one after it. */
template <int ROWS, int W, int K, int I>
FN void crew_update_pair(crew_tiles<ROWS> U, tile8 left, tile8 next, const tile8 *X)
{
    if constexpr (I < ROWS) {
        if constexpr (K + 1 <= I)
            add_products(&U[I][K], &U[I][K + 1], left, next, X[I]);
        else
            add_product(&U[I][K], left, X[I]);
        crew_update_pair<ROWS, W, K, crew_next_row<ROWS>(I, W)>(U, left, next, X);
    }
}

/* All of panel J's, K from here on. Row J + 1 has only its diagonal left, which is the leader's. */
template <int ROWS, int W, int J, int K> FN void crew_update(const double *slots, crew_tiles<ROWS> U, const tile8 *X)
{
    constexpr int first = crew_next_row<ROWS>(K - 1 > J + 1 ? K - 1 : J + 1, W);
    if constexpr (first < ROWS) {
        tile8 left = slot_read(slots + tile_at(K, J));
        tile8 next = K + 1 < ROWS ? slot_read(slots + tile_at(K + 1 < ROWS ? K + 1 : K, J)) : tile_zeros();
        crew_update_pair<ROWS, W, K, first>(U, left, next, X);
        crew_update<ROWS, W, J, K + 2>(slots, U, X);
    }
}

/* Panel J of the own rows from I on, for the others to see; and the diagonal tile of row J + 1. */
template <int ROWS, int W, int J, int I> FN void crew_show_panel(double *slots, const crew_tiles<ROWS> U)
{
    if constexpr (I < ROWS) {
        slot_write_transposed(slots + tile_at(I, J), U[I][J]);
        if constexpr (I == J + 1) slot_write(slots + tile_at(I, I), U[I][I]);
        crew_show_panel<ROWS, W, J, crew_next_row<ROWS>(I, W)>(slots, U);
    }
}

template <int ROWS, int W, int J, int I> FN void crew_store_left_factors(double *slots, const tile8 *X)
{
    if constexpr (I < ROWS) {
        slot_write(slots + tile_at(I, J), X[I]);
        crew_store_left_factors<ROWS, W, J, crew_next_row<ROWS>(I, W)>(slots, X);
    }
}

/* The intervals from J on. X of an interval is stored in the next, when nobody reads O any more. */
template <int ROWS, int W, int J> FN void crew_intervals(double *slots, int panels, crew_tiles<ROWS> U, tile8 *X)
{
    if constexpr (J < ROWS) {
        if (J >= panels) return;
        crew_meet();
        crew_store_left_factors<ROWS, W, J - 1, crew_next_row<ROWS>(J - 1, W)>(slots, X);
        crew_left_factors<ROWS, W, J, crew_next_row<ROWS>(J, W)>(slots, slot_read(slots + tile_at(J, J)), X);
        crew_update<ROWS, W, J, J + 1>(slots, U, X);
        if constexpr (J + 1 < ROWS) crew_show_panel<ROWS, W, J + 1, crew_next_row<ROWS>(J + 1, W)>(slots, U);
        crew_intervals<ROWS, W, J + 1>(slots, panels, U, X);
    }
}

/* A worker's part, with U the matrix, of which the first panels are wanted. */
template <int ROWS, int W> FN void crew_factor_rows(double *slots, int panels, crew_tiles<ROWS> U)
{
    tile8 X[ROWS];
    crew_show_panel<ROWS, W, 0, crew_next_row<ROWS>(0, W)>(slots, U);
    crew_meet();
    crew_left_factors<ROWS, W, 0, crew_next_row<ROWS>(0, W)>(slots, slot_read(slots), X);
    crew_update<ROWS, W, 0, 1>(slots, U, X);
    crew_show_panel<ROWS, W, 1, crew_next_row<ROWS>(1, W)>(slots, U);
    crew_intervals<ROWS, W, 1>(slots, panels, U, X);
}

/* The leader's part, D the first diagonal tile. With a vector that starts at `diagonal` in shared memory (-1: none) the
   smallest pivot over its entry there; a lane knows of its own. */
FNBIG double crew_factor_pivots(tile8 D, int panels, int diagonal)
{
    DYNAMIC_SHARED(double, slots);
    double least = 1;
    for (int J = 0;; J++) {
        sweep_pivots pivot = slot_sweep(slots + tile_at(J, J), &D);
        crew_meet();
        if (diagonal >= 0 && team_lane() < TILE_SIDE) {
            double share = pivot.above / (pivot.below * slots[diagonal + TILE_SIDE * J + team_lane()]);
            least = share > least ? least : share; /* NaN is the least of all */
        }
        if (J + 1 == panels) return least;
        /* D of the next panel: C_II + X_I O_I' */
        tile8 X = tile_zeros();
        tile8 O = slot_read(slots + tile_at(J + 1, J));
        add_product(&X, O, D);
        D = slot_read(slots + tile_at(J + 1, J + 1));
        add_product(&D, X, O);
    }
}

#endif

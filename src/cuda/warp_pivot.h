/* The systems of the active rows of dual_pivoting.h in a warp: G_FF is picked out of G, so that a factor costs what the
   active rows ask for. */
#ifndef CUDA_WARP_PIVOT_H
#define CUDA_WARP_PIVOT_H

#include "../engine/derivative_rows.h"
#include "warp_setup.h"

/* The places of the rows with ds = 1 in their order; -1 from the last on. */
FN void pivot_choose(team *tm, dual *v)
{
    int active = 0;
    UNROLL for (int first = 0; first < SIDE; first += WARP)
    {
        int i = first + team_lane();
        int is_active = i < v->m && less(splat(0.5), v->ds[i]);
        unsigned all = __ballot_sync(WHOLE_WARP, is_active);
        if (is_active) v->rows[active + __popc(all & ((1u << team_lane()) - 1))] = i;
        active += __popc(all);
    }
    v->active = active;
    v->panels = (active + TILE_SIDE - 1) / TILE_SIDE;
    ROLLED for (int fill = active + team_lane(); fill < SIDE; fill += WARP) v->rows[fill] = -1;
    sync(tm);
}

/* Where number (i, k) of G's lower triangle of tiles is: the row's part and the column's. */
FN int pivot_row_at(int i) { return TILE_NUMBERS * tile_at(i / TILE_SIDE, 0) + TILE_SIDE * (i % TILE_SIDE); }
FN int pivot_column_at(int k) { return TILE_NUMBERS * (k / TILE_SIDE) + k % TILE_SIDE; }

/* A number of a diagonal tile of G_FF + diagonal, the identity where rows fill up. */
FN real pivot_diagonal_number(const dual *v, int row, int column, int is_diagonal)
{
    int lower = row > column ? row : column;
    int upper = row > column ? column : row;
    real there = v->G[pivot_row_at(lower < 0 ? 0 : lower) + pivot_column_at(upper < 0 ? 0 : upper)];
    if (is_diagonal) there += v->diagonal[row < 0 ? 0 : row];
    return upper < 0 ? is_diagonal : there;
}

/* G_FF + diagonal into the first P rows of tiles of the factor, zeros into the others, or the last factor would be kept
   in registers. Its G_ii to the vector by which pivots are judged. Left of the diagonal every row comes after every
   column. */
template <int P> FN void pivot_load(dual *v)
{
    int row[P], row_at[P], even_at[P], odd_at[P];
    int2 column[P];
    UNROLL for (int I = 0; I < P; I++)
    {
        row[I] = v->rows[TILE_SIDE * I + tile_row()];
        column[I] = ((const int2 *)(v->rows + TILE_SIDE * I))[tile_pair()];
    }
    UNROLL for (int I = 0; I < P; I++)
    {
        row_at[I] = pivot_row_at(row[I] < 0 ? 0 : row[I]);
        even_at[I] = pivot_column_at(column[I].x < 0 ? 0 : column[I].x);
        odd_at[I] = pivot_column_at(column[I].y < 0 ? 0 : column[I].y);
    }
    UNROLL for (int I = 0; I < P; I++)
    {
        UNROLL for (int J = 0; J < I; J++)
        {
            tile8 c = {v->G[row_at[I] + even_at[J]], v->G[row_at[I] + odd_at[J]]};
            v->K.tiles[tile_at(I, J)] = row[I] < 0 ? tile_zeros() : c;
        }
        tile8 *c = &v->K.tiles[tile_at(I, I)];
        c->even = pivot_diagonal_number(v, row[I], column[I].x, tile_row() == 2 * tile_pair());
        c->odd = pivot_diagonal_number(v, row[I], column[I].y, tile_row() == 2 * tile_pair() + 1);
    }
    UNROLL for (int I = 0; I < P; I++) tile_diagonal_to(v->target + TILE_SIDE * I, v->K.tiles[tile_at(I, I)]);
    UNROLL for (int e = tile_at(P, 0); e < TRIANGLE; e++) v->K.tiles[e] = tile_zeros();
}

template <int P> FN void pivot_factor(team *tm, dual *v)
{
    pivot_load<P>(v);
    sync(tm);
    factor_from<0, P>(&v->K, v->target, &v->least_pivot, v->active);
}

/* r of the active rows in place of the right-hand side, 0 elsewhere. */
template <int P> FN void pivot_solve(team *tm, dual *v, real *r)
{
    real y[P];
    sync(tm);
    UNROLL for (int J = 0; J < P; J++)
    {
        int row = v->rows[TILE_SIDE * J + tile_row()];
        y[J] = row < 0 ? 0 : r[row];
    }
    factor_solve<P>(&v->K, y);
    sync(tm);
    each (i, SIDE) r[i] = zero();
    sync(tm);
    UNROLL for (int J = 0; J < P; J++)
    {
        int row = v->rows[TILE_SIDE * J + tile_row()];
        if (row >= 0 && tile_pair() == 0) r[row] = y[J];
    }
    sync(tm);
}

/* Half the tiles and one take the active rows of most problems: two texts, of sizes that the compiler knows. */
constexpr int PIVOT_HALF = (TILES + 2) / 2;

FN void dual_pivot_factor(team *tm, dual *v)
{
    sync(tm);
    pivot_choose(tm, v);
    v->least_pivot = 1;
    if (v->panels <= PIVOT_HALF)
        pivot_factor<PIVOT_HALF>(tm, v);
    else
        pivot_factor<TILES>(tm, v);
}

FN void dual_pivot_solve(team *tm, dual *v, real *r)
{
    if (v->panels <= PIVOT_HALF)
        pivot_solve<PIVOT_HALF>(tm, v, r);
    else
        pivot_solve<TILES>(tm, v, r);
}

/* The rows and their factor, if pivots have lost no more than a derivative can do with. */
FN void dual_pivot_keep(team *tm, dual *v, mask solved, mask borders)
{
    v->exchanged = solved;
    mask lost = team_any(tm, ~less(1, v->least_pivot * DUAL_DERIVATIVE_WORST_PIVOT));
    if (!v->record || !some(solved & ~borders & ~lost) || !(v->pivot_loss < DUAL_DERIVATIVE_WORST_PIVOT)) return;
    v->kept = v->active;
    each (r, TILE_SIDE * v->panels) kept_rows(v->record)[r] = v->rows[r];
    real *tiles = v->record + KEPT_K;
    UNROLL for (int I = 0; I < TILES; I++)
    {
        if (I >= v->panels) continue;
        UNROLL for (int J = 0; J <= I; J++) tile_to(tiles + TILE_NUMBERS * tile_at(I, J), v->K.tiles[tile_at(I, J)]);
    }
}

#endif

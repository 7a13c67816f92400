/* Triangular solves with the fronts of a sparse factor, by squads (block_walk.h).

   Fronts of one level may have rows in common. So what a front takes from rows above it goes through its parent, as its
   update matrix did, and lies at that one's place:

       sums = what the children hand on - L21 y        [size - pivots], added up by the parent in the order of children
 */
#ifndef CUDA_BLOCK_FRONT_SOLVE_H
#define CUDA_BLOCK_FRONT_SOLVE_H

#include "block_walk.h"

#include "../engine/sparse_state.h"

/* Add up what the children hand on: to the front's own unknowns and to its sums. */
FN void sparse_take_sums(squad *sq, const sparse_factor *v, const sparse_front *front, real *own, real *sums)
{
    const sparse_front *fronts = v->schedule->fronts;
    int k = front->pivots;
    int turn = 0;
    each_in (sq, i, front->size - k) sums[i] = 0;
    squad_sync(sq);
    for (int c = front->first_child; c >= 0; c = fronts[c].next_sibling) {
        const sparse_front *child = &fronts[c];
        const int32_t *places = v->schedule->parent_rows + child->row_start + child->pivots;
        const real *from = v->updates + child->update;
        int rows = child->size - child->pivots;
        if (child->meets) squad_sync(sq);
        squad some = squad_of_turn(sq, turn++, rows);
        each_in (&some, i, rows) {
            int place = places[i];
            real *to = place < k ? &own[place] : &sums[place - k];
            *to += from[i];
        }
    }
    if (turn > 0) squad_sync(sq);
}

/* own = L^-1 own among the pivots `start` ... `end` - 1. The diagonal holds S_j / L_jj. A value is written down when
   nobody reads what was in its place. */
FN void front_lower_pivots(const squad *sq, const real *diagonal, int start, int end, real *own)
{
    ROLLED for (int j = start; j < end; j++)
    {
        real value = own[j] * magnitude(diagonal[triangle_start(j) + j]);
        each_in_from (sq, i, j + 1, end) own[i] = mulsub(diagonal[triangle_start(i) + j], value, own[i]);
        squad_sync(sq);
        if (squad_leads(sq)) own[j] = value;
    }
    squad_sync(sq);
}

/* value - (row of L) own, over the columns `start` ... `end` - 1; four sums, so that none waits for another. */
FN real front_row_subtract(int start, int end, const real *row, const real *own, real value)
{
    real sum[4] = {value, 0, 0, 0};
    int j = start;
    ROLLED for (; j + 4 <= end; j += 4) UNROLL for (int r = 0; r < 4; r++) sum[r] =
        mulsub(row[j + r], own[j + r], sum[r]);
    ROLLED for (; j < end; j++) sum[0] = mulsub(row[j], own[j], sum[0]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* The front's part of w = L^-1 w. Pivots are a warp's, so many at a time; then all threads take them from the rest. */
FN void sparse_front_lower(squad *sq, const sparse_factor *v, const sparse_front *front, real *w)
{
    int k = front->pivots;
    real *own = w + front->first_pivot;
    real *sums = v->updates + front->update;
    const real *diagonal = v->factor + front->diagonal;
    const real *below = v->factor + front->below;
    squad first = squad_of_first(sq);
    sparse_take_sums(sq, v, front, own, sums);
    for (int start = 0; start < k; start += WARP) {
        int end = smaller_count(start + WARP, k);
        if (first.rank < first.size) front_lower_pivots(&first, diagonal, start, end, own);
        squad_sync(sq);
        if (end == k) break;
        each_in_from (sq, i, end, k) own[i] = front_row_subtract(start, end, diagonal + triangle_start(i), own, own[i]);
        squad_sync(sq);
    }
    each_in (sq, i, front->size - k) sums[i] = front_row_subtract(0, k, below + (int64_t)i * k, own, sums[i]);
    squad_sync(sq);
}

/* (L21' x)_j with x = w[rows]. */
FN real sparse_below_dot(int count, int pivots, const real *column, const int32_t *rows, const real *w)
{
    real sum[4] = {0, 0, 0, 0};
    int i = 0;
    ROLLED for (; i + 4 <= count; i += 4) UNROLL for (int r = 0; r < 4; r++) sum[r] =
        muladd(column[(int64_t)(i + r) * pivots], w[rows[i + r]], sum[r]);
    ROLLED for (; i < count; i++) sum[0] = muladd(column[(int64_t)i * pivots], w[rows[i]], sum[0]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* (column of the triangle)' own, over the rows `start` ... `end` - 1. */
FN real front_column_dot(int start, int end, const real *column, const real *own)
{
    real sum[4] = {0, 0, 0, 0};
    int j = start;
    ROLLED for (; j + 4 <= end; j += 4) UNROLL for (int r = 0; r < 4; r++) sum[r] =
        muladd(column[triangle_start(j + r)], own[j + r], sum[r]);
    ROLLED for (; j < end; j++) sum[0] = muladd(column[triangle_start(j)], own[j], sum[0]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* own -= S L' x for the columns before row `start`, x = own of the rows `start` ... `end` - 1. */
FN void front_upper_columns(const squad *sq, const sparse_signs *signs, const real *diagonal, int start, int end,
                            real *own)
{
    each_in (sq, i, start) {
        real sum = front_column_dot(start, end, diagonal + i, own);
        own[i] += sparse_is_positive(signs, i) ? -sum : sum;
    }
    squad_sync(sq);
}

/* own = L^-T S own among the pivots `start` ... `end` - 1. */
FN void front_upper_pivots(const squad *sq, const sparse_signs *signs, const real *diagonal, int start, int end,
                           real *own)
{
    ROLLED for (int j = end - 1; j >= start; j--)
    {
        const real *row = diagonal + triangle_start(j);
        real value = own[j] * row[j];
        each_in_from (sq, i, start, j) {
            real product = row[i] * value;
            own[i] += sparse_is_positive(signs, i) ? -product : product;
        }
        squad_sync(sq);
        if (squad_leads(sq)) own[j] = value;
    }
    squad_sync(sq);
}

/* The front's part of w = L^-T S w. */
FN void sparse_front_upper(squad *sq, const sparse_factor *v, const sparse_front *front, real *w)
{
    int k = front->pivots;
    sparse_signs signs = sparse_signs_of(front);
    real *own = w + front->first_pivot;
    const real *diagonal = v->factor + front->diagonal;
    const int32_t *rows = v->schedule->rows + front->row_start + k;
    squad first = squad_of_first(sq);
    each_in (sq, j, k) {
        real above = sparse_below_dot(front->size - k, k, v->factor + front->below + j, rows, w);
        own[j] += sparse_is_positive(&signs, j) ? -above : above;
    }
    squad_sync(sq);
    for (int end = k; end > 0;) {
        int start = (end - 1) / WARP * WARP;
        if (first.rank < first.size) front_upper_pivots(&first, &signs, diagonal, start, end, own);
        squad_sync(sq);
        if (start > 0) front_upper_columns(sq, &signs, diagonal, start, end, own);
        end = start;
    }
}

#endif

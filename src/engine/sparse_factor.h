/* Multifrontal signed Cholesky factor K = L S L' along the schedule of core/sparse_symbolic.h. */
#ifndef ENGINE_SPARSE_FACTOR_H
#define ENGINE_SPARSE_FACTOR_H

#include "sparse_state.h"

/* Zero the front's part of the factor and put in its entries of K: numbers[entry], times their weights if there are
   any: weights[entry_rows[entry]]. */
FN void sparse_front_begin(squad *sq, const sparse_factor *v, const sparse_front *front, const real *numbers,
                           const real *weights, const int32_t *entry_rows)
{
    real *own = v->factor + front->diagonal;
    int size = (int)(front[1].diagonal - front->diagonal);
    each_in (sq, k, size) own[k] = zero();
    squad_sync(sq);
    const int32_t *indices = v->schedule->entry_indices + front->entry_start;
    const int64_t *positions = v->schedule->entry_positions + front->entry_start;
    int count = (int)(front[1].entry_start - front->entry_start);
    if (weights) {
        const int32_t *rows = entry_rows + front->entry_start;
        each_in (sq, e, count) v->factor[positions[e]] = numbers[indices[e]] * weights[rows[e]];
    } else {
        each_in (sq, e, count) v->factor[positions[e]] = numbers[indices[e]];
    }
    squad_sync(sq);
}

/* Where row i of a triangle or of a rectangle of `columns` columns starts, and the step between its columns. */
FN int64_t triangle_row(int i, int order, int *step)
{
    int panel = i / TILE;
    *step = panel_height(panel, order);
    return triangle_start(panel) + i % TILE;
}

FN int64_t rectangle_row(int i, int rows, int columns, int *step)
{
    int panel = i / TILE;
    *step = panel_height(panel, rows);
    return (int64_t)TILE * panel * columns + i % TILE;
}

/* to[places[j] - first] += from[j], in steps. */
FN void sparse_add_row(int begin, int end, const int32_t *places, int first, const real *from, int from_step, real *to,
                       int to_step)
{
    for (int j = begin; j < end; j++) to[(places[j] - first) * to_step] += from[j * from_step];
}

/* Add the part of a child's update that falls into the parent's pivot columns. */
FN void sparse_add_to_pivots(squad *sq, const sparse_factor *v, const sparse_front *front, const sparse_front *child)
{
    int rows = child->size - child->pivots;
    int below = front->size - front->pivots;
    const int32_t *places = v->schedule->parent_rows + child->row_start + child->pivots;
    int shared = child->shared;
    each_in (sq, i, rows) {
        int from_step;
        int to_step;
        const real *from = v->updates + child->update + triangle_row(i, rows, &from_step);
        int place = places[i] - front->pivots;
        real *to = i < shared ? v->factor + front->diagonal + triangle_row(places[i], front->pivots, &to_step)
                              : v->factor + front->below + rectangle_row(place, below, front->pivots, &to_step);
        sparse_add_row(0, i < shared ? i + 1 : shared, places, 0, from, from_step, to, to_step);
    }
}

/* Add the rest, which falls into the parent's own update matrix. */
FN void sparse_add_to_update(squad *sq, const sparse_factor *v, const sparse_front *front, const sparse_front *child)
{
    int rows = child->size - child->pivots;
    int below = front->size - front->pivots;
    const int32_t *places = v->schedule->parent_rows + child->row_start + child->pivots;
    int shared = child->shared;
    each_in (sq, k, rows - shared) {
        int i = shared + k;
        int from_step;
        int to_step;
        const real *from = v->updates + child->update + triangle_row(i, rows, &from_step);
        real *to = v->updates + front->update + triangle_row(places[i] - front->pivots, below, &to_step);
        sparse_add_row(shared, i + 1, places, front->pivots, from, from_step, to, to_step);
    }
}

/* Children are added in their order where they meet; those that are apart, by parts of the squad at the same time. */
FN void sparse_add_children(squad *sq, const sparse_factor *v, const sparse_front *front, int to_pivots)
{
    const sparse_front *fronts = v->schedule->fronts;
    int turn = 0;
    for (int c = front->first_child; c >= 0; c = fronts[c].next_sibling) {
        if (fronts[c].meets) squad_sync(sq);
        squad some = squad_of_turn(sq, turn++, fronts[c].size - fronts[c].pivots);
        if (to_pivots)
            sparse_add_to_pivots(&some, v, front, &fronts[c]);
        else
            sparse_add_to_update(&some, v, front, &fronts[c]);
    }
    if (turn > 0) squad_sync(sq);
}

/* The columns of L that a front eliminates, and what they take from the rows of its parent. */
FN void sparse_front_factor(squad *sq, const sparse_factor *v, const sparse_front *front, const real *numbers,
                            const real *weights, const int32_t *entry_rows)
{
    sparse_front_begin(sq, v, front, numbers, weights, entry_rows);
    sparse_add_children(sq, v, front, 1);
    sparse_front_eliminate(sq, front, v->factor + front->diagonal, v->factor + front->below);
    if (front->size == front->pivots) return;
    sparse_front_update(sq, front, v->factor + front->below, v->updates + front->update);
    sparse_add_children(sq, v, front, 0);
}

/* K = L S L'. */
FNBIG void sparse_factorise(team *tm, const sparse_factor *v, const real *numbers, const real *weights,
                            const int32_t *entry_rows)
{
    sparse_walk walk = sparse_walk_up(tm, v->schedule);
    for (const sparse_front *front; (front = sparse_walk_next(&walk)) != NULL;)
        sparse_front_factor(&walk.who, v, front, numbers, weights, entry_rows);
}

#endif

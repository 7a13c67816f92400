/* Multifrontal signed Cholesky factor K = L S L' along the schedule of core/sparse_symbolic.h. */
#ifndef ENGINE_SPARSE_FACTOR_H
#define ENGINE_SPARSE_FACTOR_H

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

/* Zero the front's part of the factor and put in its entries of K: numbers[entry], times their weights if there are
   any: weights[entry_rows[entry]]. */
FN void sparse_front_begin(team *tm, const sparse_factor *v, const sparse_front *front, const real *numbers,
                           const real *weights, const int32_t *entry_rows)
{
    real *own = v->factor + front->diagonal;
    int size = (int)(front[1].diagonal - front->diagonal);
    each (k, size) own[k] = zero();
    sync(tm);
    const int32_t *indices = v->schedule->entry_indices + front->entry_start;
    const int64_t *positions = v->schedule->entry_positions + front->entry_start;
    int count = (int)(front[1].entry_start - front->entry_start);
    if (weights) {
        const int32_t *rows = entry_rows + front->entry_start;
        each (e, count) v->factor[positions[e]] = numbers[indices[e]] * weights[rows[e]];
    } else {
        each (e, count) v->factor[positions[e]] = numbers[indices[e]];
    }
    sync(tm);
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

/* How many of a child's rows are pivots of the parent; they come first. */
FN int sparse_shared_pivots(const sparse_front *front, const int32_t *places, int rows)
{
    int count = 0;
    while (count < rows && places[count] < front->pivots) count++;
    return count;
}

/* Add the part of a child's update that falls into the parent's pivot columns. */
FN void sparse_add_to_pivots(const sparse_factor *v, const sparse_front *front, const sparse_front *child)
{
    int rows = child->size - child->pivots;
    int below = front->size - front->pivots;
    const int32_t *places = v->schedule->parent_rows + child->row_start + child->pivots;
    int shared = sparse_shared_pivots(front, places, rows);
    each (i, rows) {
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
FN void sparse_add_to_update(const sparse_factor *v, const sparse_front *front, const sparse_front *child)
{
    int rows = child->size - child->pivots;
    int below = front->size - front->pivots;
    const int32_t *places = v->schedule->parent_rows + child->row_start + child->pivots;
    int shared = sparse_shared_pivots(front, places, rows);
    each (k, rows - shared) {
        int i = shared + k;
        int from_step;
        int to_step;
        const real *from = v->updates + child->update + triangle_row(i, rows, &from_step);
        real *to = v->updates + front->update + triangle_row(places[i] - front->pivots, below, &to_step);
        sparse_add_row(shared, i + 1, places, front->pivots, from, from_step, to, to_step);
    }
}

/* A panel of rows below the pivots: own = own L11^-T S. */
FN void sparse_lower_panel(int h, const sparse_front *front, const sparse_signs *signs, const real *diagonal, real *own)
{
    int whole = front->pivots / TILE;
    for (int J = 0; J < whole; J++) sparse_lower_tile(h, TILE, TILE * J, signs, diagonal + triangle_start(J), own);
    const real *last = diagonal + triangle_start(whole);
    if (TILE * whole < front->pivots)
        WITH_HEIGHT(front->pivots - TILE * whole, sparse_lower_tile(h, H, TILE * whole, signs, last, own))
}

/* diagonal = L11 S L11', below = below L11^-T S. */
FN void sparse_front_eliminate(team *tm, const sparse_front *front, real *diagonal, real *below)
{
    int k = front->pivots;
    int rows = front->size - k;
    sparse_signs signs = sparse_signs_of(front);
    for (int J = 0; J < panel_count(k); J++) {
        int column = TILE * J;
        real *LJ = diagonal + triangle_start(J);
        if (team_leads()) WITH_HEIGHT(panel_height(J, k), sparse_diagonal_tile(H, column, &signs, LJ))
        sync(tm);
        each (I, panel_count(k) - J - 1) {
            int panel = J + 1 + I;
            real *own = diagonal + triangle_start(panel);
            WITH_HEIGHT(panel_height(panel, k), sparse_lower_tile(H, TILE, column, &signs, LJ, own))
        }
        sync(tm);
    }
    each (I, panel_count(rows))
        WITH_HEIGHT(panel_height(I, rows),
                    sparse_lower_panel(H, front, &signs, diagonal, below + (int64_t)TILE * I * k))
    sync(tm);
}

/* update = -below S below'. */
FN void sparse_front_update(team *tm, const sparse_front *front, const real *below, real *update)
{
    int k = front->pivots;
    int rows = front->size - k;
    sparse_signs signs = sparse_signs_of(front);
    each (I, panel_count(rows)) {
        const real *own = below + (int64_t)TILE * I * k;
        real *to = update + triangle_start(I);
        WITH_HEIGHT(panel_height(I, rows), {
            for (int J = 0; J < I; J++)
                sparse_update_tile(H, TILE, k, &signs, own, below + (int64_t)TILE * J * k, to + TILE * J * H);
            sparse_update_tile(H, H, k, &signs, own, own, to + TILE * I * H);
        })
    }
    sync(tm);
}

/* K = L S L'. */
FNBIG void sparse_factorise(team *tm, const sparse_factor *v, const real *numbers, const real *weights,
                            const int32_t *entry_rows)
{
    const sparse_symbolic *schedule = v->schedule;
    for (int f = 0; f < schedule->front_count; f++) {
        const sparse_front *front = &schedule->fronts[f];
        sparse_front_begin(tm, v, front, numbers, weights, entry_rows);
        for (int c = front->first_child; c >= 0; c = schedule->fronts[c].next_sibling) {
            sparse_add_to_pivots(v, front, &schedule->fronts[c]);
            sync(tm);
        }
        sparse_front_eliminate(tm, front, v->factor + front->diagonal, v->factor + front->below);
        sparse_front_update(tm, front, v->factor + front->below, v->updates + front->update);
        for (int c = front->first_child; c >= 0; c = schedule->fronts[c].next_sibling) {
            sparse_add_to_update(v, front, &schedule->fronts[c]);
            sync(tm);
        }
    }
}

#endif

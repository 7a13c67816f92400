/* Triangular solves with the factor of sparse_factor.h, in the order of elimination. */
#ifndef ENGINE_SPARSE_SOLVE_H
#define ENGINE_SPARSE_SOLVE_H

#include "sparse_factor.h"

/* Rows of a panel below finished pivots: w[rows] -= L y. */
FN void sparse_lower_rows(int h, int pivots, const real *L, const real *y, const int32_t *rows, real *w)
{
    real sum[TILE];
    UNROLL for (int i = 0; i < h; i++) sum[i] = w[rows[i]];
    for (int k = 0; k < pivots; k++) {
        real value = y[k];
        KEEP(value);
        UNROLL for (int i = 0; i < h; i++) sum[i] = mulsub(L[k * h + i], value, sum[i]);
    }
    UNROLL for (int i = 0; i < h; i++) w[rows[i]] = sum[i];
}

/* y_k -= (L' x)_k, or += for columns of negative sign. */
FN void sparse_upper_run(int h, int begin, int end, int sign, const real *L, const real *x, real *y)
{
    each_from (k, begin, end) {
        real value = y[k];
        UNROLL for (int i = 0; i < h; i++) value =
            sign > 0 ? mulsub(L[k * h + i], x[i], value) : muladd(L[k * h + i], x[i], value);
        y[k] = value;
    }
}

/* The columns above a panel of finished rows: y -= S L' x. */
FN void sparse_upper_rows(int h, int columns, const sparse_signs *signs, const real *L, const real *x, real *y)
{
    int begin = 0;
    for (int run = 0; run < 4 && begin < columns; run += 2) {
        int middle = smaller_count(signs->ends[run], columns);
        int end = smaller_count(signs->ends[run + 1], columns);
        sparse_upper_run(h, begin, middle, -1, L, x, y);
        sparse_upper_run(h, middle, end, 1, L, x, y);
        begin = end;
    }
}

/* w = L^-1 w. */
FNBIG void sparse_solve_lower(team *tm, const sparse_factor *v, real *w)
{
    const sparse_symbolic *schedule = v->schedule;
    for (int f = 0; f < schedule->front_count; f++) {
        const sparse_front *front = &schedule->fronts[f];
        int k = front->pivots;
        int below = front->size - k;
        sparse_signs signs = sparse_signs_of(front);
        real *own = w + front->first_pivot;
        for (int J = 0; J < panel_count(k); J++) {
            int column = TILE * J;
            const real *diagonal = v->factor + front->diagonal;
            int width = panel_height(J, k);
            if (team_leads()) {
                WITH_HEIGHT(width, lower_diagonal(H, diagonal + triangle_start(J) + column * H, own + column))
                for (int j = column; j < column + width; j++)
                    if (!sparse_is_positive(&signs, j)) own[j] = -own[j];
            }
            sync(tm);
            each_from (I, J + 1, panel_count(k))
                WITH_HEIGHT(panel_height(I, k),
                            lower_below(H, diagonal + triangle_start(I) + column * H, own + column, own + TILE * I))
            sync(tm);
        }
        const int32_t *rows = schedule->rows + front->row_start + k;
        each (I, panel_count(below))
            WITH_HEIGHT(
                panel_height(I, below),
                sparse_lower_rows(H, k, v->factor + front->below + (int64_t)TILE * I * k, own, rows + TILE * I, w))
        sync(tm);
    }
}

/* w = L^-T S w. */
FNBIG void sparse_solve_upper(team *tm, const sparse_factor *v, real *w)
{
    const sparse_symbolic *schedule = v->schedule;
    for (int f = schedule->front_count - 1; f >= 0; f--) {
        const sparse_front *front = &schedule->fronts[f];
        int k = front->pivots;
        int below = front->size - k;
        sparse_signs signs = sparse_signs_of(front);
        real *own = w + front->first_pivot;
        const int32_t *rows = schedule->rows + front->row_start + k;
        for (int I = 0; I < panel_count(below); I++)
            WITH_HEIGHT(panel_height(I, below), {
                real x[TILE];
                UNROLL for (int i = 0; i < H; i++) x[i] = w[rows[TILE * I + i]];
                sparse_upper_rows(H, k, &signs, v->factor + front->below + (int64_t)TILE * I * k, x, own);
            })
        for (int J = panel_count(k) - 1; J >= 0; J--) {
            int column = TILE * J;
            const real *LJ = v->factor + front->diagonal + triangle_start(J);
            sync(tm);
            WITH_HEIGHT(panel_height(J, k), {
                if (team_leads()) upper_diagonal(H, LJ + column * H, own + column);
                sync(tm);
                sparse_upper_rows(H, column, &signs, LJ, own + column, own);
            })
        }
        sync(tm);
    }
}

#endif

/* The fronts of a sparse factor on a pack: one after another, each in TILE x TILE tiles; the squad is the pack's one
   thread. A solve gathers and scatters by rows: whatever fronts give to their ancestors is in w at once. */
#ifndef CPU_PACK_FRONT_H
#define CPU_PACK_FRONT_H

#include "../engine/sparse_state.h"

typedef team squad;

#define each_in(sq, i, n) for (int i = ((void)(sq), 0); i < (n); i++)

FN void squad_sync(squad *sq) { (void)sq; }

FN squad squad_of_turn(squad *sq, int turn, int rows)
{
    (void)turn;
    (void)rows;
    return *sq;
}

/* Fronts in the order of elimination, or back. */
typedef struct sparse_walk {
    squad who;
    const sparse_front *fronts;
    int next, step, left;
} sparse_walk;

FN sparse_walk sparse_walk_up(team *tm, const sparse_symbolic *schedule)
{
    return (sparse_walk){*tm, schedule->fronts, 0, 1, schedule->front_count};
}

FN sparse_walk sparse_walk_down(team *tm, const sparse_symbolic *schedule)
{
    return (sparse_walk){*tm, schedule->fronts, schedule->front_count - 1, -1, schedule->front_count};
}

/* NULL after the last one. */
FN const sparse_front *sparse_walk_next(sparse_walk *walk)
{
    if (walk->left-- == 0) return NULL;
    const sparse_front *front = &walk->fronts[walk->next];
    walk->next += walk->step;
    return front;
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
FN void sparse_front_eliminate(squad *sq, const sparse_front *front, real *diagonal, real *below)
{
    (void)sq;
    int k = front->pivots;
    int rows = front->size - k;
    sparse_signs signs = sparse_signs_of(front);
    for (int J = 0; J < panel_count(k); J++) {
        int column = TILE * J;
        real *LJ = diagonal + triangle_start(J);
        WITH_HEIGHT(panel_height(J, k), sparse_diagonal_tile(H, column, &signs, LJ))
        each (I, panel_count(k) - J - 1) {
            int panel = J + 1 + I;
            real *own = diagonal + triangle_start(panel);
            WITH_HEIGHT(panel_height(panel, k), sparse_lower_tile(H, TILE, column, &signs, LJ, own))
        }
    }
    each (I, panel_count(rows))
        WITH_HEIGHT(panel_height(I, rows),
                    sparse_lower_panel(H, front, &signs, diagonal, below + (int64_t)TILE * I * k))
}

/* update = -below S below'. */
FN void sparse_front_update(squad *sq, const sparse_front *front, const real *below, real *update)
{
    (void)sq;
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
}

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

/* The front's part of w = L^-1 w. */
FN void sparse_front_lower(squad *sq, const sparse_factor *v, const sparse_front *front, real *w)
{
    (void)sq;
    int k = front->pivots;
    int below = front->size - k;
    sparse_signs signs = sparse_signs_of(front);
    real *own = w + front->first_pivot;
    for (int J = 0; J < panel_count(k); J++) {
        int column = TILE * J;
        const real *diagonal = v->factor + front->diagonal;
        int width = panel_height(J, k);
        WITH_HEIGHT(width, lower_diagonal(H, diagonal + triangle_start(J) + column * H, own + column))
        for (int j = column; j < column + width; j++)
            if (!sparse_is_positive(&signs, j)) own[j] = -own[j];
        each_from (I, J + 1, panel_count(k))
            WITH_HEIGHT(panel_height(I, k),
                        lower_below(H, diagonal + triangle_start(I) + column * H, own + column, own + TILE * I))
    }
    const int32_t *rows = v->schedule->rows + front->row_start + k;
    each (I, panel_count(below))
        WITH_HEIGHT(panel_height(I, below),
                    sparse_lower_rows(H, k, v->factor + front->below + (int64_t)TILE * I * k, own, rows + TILE * I, w))
}

/* The front's part of w = L^-T S w. */
FN void sparse_front_upper(squad *sq, const sparse_factor *v, const sparse_front *front, real *w)
{
    (void)sq;
    int k = front->pivots;
    int below = front->size - k;
    sparse_signs signs = sparse_signs_of(front);
    real *own = w + front->first_pivot;
    const int32_t *rows = v->schedule->rows + front->row_start + k;
    for (int I = 0; I < panel_count(below); I++)
        WITH_HEIGHT(panel_height(I, below), {
            real x[TILE];
            UNROLL for (int i = 0; i < H; i++) x[i] = w[rows[TILE * I + i]];
            sparse_upper_rows(H, k, &signs, v->factor + front->below + (int64_t)TILE * I * k, x, own);
        })
    for (int J = panel_count(k) - 1; J >= 0; J--) {
        int column = TILE * J;
        const real *LJ = v->factor + front->diagonal + triangle_start(J);
        WITH_HEIGHT(panel_height(J, k), {
            upper_diagonal(H, LJ + column * H, own + column);
            sparse_upper_rows(H, column, &signs, LJ, own + column, own);
        })
    }
}

#endif

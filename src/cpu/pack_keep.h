/* What a solve by the dual method keeps of a pack for its derivatives: R, and of V the rows that are active at the
   solution (engine/dual_derivative.h). */
#ifndef CPU_PACK_KEEP_H
#define CPU_PACK_KEEP_H

#include "pack_active.h"

/* With so few rows all of V is kept: picking out the active ones takes longer than the zeros in a small system. */
enum { KEEP_WHOLE = 16 };

typedef struct kept {
    int whole;            /* all rows of V, not only the active ones */
    int32_t *active;      /* [1] rows of V: the most active rows of a lane, rounded up to whole panels */
    int32_t *count;       /* [LANES] active rows of each lane; -1: nothing is kept */
    int32_t *rows[LANES]; /* [m + 1] which they are */
    real *R;              /* triangle of order n */
    real *V;              /* [active x n] in panels of rows; zero rows where a lane has fewer */
} kept;

/* More active rows than variables are dependent, and no system for dual_derivative.h. */
static int kept_rows(const structure *shape)
{
    int panels = panel_count(shape->n);
    return shape->m <= KEEP_WHOLE || shape->m <= TILE * panels ? shape->m : TILE * panels;
}

static size_t kept_layout(arena *memory, const structure *shape, kept *v)
{
    v->whole = shape->m <= KEEP_WHOLE;
    v->active = arena_take(memory, 1 + LANES, sizeof *v->active);
    v->count = v->active ? v->active + 1 : NULL;
    for (int l = 0; l < LANES && !v->whole; l++)
        v->rows[l] = arena_take(memory, (size_t)shape->m + 1, sizeof *v->rows[l]);
    v->R = arena_take(memory, (size_t)triangle_size(shape->n), sizeof(real));
    v->V = arena_take(memory, (size_t)rectangle_size(kept_rows(shape), shape->n), sizeof(real));
    return memory->used;
}

/* Before a solve. Small R and V are written where they are to stay; of larger ones the active rows are moved there in
   the end. */
static void keep_open(const structure *shape, void *room, kept *v, dual *solver)
{
    arena memory = {room, 0};
    kept_layout(&memory, shape, v);
    if (!v->whole) return;
    solver->R = v->R;
    solver->V = v->V;
}

/* One lane of a row of V (m rows), moved to another row. */
FN void move_lane(int n, int m, real *V, int lane, int from, int to)
{
    const double *source = lanes_of(V + rectangle_at(from, 0, m, n)) + lane;
    double *target = lanes_of(V + rectangle_at(to, 0, m, n)) + lane;
    int64_t source_step = panel_height(from / TILE, m) * LANES;
    int64_t target_step = panel_height(to / TILE, m) * LANES;
    for (int k = 0; k < n; k++) target[k * target_step] = source[k * source_step];
}

/* Zero in the lanes that have fewer active rows. */
FN void clear_row(int n, int m, real *V, int row, real count)
{
    real *target = V + rectangle_at(row, 0, m, n);
    int step = panel_height(row / TILE, m);
    mask active = less(splat(row), count);
    if (every(active)) return;
    for (int k = 0; k < n; k++) target[(int64_t)k * step] = pick(active, target[(int64_t)k * step], zero());
}

/* The active rows of each lane move up to the first rows of V, and what follows them is cleared; panel by panel, while
   it is in the nearest cache, V goes to where it is kept. */
static void keep_active_rows(const kept *keep, int n, int m, real *V)
{
    int active = *keep->active;
    real count = zero();
    for (int l = 0; l < LANES; l++) set_lane(&count, l, keep->count[l]);
    for (int first = 0; first < active; first += TILE) {
        int end = first + panel_height(first / TILE, active);
        for (int r = first; r < end; r++)
            for (int l = 0; l < LANES; l++)
                if (r < keep->count[l] && keep->rows[l][r] != r) move_lane(n, m, V, l, keep->rows[l][r], r);
        for (int r = first; r < end; r++) clear_row(n, m, V, r, count);
        int64_t at = rectangle_at(first, 0, active, n);
        store_away((int64_t)n * (end - first), V + at, keep->V + at);
    }
}

/* After the solution is stored: which lanes are solved and well conditioned, R, and their active rows of V, which is
   overwritten. */
static void keep_close(const solve_job *job, const int64_t *index, const kept *keep, const dual *v)
{
    const structure *shape = job->plan->structure;
    int n = shape->n;
    int m = shape->m;
    int most = 0;
    for (int l = 0; l < LANES; l++) {
        int64_t problem = index[l];
        int count = m;
        if (!keep->whole) count = choose_active_rows(shape, job->s + problem * m, job->y + problem * m, keep->rows[l]);
        int fits = job->status[problem] == CNL_SOLVED && (keep->whole || count <= n) &&
                   lane_of(v->pivot_loss, l) < DUAL_DERIVATIVE_WORST_PIVOT;
        keep->count[l] = fits ? count : -1;
        most = keep->count[l] > most ? keep->count[l] : most;
    }
    most = (most + TILE - 1) / TILE * TILE;
    *keep->active = keep->whole || most > m ? m : most;
    if (keep->whole) return;
    keep_active_rows(keep, n, m, v->V);
    store_away(triangle_size(n), v->R, keep->R);
}

#endif

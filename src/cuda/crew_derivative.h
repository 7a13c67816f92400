/* One problem's derivative by a crew, as its leader sees it: the system of engine/dual_derivative.h on the active rows
   of the solution, from what the solve has kept, or else made from the data.

   As in warps (warp_active.h), P = L D L' by blocks, S = -D^-1, and W = A L^-T: V V' = -W S W'. The slots hold one
   factor at a time, P's first, then that of V V' + H, then P's again. */
#ifndef CUDA_CREW_DERIVATIVE_H
#define CUDA_CREW_DERIVATIVE_H

#include "crew_lead.h"
#include "team_active.h"

typedef struct crew_derivative {
    const crew_problem *all;
    double *shared;
    int n, m;       /* of the problem */
    int active;     /* rows of the system */
    real *f;        /* right-hand side of order n, then its solution */
    real *w;        /* [m] s, then what the problem's rows have of ds, then the answer in them */
    real *x, *y;    /* the solution's; y is 0 in inactive rows */
    real *g, *dy;   /* [active] right-hand side, solution */
    real *right;    /* [active] V R^-1 f - g */
    real *H;        /* [active] 1 beyond them */
    real *half;     /* whatever is done with columns */
    real *residual; /* [active], in the end dy in all rows */
    real *whole;    /* [m] g in all rows */
    int *rows;      /* [active] -1 beyond them */
    mask degenerate;
} crew_derivative;

/* Every vector starts at 0; the last one is the rows and the order. */
FN void crew_derivative_place(team *tm, const crew_problem *all, double *shared, crew_derivative *v)
{
    real *vectors = shared + CREW_SLOTS;
    v->all = all;
    v->shared = shared;
    v->n = all->n;
    v->m = all->m;
    v->f = vectors + CREW_R * SIDE;
    v->w = vectors + CREW_W * SIDE;
    v->x = vectors + CREW_X * SIDE;
    v->y = vectors + CREW_Y * SIDE;
    v->g = vectors + 4 * SIDE;
    v->dy = vectors + 5 * SIDE;
    v->right = vectors + 6 * SIDE;
    v->H = vectors + 7 * SIDE;
    v->half = vectors + 8 * SIDE;
    v->residual = vectors + 9 * SIDE;
    v->whole = vectors + 10 * SIDE;
    v->rows = crew_rows_in(shared);
    for (int k = team_lane(); k < (CREW_VECTORS - 1) * SIDE; k += WARP) vectors[k] = zero();
    if (team_leads()) crew_order_in(shared)->panels = TILES;
    sync(tm);
}

/* The problem's part of a right-hand side, NULL for 0: f [n], g and slack [m]. */
typedef struct crew_given {
    const double *f, *g, *slack;
} crew_given;

/* Load a solution and a right-hand side. Returns whether there are not more active rows than variables: those depend.
 */
FN int crew_derivative_load(team *tm, const device_plan *plan, const device_derivative_job *job, int64_t problem,
                            const crew_given *given, crew_derivative *v)
{
    each (k, v->n) {
        v->x[k] = job->x[problem * v->n + k];
        v->f[k] = given->f ? given->f[k] : zero();
    }
    each (i, v->m) {
        v->y[i] = job->y[problem * v->m + i];
        v->w[i] = job->s[problem * v->m + i];
        v->whole[i] = given->g ? given->g[i] : zero();
    }
    each (r, SIDE) {
        v->rows[r] = -1;
        v->H[r] = 1;
    }
    sync(tm);
    v->degenerate = none();
    v->active =
        choose_active_rows<SIDE_TURNS * WARP>(tm, plan->shape.z, v->m, SIDE, v->w, v->y, v->rows, v->H, &v->degenerate);
    sync(tm);
    each (i, v->m) v->w[i] = given->slack ? given->slack[i] : zero();
    sync(tm);
    return v->active <= v->n;
}

/* g of the active rows. */
FN void crew_gather(team *tm, const crew_derivative *v)
{
    each (r, v->active) v->g[r] = v->whole[v->rows[r]];
    sync(tm);
}

FN void crew_derivative_have_done(const crew_derivative *v, enum crew_task task, const real *from, const real *to)
{
    crew_have_done(v->all, v->shared, task, from, to);
}

/* Has the smallest pivot over its diagonal lost few enough digits? */
FN int crew_is_fit(double least) { return 1 < least * DUAL_DERIVATIVE_WORST_PIVOT; }

FN mask crew_is_unfit(team *tm, double least) { return team_any(tm, -(mask)!crew_is_fit(least)); }

/* P's factor into the slots, W in memory: as kept, or made here. Whether its pivots lose too much. */
FN mask crew_derivative_open_P(team *tm, const crew_derivative *v)
{
    if (v->all->kept != v->all->made) {
        crew_derivative_have_done(v, CREW_RESTORE_P, v->f, v->f);
        return none();
    }
    each (k, SIDE) v->right[k] = k < v->n ? v->all->P[(int64_t)k * v->n + k] : 1;
    crew_derivative_have_done(v, CREW_GATHER_P, v->f, v->f);
    if (some(crew_is_unfit(tm, crew_factor(v->all, v->shared, TILES, v->dy, v->right)))) return ~none(); /* dy is 0 */
    crew_derivative_have_done(v, CREW_KEEP_P, v->f, v->f);
    return none();
}

/* f = -L^-1 f, right = V R^-1 f - g of the old f, and the factor of V V' + H; whether its pivots lose too much. */
FN mask crew_derivative_factor_S(team *tm, const crew_derivative *v)
{
    int panels = v->active > 0 ? (v->active + TILE_SIDE - 1) / TILE_SIDE : 1;
    crew_substitute_first(crew_vector(v->shared, v->f));
    if (team_leads()) crew_order_in(v->shared)->panels = panels;
    crew_derivative_have_done(v, CREW_FORM_G, v->f, v->right);
    each (r, TILE_SIDE * panels) {
        const double *diagonal_tile = v->all->G + tile_at(r / TILE_SIDE, r / TILE_SIDE);
        v->right[r] -= v->g[r];
        v->residual[r] = diagonal_tile[(TILE_SIDE + 1) * (r % TILE_SIDE)] + v->H[r];
    }
    sync(tm);
    return crew_is_unfit(tm, crew_factor(v->all, v->shared, panels, v->H, v->residual));
}

/* dy = S^-1 right, corrected once against V itself: by S^-1 (right - V (V'y) - H y). */
FN void crew_derivative_rows(team *tm, const crew_derivative *v)
{
    each (r, SIDE) v->dy[r] = r < v->active ? v->right[r] : zero();
    crew_solve(v->shared, v->dy, v->dy);
    crew_derivative_have_done(v, CREW_MULTIPLY_SW_BACK, v->dy, v->half);
    crew_derivative_have_done(v, CREW_MULTIPLY_W, v->half, v->residual);
    each (r, SIDE) v->residual[r] = r < v->active ? mulsub(v->H[r], v->dy[r], v->right[r] + v->residual[r]) : zero();
    crew_solve(v->shared, v->residual, v->residual);
    each (r, SIDE) v->dy[r] += v->residual[r];
    sync(tm);
}

/* f = R^-T (R^-1 f - V'dy), and dy in all rows. */
FN void crew_derivative_columns(team *tm, const crew_derivative *v)
{
    each (i, SIDE) v->residual[i] = zero();
    sync(tm);
    each (r, v->active) v->residual[v->rows[r]] = v->dy[r];
    crew_derivative_have_done(v, CREW_RESTORE_P, v->f, v->f);
    crew_derivative_have_done(v, CREW_MULTIPLY_W_BACK, v->dy, v->half);
    each (k, SIDE) v->f[k] += v->half[k];
    crew_substitute_second(crew_vector(v->shared, v->f));
}

/* f and dy, from f and g. Returns whether that could be done. */
FN int crew_derivative_solve(team *tm, const crew_derivative *v)
{
    if (some(crew_derivative_open_P(tm, v))) return 0;
    if (some(crew_derivative_factor_S(tm, v))) return 0;
    crew_derivative_rows(tm, v);
    crew_derivative_columns(tm, v);
    return 1;
}

#endif

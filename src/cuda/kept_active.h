/* The system of engine/dual_derivative.h in a warp, of what the solve has kept (warp_kept.h): nothing is factored.

       x = P^-1 (f - A'y),  y += K^-1 (A x - g) from y = 0,  K = A P^-1 A' of the active rows,

   once for the answer and once for its correction: inverses of blocks lose digits that pivots do not show (1e-6 was
   seen). P's factor is held in registers; the active rows of the user's A, which are wanted often, are copied to shared
   memory, as many as are active in most problems, and K's factor if it has room beside them: by copies that go on by
   themselves while the gradients of the problem before are stored (kept_problem.h). With A L^-T in place of A one solve
   with P's factor is enough, but that would have to be kept: the kernel is bound by device memory. */
#ifndef CUDA_KEPT_ACTIVE_H
#define CUDA_KEPT_ACTIVE_H

#include "warp_copy.h"
#include "warp_kept.h"
#include "warp_substitute.h"

constexpr int SIDE = TILE_SIDE * TILES;

/* A lane's numbers of vectors of SIDE, and their places: loops over them need no counter. */
constexpr int OWN = (SIDE + WARP - 1) / WARP;
FN int own_place(int e) { return e * WARP + team_lane(); }

/* What a lane has read of a problem ahead of its turn, and of the one after that: kept_look() fills the latter, and
   kept_read() moves it up (kept_problem.h). */
typedef struct kept_ahead {
    int active, rows[OWN];
    int active_after, rows_after[OWN]; /* active: -1 if nothing of the problem is kept */
    double x[OWN], y[OWN];
    real f[OWN], g[OWN], slack[OWN];
} kept_ahead;

typedef struct dual_derivative {
    int n, m;           /* m: the active rows, filled up with zero rows to whole panels of eight */
    int active;         /* rows of them that are the problem's */
    int panels;         /* m / 8, at most TILES */
    const real *record; /* the problem's, see warp_kept.h */
    const real *matrix; /* its A, for panels of rows that are not near */
    const int *rows;    /* [m] the active ones, likewise, -1 where rows fill up */
    factor P;           /* in registers */
    real *near;         /* [NEAR, TILES] tiles of the active rows, zeros where rows fill up; then K, if it has room */
    const real *K;      /* [TRIANGLE] tiles of their factor, in shared or in device memory */
    real *diagonal;     /* [m] H: 0, for a problem with another H keeps nothing */
    real *rest;         /* [SIDE] A x - g */
    real *x;            /* [SIDE] zeros from n on */
    real *along;        /* [SIDE] for others */
    int corrections;    /* of y: 1, 0 for whoever corrects the answer */
    kept_ahead ahead;   /* with P */
} dual_derivative;

/* Panels of active rows in shared memory: all that there can be where that costs no warp. */
constexpr int NEAR = TILES <= 4 ? TILES : (TILES + 2) / 2;

/* Of y, what x need not know of: as much as a pack's answer loses that is not corrected (docs/derivatives.md). */
#define ACTIVE_LAST_DIGITS 1e-12

/* Tiles of their factor that have room behind `panels` of them, and of the most of which all have. */
FNBOTH constexpr int near_factor(int panels)
{
    int tiles = tile_at(panels, 0);
    return TILES * panels + tiles <= TILES * NEAR ? tiles : near_factor(panels - 1);
}
constexpr int NEAR_FACTOR = near_factor(NEAR);
constexpr int ACTIVE_VECTORS = 4;
constexpr int ACTIVE_NUMBERS = TILE_NUMBERS * NEAR * TILES + ACTIVE_VECTORS * SIDE;

/* Shared memory: ACTIVE_NUMBERS numbers. */
FN void dual_derivative_place(dual_derivative *v, real *shared)
{
    real **of[ACTIVE_VECTORS] = {&v->diagonal, &v->rest, &v->x, &v->along};
    v->near = shared;
    real *vectors = shared + TILE_NUMBERS * NEAR * TILES;
    UNROLL for (int k = 0; k < ACTIVE_VECTORS; k++) * of[k] = vectors + k * SIDE;
    v->P.transposed = NULL;
    v->corrections = 1;
}

/* y = D^-1 L^-1 y, by rows, of a factor in memory. */
FN void stored_forward(const real *tiles, int panels, real *y)
{
    real down[TILES], across[TILES];
    UNROLL for (int J = 0; J < TILES; J++) down[J] = across[J] = 0;
    UNROLL for (int J = 0; J < TILES; J++)
    {
        if (J >= panels) continue;
        if (J > 0) y[J] += row_sum(down[J]);
        tile8 x = columns_of_rows(y[J]);
        across[J] = row_part(tile_from(tiles + TILE_NUMBERS * tile_at(J, J)), x, 0);
        UNROLL for (int I = J + 1; I < TILES; I++) if (I < panels) down[I] =
            row_part(tile_from(tiles + TILE_NUMBERS * tile_at(I, J)), x, down[I]);
    }
    UNROLL for (int J = 0; J < TILES; J++) if (J < panels) y[J] = -row_sum(across[J]);
}

/* y = L^-T y. */
FN void stored_backward(const real *tiles, int panels, real *y)
{
    tile8 up[TILES];
    UNROLL for (int J = 0; J < TILES; J++) up[J] = tile_zeros();
    UNROLL for (int I = TILES - 1; I >= 0; I--)
    {
        if (I >= panels) continue;
        if (I < TILES - 1) y[I] += column_sum(up[I]);
        UNROLL for (int J = 0; J < I; J++) column_part(tile_from(tiles + TILE_NUMBERS * tile_at(I, J)), y[I], &up[J]);
    }
}

/* Panel I of the active rows of the user's A. Pairs or not is decided for each tile: another text for either is code
   for nothing. */
FN void panel_of_rows(const dual_derivative *v, int I, tile8 *panel)
{
    int row = v->rows[TILE_SIDE * I + tile_row()];
    int pairs = has_pairs(v->matrix, v->n);
    UNROLL for (int J = 0; J < TILES; J++) panel[J] = pairs ? tile_of_rows<1>(v->matrix, v->n, row, TILE_SIDE * J)
                                                            : tile_of_rows<0>(v->matrix, v->n, row, TILE_SIDE * J);
}

/* The same, wherever it is now. */
FN void active_panel(const dual_derivative *v, int I, tile8 *panel)
{
    if (NEAR == TILES || I < NEAR)
        UNROLL for (int J = 0; J < TILES; J++) panel[J] = tile_from(v->near + TILE_NUMBERS * (TILES * I + J));
    else
        panel_of_rows(v, I, panel);
}

/* P's factor to the registers. */
FN void dual_derivative_read_P(dual_derivative *v, const real *record)
{
    UNROLL for (int e = 0; e < TRIANGLE; e++) v->P.tiles[e] = tile_from(record + KEPT_P + TILE_NUMBERS * e);
}

/* Number `place` of a vector of SIDE, of which each lane holds those of own_place(). For all lanes together. */
FN int own_at(const int *own, int place)
{
    int found = __shfl_sync(WHOLE_WARP, own[0], place);
    UNROLL for (int e = 1; e < OWN; e++)
    {
        int other = __shfl_sync(WHOLE_WARP, own[e], place);
        if (place >= e * WARP) found = other;
    }
    return found;
}

FNBOTH constexpr int panels_of(int active) { return (active + TILE_SIDE - 1) / TILE_SIDE; }
/* Has the factor of so many panels room behind them? */
FNBOTH constexpr int factor_is_near(int panels) { return tile_at(panels, 0) <= NEAR_FACTOR; }
FN real *place_of_factor(const dual_derivative *v, int panels) { return v->near + TILE_NUMBERS * TILES * panels; }

/* The near rows of the problem that was read ahead and, if it has room behind them, their factor, sent for. */
FN void dual_derivative_send(const dual_derivative *v, const real *A, const real *record)
{
    int panels = panels_of(v->ahead.active);
    int pairs = has_pairs(A, v->n);
    ROLLED for (int I = 0; I < NEAR && I < panels; I++)
    {
        int row = own_at(v->ahead.rows, TILE_SIDE * I + tile_row());
        ROLLED for (int J = 0; J < TILES; J++)
            tile_of_rows_later(v->near + TILE_NUMBERS * (TILES * I + J), A, v->n, row, TILE_SIDE * J, pairs);
    }
    if (!factor_is_near(panels)) return;
    ROLLED for (int e = 0; e < tile_at(panels, 0); e++)
        tile_later(place_of_factor(v, panels) + TILE_NUMBERS * e, record + KEPT_K + TILE_NUMBERS * e);
}

/* What was sent for is there. */
FN void dual_derivative_receive(team *tm, dual_derivative *v)
{
    await_copies();
    sync(tm);
    v->K = factor_is_near(v->panels) ? place_of_factor(v, v->panels) : v->record + KEPT_K;
}

/* x = P^-1 (f - A'y). */
FN void dual_derivative_find_x(team *tm, const dual_derivative *v, const real *f, const real *y)
{
    tile8 part[TILES];
    real x[TILES];
    UNROLL for (int J = 0; J < TILES; J++) part[J] = tile_zeros();
    ROLLED for (int I = 0; I < v->panels; I++)
    {
        tile8 panel[TILES];
        active_panel(v, I, panel);
        real own = y[TILE_SIDE * I + tile_row()];
        UNROLL for (int J = 0; J < TILES; J++) column_part(panel[J], own, &part[J]);
    }
    UNROLL for (int J = 0; J < TILES; J++) x[J] = f[TILE_SIDE * J + tile_row()] - column_sum(part[J]);
    factor_solve(&v->P, x);
    rows_to(v->x, x);
    sync(tm);
}

/* rest = A x - g. */
FN void dual_derivative_residual(team *tm, const dual_derivative *v, const real *g)
{
    ROLLED for (int I = 0; I < v->panels; I++)
    {
        tile8 panel[TILES];
        active_panel(v, I, panel);
        real part = 0;
        UNROLL for (int J = 0; J < TILES; J++) part = row_part(panel[J], tile_vector(v->x + TILE_SIDE * J), part);
        int i = TILE_SIDE * I + tile_row();
        part = row_sum(part) - g[i];
        if (tile_pair() == 0) v->rest[i] = part;
    }
    sync(tm);
}

/* y += K^-1 rest. Returns whether that changes more than the last digits. */
FN mask dual_derivative_add_to_y(team *tm, const dual_derivative *v, real *y)
{
    real z[TILES];
    real largest = 0, change = 0;
    rows_from(v->rest, z);
    stored_forward(v->K, v->panels, z);
    stored_backward(v->K, v->panels, z);
    UNROLL for (int J = 0; J < TILES; J++)
    {
        if (J >= v->panels || tile_pair() != 0) continue;
        real *own = y + TILE_SIDE * J + tile_row();
        *own += z[J];
        largest = larger(largest, magnitude(*own));
        change = larger_or_nan(change, magnitude(z[J]));
    }
    largest = team_max(tm, largest);
    sync(tm);
    return team_any(tm, ~at_most(change, splat(ACTIVE_LAST_DIGITS) * largest));
}

/* The system's answer x, y; f, zeros from n to SIDE, may be x, g may not be y. y is corrected once, by the same text,
   as code is half of its time; the x that belongs to it is not made again where that changes no more than last digits.
 */
FN void dual_derivative_solve(team *tm, const dual_derivative *v, const real *f, const real *g, real *x, real *y)
{
    UNROLL for (int e = 0; e < OWN; e++) if (own_place(e) < SIDE) y[own_place(e)] = zero();
    sync(tm);
    for (int pass = 0;; pass++) {
        dual_derivative_find_x(tm, v, f, y);
        if (pass == v->corrections + 1) break;
        dual_derivative_residual(tm, v, g);
        mask changed = dual_derivative_add_to_y(tm, v, y);
        if (pass > 0 && !some(changed)) break;
    }
    UNROLL for (int e = 0; e < OWN; e++) if (own_place(e) < SIDE) x[own_place(e)] = v->x[own_place(e)];
    sync(tm);
}

#endif

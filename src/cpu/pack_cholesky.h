/* Dense Cholesky factor and triangular solves on panels [left-looking, Golub & Van Loan 4.2.5]. */
#ifndef CPU_PACK_CHOLESKY_H
#define CPU_PACK_CHOLESKY_H

#include "../engine/tile_solve.h"

/* Panels of columns finished in one sweep over the rows below: the sweep reads the rows' panels once for both. */
enum { SWEEP = 2 };

/* c = L L' in place; the diagonal receives 1 / L_jj, so that no later step divides. The next pivot waits for 1 / pivot
   alone, not for a root (AVX2, n = 10: 3 % of a solve). A pivot that is not positive makes NaN of all that follows. */
FN void tile_cholesky(int w, tile c)
{
    UNROLL for (int j = 0; j < w; j++)
    {
        real pivot = c[j][j];
        real inverse = pick(less(zero(), pivot), reciprocal(pivot), splat(NAN));
        real root = root_of_reciprocal(pivot, inverse);
        UNROLL for (int k = j + 1; k < w; k++)
        {
            real factor = c[k][j] * inverse;
            UNROLL for (int i = k; i < w; i++) c[i][k] = mulsub(c[i][j], factor, c[i][k]);
        }
        c[j][j] = root;
        UNROLL for (int i = j + 1; i < w; i++) c[i][j] *= root;
    }
}

FN void cholesky_diagonal_tile(int w, int column, const real *S, const real *add, real *L)
{
    tile c;
    tile_load(w, w, S + column * w, c);
    if (add) UNROLL for (int i = 0; i < w; i++) c[i][i] += add[i];
    tile_subtract(w, w, column, L, L, c);
    tile_cholesky(w, c);
    tile_store_lower(w, L + column * w, c);
}

/* One tile right of it: S may be the same panel as L (in place), LJ is the finished diagonal panel. */
FN void cholesky_tile(int h, int w, int column, const real *S, const real *LJ, real *L)
{
    tile c;
    tile_load(h, w, S + column * h, c);
    tile_subtract(h, w, column, L, LJ, c);
    tile_right_solve(h, w, LJ + column * w, c);
    tile_store(h, w, L + column * h, c);
}

/* L L' = S + diag(add), lower triangles, and y = L^-1 y, which is one more row below S: while the factor waits for its
   next pivot there is time for it (n = 10: 2-4 % of a solve). add and y may be NULL, L may be S. A pivot that is not
   positive leaves NaN in its lane. */
FNBIG void cholesky_with_row(team *tm, int n, const real *S, const real *add, real *L, real *y)
{
    int panels = panel_count(n);
    for (int J0 = 0; J0 < panels; J0 += SWEEP) {
        int J1 = J0 + SWEEP < panels ? J0 + SWEEP : panels;
        for (int I = J0; I < panels; I++) {
            int height = panel_height(I, n);
            int64_t start = triangle_start(I);
            for (int J = J0; J < J1 && J < I; J++)
                WITH_HEIGHT(height, cholesky_tile(H, TILE, TILE * J, S + start, L + triangle_start(J), L + start))
            if (I < J1)
                WITH_HEIGHT(height, {
                    cholesky_diagonal_tile(H, TILE * I, S + start, add ? add + TILE * I : NULL, L + start);
                    if (y) cholesky_tile(1, H, TILE * I, y, L + start, y);
                })
        }
    }
    sync(tm);
}

FN void cholesky(team *tm, int n, const real *S, const real *add, real *L)
{
    cholesky_with_row(tm, n, S, add, L, NULL);
}

/* V = A R^-T, panels of m rows: row i of V is R^-1 (row i of A), with P = R R'. */
FNBIG void right_solve(team *tm, int n, int m, const real *R, const real *A, real *V)
{
    int whole = n / TILE;
    each (I, panel_count(m)) {
        int height = panel_height(I, m);
        const real *AI = A + (int64_t)TILE * I * n;
        real *VI = V + (int64_t)TILE * I * n;
        for (int J = 0; J < whole; J++)
            WITH_HEIGHT(height, cholesky_tile(H, TILE, TILE * J, AI, R + triangle_start(J), VI))
        for (int j = TILE * whole; j < n; j++) { /* the last, narrow panel of R, column by column */
            int w = n - TILE * whole;
            const real *row = R + triangle_start(whole) + (j - TILE * whole);
            WITH_HEIGHT(height, {
                real sum[TILE];
                UNROLL for (int i = 0; i < H; i++) sum[i] = AI[j * H + i];
                for (int k = 0; k < j; k++) {
                    real factor = row[k * w];
                    KEEP(factor);
                    UNROLL for (int i = 0; i < H; i++) sum[i] = mulsub(VI[k * H + i], factor, sum[i]);
                }
                UNROLL for (int i = 0; i < H; i++) VI[j * H + i] = sum[i] * row[j * w];
            })
        }
    }
    sync(tm);
}

/* One tile of X = R^-1 B: h rows of panel J, w columns from `column` on. */
FN void left_solve_tile(int h, int w, int J, int columns, int column, const real *R, const real *B, real *X)
{
    int64_t own = (int64_t)TILE * J * columns + (int64_t)column * h;
    const real *RJ = R + triangle_start(J);
    tile c;
    tile_load(h, w, B + own, c);
    for (int I = 0; I < J; I++)
        tile_subtract_product(h, w, RJ + TILE * I * h, X + (int64_t)TILE * I * columns + (int64_t)column * TILE, c);
    tile_left_solve(h, w, RJ + TILE * J * h, c);
    tile_store(h, w, X + own, c);
}

/* X = R^-1 B, B with any number of columns, in panels of its n rows. */
FNBIG void left_solve(team *tm, int n, int columns, const real *R, const real *B, real *X)
{
    int panels = panel_count(n);
    int whole = columns / TILE * TILE;
    for (int column = 0; column < whole; column += TILE)
        for (int J = 0; J < panels; J++)
            WITH_HEIGHT(panel_height(J, n), left_solve_tile(H, TILE, J, columns, column, R, B, X))
    for (int column = whole; column < columns; column++)
        for (int J = 0; J < panels; J++)
            WITH_HEIGHT(panel_height(J, n), left_solve_tile(H, 1, J, columns, column, R, B, X))
    sync(tm);
}

/* y = L^-1 y. */
FNBIG void solve_lower(team *tm, int n, const real *L, real *y)
{
    int panels = panel_count(n);
    for (int J = 0; J < panels; J++) {
        int column = TILE * J;
        WITH_HEIGHT(panel_height(J, n), lower_diagonal(H, L + triangle_start(J) + column * H, y + column))
        for (int I = J + 1; I < panels; I++)
            WITH_HEIGHT(panel_height(I, n),
                        lower_below(H, L + triangle_start(I) + column * H, y + column, y + TILE * I))
    }
    sync(tm);
}

/* y = L^-T y. */
FNBIG void solve_upper(team *tm, int n, const real *L, real *y)
{
    for (int J = panel_count(n) - 1; J >= 0; J--) {
        int column = TILE * J;
        const real *LJ = L + triangle_start(J);
        WITH_HEIGHT(panel_height(J, n), {
            upper_diagonal(H, LJ + column * H, y + column);
            for (int I = 0; I < J; I++) upper_above(H, LJ + TILE * I * H, y + column, y + TILE * I);
        })
    }
    sync(tm);
}

/* y = L^-1 y and z = L^-1 z, tile after tile. */
FNBIG void solve_lower_pair(team *tm, int n, const real *L, real *y, real *z)
{
    int panels = panel_count(n);
    for (int J = 0; J < panels; J++) {
        int column = TILE * J;
        WITH_HEIGHT(panel_height(J, n), {
            const real *diagonal = L + triangle_start(J) + column * H;
            lower_diagonal(H, diagonal, y + column);
            lower_diagonal(H, diagonal, z + column);
        })
        for (int I = J + 1; I < panels; I++)
            WITH_HEIGHT(panel_height(I, n), {
                const real *below = L + triangle_start(I) + column * H;
                lower_below(H, below, y + column, y + TILE * I);
                lower_below(H, below, z + column, z + TILE * I);
            })
    }
    sync(tm);
}

/* y = L^-T y and z = L^-T z. */
FNBIG void solve_upper_pair(team *tm, int n, const real *L, real *y, real *z)
{
    for (int J = panel_count(n) - 1; J >= 0; J--) {
        int column = TILE * J;
        const real *LJ = L + triangle_start(J);
        WITH_HEIGHT(panel_height(J, n), {
            upper_diagonal(H, LJ + column * H, y + column);
            upper_diagonal(H, LJ + column * H, z + column);
            for (int I = 0; I < J; I++) {
                upper_above(H, LJ + TILE * I * H, y + column, y + TILE * I);
                upper_above(H, LJ + TILE * I * H, z + column, z + TILE * I);
            }
        })
    }
    sync(tm);
}

#endif

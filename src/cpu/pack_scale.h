/* Norms of a panelled matrix under a diagonal scaling, and the scaling itself. */
#ifndef CPU_PACK_SCALE_H
#define CPU_PACK_SCALE_H

#include "../engine/tile.h"

/* Largest magnitudes of the columns of D P D, D = diag(column), powers of two. */
FNBIG void symmetric_norms(team *tm, int n, const real *P, const real *column, real *of_P)
{
    each (k, n) of_P[k] = zero();
    sync(tm);
    for (int i = 0; i < n; i++) {
        for (int k = 0; k <= i; k++) {
            real size = magnitude(P[triangle_at(i, k, n)]) * (column[i] * column[k]);
            of_P[i] = larger(of_P[i], size);
            of_P[k] = larger(of_P[k], size);
        }
    }
    sync(tm);
}

/* Largest magnitudes of the columns and of the rows of E A D, D = diag(column), E = diag(row), powers of two. Here and
   below `runs` are those of A, NULL for whole panels. */
FNBIG void rectangle_norms(team *tm, int n, int m, const real *A, const panel_runs *runs, const real *column,
                           const real *row, real *of_column, real *of_row)
{
    panel_runs whole = whole_panel(m);
    each (i, m) of_row[i] = zero();
    sync(tm);
    each (J, panel_count(n))
        WITH_HEIGHT(panel_height(J, n), {
            const real *a = A + (int64_t)TILE * J * m;
            const panel_runs *rows = runs ? runs + J : &whole;
            real own[TILE];
            real most[TILE];
            UNROLL for (int j = 0; j < H; j++) own[j] = column[TILE * J + j];
            UNROLL for (int j = 0; j < H; j++) most[j] = zero();
            for (int r = 0; r < rows->count; r++)
                for (int i = rows->first[r]; i < rows->end[r]; i++) {
                    real of_this = of_row[i];
                    UNROLL for (int j = 0; j < H; j++)
                    {
                        real size = magnitude(a[i * H + j]) * own[j];
                        most[j] = larger(most[j], size * row[i]);
                        of_this = larger(of_this, size);
                    }
                    of_row[i] = of_this;
                }
            UNROLL for (int j = 0; j < H; j++) of_column[TILE * J + j] = most[j];
        })
    each (i, m) of_row[i] *= row[i];
    sync(tm);
}

/* P -> cost D P D. */
FNBIG void symmetric_scale(team *tm, int n, const real *column, real cost, real *P)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k <= i; k++) P[triangle_at(i, k, n)] *= cost * column[i] * column[k];
    sync(tm);
}

/* A -> E A D. */
FNBIG void rectangle_scale(team *tm, int n, int m, const panel_runs *runs, const real *column, const real *row, real *A)
{
    panel_runs whole = whole_panel(m);
    each (J, panel_count(n))
        WITH_HEIGHT(panel_height(J, n), {
            real *a = A + (int64_t)TILE * J * m;
            const panel_runs *rows = runs ? runs + J : &whole;
            for (int r = 0; r < rows->count; r++)
                for (int i = rows->first[r]; i < rows->end[r]; i++)
                    UNROLL for (int j = 0; j < H; j++) a[i * H + j] *= row[i] * column[TILE * J + j];
        })
    sync(tm);
}

#endif

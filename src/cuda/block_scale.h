/* Norms of a matrix under a diagonal scaling, and the scaling itself, by a thread block. */
#ifndef CUDA_BLOCK_SCALE_H
#define CUDA_BLOCK_SCALE_H

#include "../engine/panel.h"

/* Largest magnitudes of the columns of D P D, D = diag(column). */
FNBIG void symmetric_norms(team *tm, int n, const real *P, const real *column, real *of_P)
{
    each (i, n) {
        real most = zero();
        for (int k = 0; k < n; k++) {
            real number = P[k <= i ? triangle_at(i, k, n) : triangle_at(k, i, n)];
            most = larger(most, magnitude(number) * (column[i] * column[k]));
        }
        of_P[i] = most;
    }
    sync(tm);
}

/* Largest magnitudes of the columns and of the rows of E A D, D = diag(column), E = diag(row). */
FNBIG void rectangle_norms(team *tm, int n, int m, const real *A, const panel_runs *runs, const real *column,
                           const real *row, real *of_column, real *of_row)
{
    (void)runs;
    each (j, n) {
        real most = zero();
        for (int i = 0; i < m; i++) most = larger(most, magnitude(A[(int64_t)j * m + i]) * column[j] * row[i]);
        of_column[j] = most;
    }
    each (i, m) {
        real most = zero();
        for (int j = 0; j < n; j++) most = larger(most, magnitude(A[(int64_t)j * m + i]) * column[j]);
        of_row[i] = most * row[i];
    }
    sync(tm);
}

/* P -> cost D P D. */
FNBIG void symmetric_scale(team *tm, int n, const real *column, real cost, real *P)
{
    each (e, n * n) {
        int i = e / n;
        int k = e % n;
        if (k <= i) P[triangle_at(i, k, n)] *= cost * column[i] * column[k];
    }
    sync(tm);
}

/* A -> E A D. */
FNBIG void rectangle_scale(team *tm, int n, int m, const panel_runs *runs, const real *column, const real *row, real *A)
{
    (void)runs;
    each (e, n * m) {
        int j = e / m;
        int i = e % m;
        A[e] *= row[i] * column[j];
    }
    sync(tm);
}

#endif

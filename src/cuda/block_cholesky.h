/* Dense Cholesky factor of a thread block, on packed lower triangles (panels of one row). */
#ifndef CUDA_BLOCK_CHOLESKY_H
#define CUDA_BLOCK_CHOLESKY_H

#include "../engine/panel.h"

/* L L' = S + diag(add), lower triangles; the diagonal of L holds 1 / L_jj; add may be NULL, L may be S.
   Right-looking: after column j all that is right of it loses its part. */
FNBIG void cholesky(team *tm, int n, const real *S, const real *add, real *L)
{
    int size = (int)triangle_size(n);
    if (L != S)
        each (k, size) L[k] = S[k];
    sync(tm);
    if (add)
        each (i, n) L[triangle_at(i, i, n)] += add[i];
    sync(tm);
    for (int j = 0; j < n; j++) {
        real inverse = reciprocal_root(L[triangle_at(j, j, n)]);
        sync(tm);
        each (k, n - j) {
            int i = j + k;
            real *own = &L[triangle_at(i, j, n)];
            *own = k == 0 ? inverse : *own * inverse;
        }
        sync(tm);
        /* rows i > j, columns j < k <= i: dealt out as one list of pairs */
        int left = n - j - 1;
        each (e, left * left) {
            int i = j + 1 + e / left;
            int k = j + 1 + e % left;
            if (k > i) continue;
            real *own = &L[triangle_at(i, k, n)];
            *own = mulsub(L[triangle_at(i, j, n)], L[triangle_at(k, j, n)], *own);
        }
        sync(tm);
    }
}

/* V = A R^-T, rows: row i of V is R^-1 (row i of A), with P = R R'. A thread per row. */
FNBIG void right_solve(team *tm, int n, int m, const real *R, const real *A, real *V)
{
    each (i, m) {
        const real *from = A + (int64_t)i * n;
        real *to = V + (int64_t)i * n;
        for (int j = 0; j < n; j++) {
            const real *row = R + triangle_start(j);
            real sum = from[j];
            for (int k = 0; k < j; k++) sum = mulsub(to[k], row[k], sum);
            to[j] = sum * row[j];
        }
    }
    sync(tm);
}

/* X = R^-1 B, B (n x columns) row after row. A thread per column. */
FNBIG void left_solve(team *tm, int n, int columns, const real *R, const real *B, real *X)
{
    each (c, columns) {
        for (int j = 0; j < n; j++) {
            const real *row = R + triangle_start(j);
            real sum = B[(int64_t)j * columns + c];
            for (int k = 0; k < j; k++) sum = mulsub(row[k], X[(int64_t)k * columns + c], sum);
            X[(int64_t)j * columns + c] = sum * row[j];
        }
    }
    sync(tm);
}

#endif

/* Substitutions of a thread block with a Cholesky factor in a packed lower triangle, column after column. */
#ifndef CUDA_BLOCK_SUBSTITUTE_H
#define CUDA_BLOCK_SUBSTITUTE_H

#include "../engine/panel.h"
#include "block_cholesky.h"

/* y = L^-1 y. */
FNBIG void solve_lower(team *tm, int n, const real *L, real *y)
{
    for (int j = 0; j < n; j++) {
        real value = y[j] * L[triangle_at(j, j, n)];
        sync(tm);
        each_from (i, j, n) y[i] = i == j ? value : mulsub(L[triangle_at(i, j, n)], value, y[i]);
        sync(tm);
    }
}

/* The factor, and y = L^-1 y. */
FN void cholesky_with_row(team *tm, int n, const real *S, const real *add, real *L, real *y)
{
    cholesky(tm, n, S, add, L);
    solve_lower(tm, n, L, y);
}

/* y = L^-T y. */
FNBIG void solve_upper(team *tm, int n, const real *L, real *y)
{
    for (int j = n - 1; j >= 0; j--) {
        real value = y[j] * L[triangle_at(j, j, n)];
        sync(tm);
        each (i, j + 1) y[i] = i == j ? value : mulsub(L[triangle_at(j, i, n)], value, y[i]);
        sync(tm);
    }
}

/* y = L^-1 y and z = L^-1 z. */
FNBIG void solve_lower_pair(team *tm, int n, const real *L, real *y, real *z)
{
    for (int j = 0; j < n; j++) {
        real inverse = L[triangle_at(j, j, n)];
        real of_y = y[j] * inverse;
        real of_z = z[j] * inverse;
        sync(tm);
        each_from (i, j, n) {
            real number = L[triangle_at(i, j, n)];
            y[i] = i == j ? of_y : mulsub(number, of_y, y[i]);
            z[i] = i == j ? of_z : mulsub(number, of_z, z[i]);
        }
        sync(tm);
    }
}

/* y = L^-T y and z = L^-T z. */
FNBIG void solve_upper_pair(team *tm, int n, const real *L, real *y, real *z)
{
    for (int j = n - 1; j >= 0; j--) {
        real inverse = L[triangle_at(j, j, n)];
        real of_y = y[j] * inverse;
        real of_z = z[j] * inverse;
        sync(tm);
        each (i, j + 1) {
            real number = L[triangle_at(j, i, n)];
            y[i] = i == j ? of_y : mulsub(number, of_y, y[i]);
            z[i] = i == j ? of_z : mulsub(number, of_z, z[i]);
        }
        sync(tm);
    }
}

#endif

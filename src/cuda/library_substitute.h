/* Substitutions with a large Cholesky factor in global memory, a packed lower triangle with 1 / L_jj on its diagonal. A
   warp solves with 32 rows of the diagonal, the whole block then takes their part from all other rows: n/32 waits for
   everybody where a column at a time (block_substitute.h) takes n. */
#ifndef CUDA_LIBRARY_SUBSTITUTE_H
#define CUDA_LIBRARY_SUBSTITUTE_H

#include "block_cholesky.h"

/* Right-hand sides that are solved together. */
template <int COUNT> struct right_sides {
    real *y[COUNT];
};

/* What the first warp does with rows first ... first + rows - 1 of L, which are that warp's lanes'. */
template <int COUNT> FN void lower_diagonal(int first, int rows, const real *L, const right_sides<COUNT> &of)
{
    int lane = (int)threadIdx.x;
    if (lane >= WARP) return;
    const real *row = L + triangle_start(first + lane) + first;
    real value[COUNT];
    for (int c = 0; c < COUNT; c++) value[c] = lane < rows ? of.y[c][first + lane] : zero();
    for (int k = 0; k < rows; k++) {
        real number = lane < rows && k <= lane ? row[k] : zero();
        for (int c = 0; c < COUNT; c++) {
            real solved = __shfl_sync(0xffffffffu, value[c] * number, k);
            value[c] = lane == k ? solved : mulsub(number, solved, value[c]);
        }
    }
    for (int c = 0; c < COUNT; c++)
        if (lane < rows) of.y[c][first + lane] = value[c];
}

/* Likewise with the transpose, from the last row to the first. */
template <int COUNT> FN void upper_diagonal(int first, int rows, const real *L, const right_sides<COUNT> &of)
{
    int lane = (int)threadIdx.x;
    if (lane >= WARP) return;
    real value[COUNT];
    for (int c = 0; c < COUNT; c++) value[c] = lane < rows ? of.y[c][first + lane] : zero();
    for (int k = rows - 1; k >= 0; k--) {
        real number = lane <= k ? L[triangle_start(first + k) + first + lane] : zero();
        for (int c = 0; c < COUNT; c++) {
            real solved = __shfl_sync(0xffffffffu, value[c] * number, k);
            value[c] = lane == k ? solved : mulsub(number, solved, value[c]);
        }
    }
    for (int c = 0; c < COUNT; c++)
        if (lane < rows) of.y[c][first + lane] = value[c];
}

FN int rows_from(int first, int n) { return n - first < WARP ? n - first : WARP; }

/* y = L^-1 y for each. */
template <int COUNT> FN void substitute_lower(team *tm, int n, const real *L, const right_sides<COUNT> &of)
{
    sync(tm);
    for (int first = 0; first < n; first += WARP) {
        int rows = rows_from(first, n);
        lower_diagonal(first, rows, L, of);
        sync(tm);
        each_from (i, first + rows, n) {
            const real *row = L + triangle_start(i) + first;
            real sum[COUNT];
            for (int c = 0; c < COUNT; c++) sum[c] = of.y[c][i];
            for (int k = 0; k < rows; k++)
                for (int c = 0; c < COUNT; c++) sum[c] = mulsub(row[k], of.y[c][first + k], sum[c]);
            for (int c = 0; c < COUNT; c++) of.y[c][i] = sum[c];
        }
        sync(tm);
    }
}

/* y = L^-T y for each. */
template <int COUNT> FN void substitute_upper(team *tm, int n, const real *L, const right_sides<COUNT> &of)
{
    sync(tm);
    for (int first = (n - 1) / WARP * WARP; first >= 0; first -= WARP) {
        int rows = rows_from(first, n);
        upper_diagonal(first, rows, L, of);
        sync(tm);
        each (i, first) {
            real sum[COUNT];
            for (int c = 0; c < COUNT; c++) sum[c] = of.y[c][i];
            for (int k = 0; k < rows; k++) {
                real number = L[triangle_start(first + k) + i];
                for (int c = 0; c < COUNT; c++) sum[c] = mulsub(number, of.y[c][first + k], sum[c]);
            }
            for (int c = 0; c < COUNT; c++) of.y[c][i] = sum[c];
        }
        sync(tm);
    }
}

FNBIG void solve_lower(team *tm, int n, const real *L, real *y) { substitute_lower<1>(tm, n, L, {{y}}); }

/* The factor, and y = L^-1 y. */
FN void cholesky_with_row(team *tm, int n, const real *S, const real *add, real *L, real *y)
{
    cholesky(tm, n, S, add, L);
    solve_lower(tm, n, L, y);
}

FNBIG void solve_upper(team *tm, int n, const real *L, real *y) { substitute_upper<1>(tm, n, L, {{y}}); }

FNBIG void solve_lower_pair(team *tm, int n, const real *L, real *y, real *z)
{
    substitute_lower<2>(tm, n, L, {{y, z}});
}

FNBIG void solve_upper_pair(team *tm, int n, const real *L, real *y, real *z)
{
    substitute_upper<2>(tm, n, L, {{y, z}});
}

#endif

/*
 * Sparse QP with a random pattern that the batch shares and fresh numbers: P has about three entries a column beside
 * its dominant diagonal, A about three; n/4 equalities b = A x, n/2 inequalities b = A x + U(0,1).
 */

#include <math.h>
#include <stdlib.h>

#include "recipe.h"

enum { EXTRA_PER_COLUMN = 2 };

static int compare_indices(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* Sort the rows of a column and drop repeated ones. @return how many are left */
static int32_t sort_unique(int32_t count, int32_t *rows)
{
    qsort(rows, (size_t)count, sizeof(int32_t), compare_indices);
    int32_t kept = 0;
    for (int32_t k = 0; k < count; k++) {
        if (kept == 0 || rows[k] != rows[kept - 1]) rows[kept++] = rows[k];
    }
    return kept;
}

/* Upper triangle: the diagonal, last in its column, and up to two entries above it. */
static cnl_status draw_P(family_problem *problem, random_stream *stream)
{
    int32_t n = problem->structure.n, *starts, *rows;
    cnl_status status = recipe_sparse(problem, RECIPE_P, n * (EXTRA_PER_COLUMN + 1), &starts, &rows);
    if (status != CNL_OK) return status;
    for (int32_t j = 0; j < n; j++) {
        int32_t *column = rows + starts[j];
        int32_t count = 0;
        for (int32_t k = 0; k < EXTRA_PER_COLUMN && j > 0; k++) column[count++] = random_below(stream, j);
        column[count++] = j;
        starts[j + 1] = starts[j] + sort_unique(count, column);
    }
    return CNL_OK;
}

/* Every row has an entry in column (row mod n), so none is empty; two more rows per column at random. */
static cnl_status draw_A(family_problem *problem, random_stream *stream)
{
    int32_t n = problem->structure.n, m = problem->structure.m, *starts, *rows;
    int32_t most = m + n * EXTRA_PER_COLUMN;
    cnl_status status = recipe_sparse(problem, RECIPE_A, most, &starts, &rows);
    if (status != CNL_OK) return status;
    for (int32_t j = 0; j < n; j++) {
        int32_t *column = rows + starts[j];
        int32_t count = 0;
        for (int32_t row = j; row < m; row += n) column[count++] = row;
        for (int32_t k = 0; k < EXTRA_PER_COLUMN; k++) column[count++] = random_below(stream, m);
        starts[j + 1] = starts[j] + sort_unique(count, column);
    }
    return CNL_OK;
}

static cnl_status sparse_shape(family_problem *problem, random_stream *stream)
{
    cnl_structure *structure = &problem->structure;
    structure->cones.z = structure->n / 4;
    structure->cones.l = (structure->n + 1) / 2;
    structure->m = structure->cones.z + structure->cones.l;
    cnl_status status = draw_P(problem, stream);
    return status == CNL_OK ? draw_A(problem, stream) : status;
}

/* Off-diagonals ~ N; the diagonal exceeds the sum of the others in its row by U(0.01, 1), so P is positive definite. */
static void fill_P(const cnl_structure *structure, double *P, random_stream *stream)
{
    const int32_t *starts = structure->P.column_starts, *rows = structure->P.row_indices;
    for (int32_t j = 0; j < structure->n; j++) P[starts[j + 1] - 1] = random_uniform(stream, 0.01, 1);
    for (int32_t j = 0; j < structure->n; j++) {
        for (int32_t entry = starts[j]; entry < starts[j + 1] - 1; entry++) {
            P[entry] = random_normal(stream);
            P[starts[j + 1] - 1] += fabs(P[entry]);
            P[starts[rows[entry] + 1] - 1] += fabs(P[entry]);
        }
    }
}

static void sparse_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    const int32_t *starts = structure->A.column_starts, *rows = structure->A.row_indices;
    fill_P(structure, numbers->P, stream);
    random_fill_normal(stream, structure->n, numbers->c);
    random_fill_normal(stream, starts[structure->n], numbers->A);
    random_fill_normal(stream, structure->n, numbers->feasible);

    for (int32_t i = 0; i < structure->m; i++) {
        numbers->b[i] = i < structure->cones.z ? 0 : random_uniform(stream, 0, 1);
    }
    for (int32_t j = 0; j < structure->n; j++) {
        for (int32_t entry = starts[j]; entry < starts[j + 1]; entry++) {
            numbers->b[rows[entry]] += numbers->A[entry] * numbers->feasible[j];
        }
    }
}

const recipe RECIPE_SPARSE = {
    .about = {"sparse", "random sparse QP, three entries a column, pattern shared", 1, 100, 256},
    .shape = sparse_shape,
    .fill = sparse_fill,
};

/* Helpers that several recipes use. */

#include "recipe.h"

#include <stdlib.h>
#include <string.h>

cnl_pattern recipe_dense(void) { return (cnl_pattern){.layout = CNL_DENSE}; }

cnl_status recipe_sparse(family_problem *problem, recipe_matrix matrix, int32_t entries, int32_t **column_starts,
                         int32_t **row_indices)
{
    int32_t **owned = &problem->indices[matrix == RECIPE_P ? 0 : 2];
    owned[0] = calloc((size_t)problem->structure.n + 1, sizeof(int32_t));
    owned[1] = calloc((size_t)entries + 1, sizeof(int32_t));
    if (owned[0] == NULL || owned[1] == NULL) return CNL_OUT_OF_MEMORY;

    cnl_pattern *pattern = matrix == RECIPE_P ? &problem->structure.P : &problem->structure.A;
    *pattern = (cnl_pattern){.layout = CNL_CSC, .column_starts = owned[0], .row_indices = owned[1]};
    *column_starts = owned[0];
    *row_indices = owned[1];
    return CNL_OK;
}

cnl_status recipe_second_order_cone(family_problem *problem, int32_t size)
{
    int32_t *sizes = calloc(1, sizeof(int32_t));
    if (sizes == NULL) return CNL_OUT_OF_MEMORY;
    sizes[0] = size;
    problem->indices[4] = sizes;
    problem->structure.cones.q_count = 1;
    problem->structure.cones.q = sizes;
    return CNL_OK;
}

int64_t recipe_length(const cnl_pattern *pattern, int32_t rows, int32_t columns)
{
    if (pattern->layout == CNL_ABSENT) return 0;
    if (pattern->layout == CNL_CSC) return pattern->column_starts[columns];
    return (int64_t)rows * columns;
}

void recipe_gram(int32_t rows, int32_t n, const double *M, double scale, double shift, double *P)
{
    memset(P, 0, sizeof(double) * (size_t)n * (size_t)n);
    for (int32_t k = 0; k < rows; k++) {
        const double *row = M + (int64_t)k * n;
        for (int32_t i = 0; i < n; i++) {
            double *target = P + (int64_t)i * n;
            for (int32_t j = 0; j < n; j++) target[j] += row[i] * row[j];
        }
    }
    for (int64_t i = 0; i < (int64_t)n * n; i++) P[i] *= scale;
    for (int64_t i = 0; i < n; i++) P[i * n + i] += shift;
}

void recipe_multiply(int32_t m, int32_t n, const double *A, const double *x, double *result)
{
    for (int32_t i = 0; i < m; i++) {
        double sum = 0;
        for (int32_t j = 0; j < n; j++) sum += A[(int64_t)i * n + j] * x[j];
        result[i] = sum;
    }
}

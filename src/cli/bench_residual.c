/* Residuals from the caller's data alone, so that the bench need not believe the solver. */

#include <math.h>
#include <stdlib.h>

#include "bench_measure.h"

/* Whether a CSC matrix is the upper triangle of a symmetric one. */
static bool is_upper_triangle(const cnl_pattern *pattern, int32_t n)
{
    for (int32_t j = 0; j < n; j++) {
        int32_t end = pattern->column_starts[j + 1];
        if (end > pattern->column_starts[j] && pattern->row_indices[end - 1] > j) return false;
    }
    return true;
}

/* result += M x and transposed += M'y, where either may be left out by NULL. */
static void add_products(const cnl_pattern *pattern, int32_t rows, int32_t columns, const double *M, const double *x,
                         double *result, const double *y, double *transposed)
{
    for (int64_t j = 0; j < columns; j++) {
        bool is_sparse = pattern->layout == CNL_CSC;
        int64_t start = is_sparse ? pattern->column_starts[j] : 0;
        int64_t end = is_sparse ? pattern->column_starts[j + 1] : rows;
        for (int64_t entry = start; entry < end; entry++) {
            int64_t i = is_sparse ? pattern->row_indices[entry] : entry;
            double value = is_sparse ? M[entry] : M[i * columns + j];
            if (result != NULL) result[i] += value * x[j];
            if (transposed != NULL) transposed[j] += value * y[i];
        }
    }
}

/* product = P x, of the symmetric part (P + P')/2 of a whole matrix or of the matrix an upper triangle stands for. */
static void multiply_P(const cnl_structure *structure, const double *P, const double *x, double *product)
{
    int32_t n = structure->n;
    const cnl_pattern *pattern = &structure->P;
    for (int32_t i = 0; i < n; i++) product[i] = 0;
    if (pattern->layout == CNL_ABSENT) return;
    add_products(pattern, n, n, P, x, product, x, product);
    if (pattern->layout == CNL_DENSE || !is_upper_triangle(pattern, n)) {
        for (int32_t i = 0; i < n; i++) product[i] /= 2;
        return;
    }
    for (int32_t j = 0; j < n; j++) {
        int32_t end = pattern->column_starts[j + 1];
        bool has_diagonal = end > pattern->column_starts[j] && pattern->row_indices[end - 1] == j;
        if (has_diagonal) product[j] -= P[end - 1] * x[j];
    }
}

/* The larger, where NaN counts as infinite. */
static double larger(double worst, double value)
{
    if (isnan(value)) return INFINITY;
    return value > worst ? value : worst;
}

/* How far v is outside the nonnegative and second-order cones (which are their own duals), as the worst row. */
static double outside_cones(const cnl_cones *cones, const double *v)
{
    double worst = 0;
    int64_t row = cones->z;
    for (int32_t i = 0; i < cones->l; i++, row++) worst = larger(worst, -v[row]);
    for (int32_t k = 0; k < cones->q_count; k++) {
        double square = 0;
        for (int32_t i = 1; i < cones->q[k]; i++) square += v[row + i] * v[row + i];
        worst = larger(worst, sqrt(square) - v[row]);
        row += cones->q[k];
    }
    return worst;
}

/* The residuals of problem i; `dual` and `primal` have room for n and m numbers. */
static double problem_residual(const cnl_structure *structure, const cnl_data *data, int64_t i,
                               const cnl_solution *solution, double *dual, double *primal)
{
    int32_t n = structure->n, m = structure->m;
    const double *x = solution->x + i * n, *y = solution->y + i * m, *s = solution->s + i * m;
    const double *c = data->c + i * data->c_stride, *b = data->b + i * data->b_stride;

    multiply_P(structure, data->P == NULL ? NULL : data->P + i * data->P_stride, x, dual);
    double gap = 0;
    for (int32_t j = 0; j < n; j++) gap += x[j] * (dual[j] + c[j]);
    for (int32_t k = 0; k < m; k++) gap += b[k] * y[k];

    for (int32_t j = 0; j < n; j++) dual[j] += c[j];
    for (int32_t k = 0; k < m; k++) primal[k] = s[k] - b[k];
    if (m > 0) add_products(&structure->A, m, n, data->A + i * data->A_stride, x, primal, y, dual);

    double worst = larger(fabs(gap), outside_cones(&structure->cones, s));
    worst = larger(worst, outside_cones(&structure->cones, y));
    for (int32_t k = 0; k < structure->cones.z; k++) worst = larger(worst, fabs(s[k]));
    for (int32_t j = 0; j < n; j++) worst = larger(worst, fabs(dual[j]));
    for (int32_t k = 0; k < m; k++) worst = larger(worst, fabs(primal[k]));
    return isnan(gap) ? INFINITY : worst;
}

double bench_worst_residual(const cnl_structure *structure, const cnl_data *data, int64_t batch,
                            const cnl_solution *solution)
{
    double *dual = calloc((size_t)structure->n + 1, sizeof(double));
    double *primal = calloc((size_t)structure->m + 1, sizeof(double));
    double worst = dual == NULL || primal == NULL ? INFINITY : NAN;
    for (int64_t i = 0; i < batch && dual != NULL && primal != NULL; i++) {
        if (!has_solution(solution->status[i])) continue;
        double residual = problem_residual(structure, data, i, solution, dual, primal);
        worst = isnan(worst) ? residual : larger(worst, residual);
    }
    free(dual);
    free(primal);
    return worst;
}

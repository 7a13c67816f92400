#include "sensitivity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dense.h"
#include "matrix.h"

/* The block of one second-order cone: between the two cones the projection is half of (1, u/|u|) (t + |u|). */
static void second_order_derivative(const double *v, int32_t size, int32_t m, double *D)
{
    double length = norm2(v + 1, size - 1);
    if (v[0] <= -length) return;
    bool inside = length <= v[0];
    double ratio = inside ? 1 : v[0] / length;
    for (int32_t i = 0; i < size; i++) {
        for (int32_t j = 0; j < size; j++) {
            double one = i == j ? 1 : 0;
            double between = (one * (1 + ratio) - ratio * v[i] * v[j] / (length * length)) / 2;
            if (i == 0 || j == 0) between = i == j ? 0.5 : v[i + j] / length / 2;
            D[(int64_t)i * m + j] = inside ? one : between;
        }
    }
}

void projection_derivative(const cnl_cones *cones, const double *v, double *D)
{
    int32_t m = cones_rows(cones);
    memset(D, 0, sizeof(double) * (size_t)m * (size_t)m);
    for (int32_t i = 0; i < cones->z + cones->l; i++) {
        D[(int64_t)i * m + i] = i < cones->z || v[i] > 0 ? 1 : 0;
    }
    for (int32_t k = 0; k < cones->q_count; k++) {
        int64_t row = cones_q_start(cones, k);
        second_order_derivative(v + row, cones->q[k], m, D + row * m + row);
    }
}

void defining_matrix(const problem *given, const double *y, const double *s, double *K)
{
    int32_t n = given->structure->n;
    int32_t m = given->structure->m;
    int64_t size = (int64_t)n + m;
    matrix P = matrix_P(given->structure, given->data, given->i);
    matrix A = matrix_A(given->structure, given->data, given->i);
    double *dense_P = numbers_create((int64_t)n * n);
    double *dense_A = numbers_create((int64_t)m * n);
    double *D = numbers_create((int64_t)m * m);
    double *v = numbers_create(m);

    matrix_to_dense_symmetric(&P, dense_P);
    matrix_to_dense(&A, dense_A);
    for (int32_t i = 0; i < m; i++) v[i] = y[i] - s[i];
    projection_derivative(&given->structure->cones, v, D);

    for (int32_t i = 0; i < n; i++) memcpy(K + i * size, dense_P + (int64_t)i * n, sizeof(double) * (size_t)n);
    double *column = numbers_create(n);
    for (int32_t r = 0; r < m; r++) {
        multiply_transposed(dense_A, D + (int64_t)r * m, column, m, n); /* of A'D; D is symmetric */
        for (int32_t i = 0; i < n; i++) K[i * size + n + r] = column[i];
        for (int32_t j = 0; j < n; j++) K[(n + r) * size + j] = -dense_A[(int64_t)r * n + j];
        for (int32_t j = 0; j < m; j++) K[(n + r) * size + n + j] = (r == j ? 1 : 0) - D[(int64_t)r * m + j];
    }
    free(column);
    free(dense_P);
    free(dense_A);
    free(D);
    free(v);
}

void defining_right_side(const problem *given, const cnl_data *change, const double *x, const double *y, double *right)
{
    int32_t n = given->structure->n;
    int32_t m = given->structure->m;
    double *part = numbers_create((int64_t)n + m);
    memset(right, 0, sizeof(double) * ((size_t)n + (size_t)m));
    if (change->P != NULL) {
        matrix dP = matrix_P(given->structure, change, given->i);
        matrix_multiply_symmetric(&dP, x, part);
        for (int32_t j = 0; j < n; j++) right[j] -= part[j];
    }
    if (change->A != NULL) {
        matrix dA = matrix_A(given->structure, change, given->i);
        matrix_multiply_transposed(&dA, y, part);
        for (int32_t j = 0; j < n; j++) right[j] -= part[j];
        matrix_multiply(&dA, x, part);
        for (int32_t r = 0; r < m; r++) right[n + r] += part[r];
    }
    for (int32_t j = 0; change->c != NULL && j < n; j++) right[j] -= change->c[given->i * change->c_stride + j];
    for (int32_t r = 0; change->b != NULL && r < m; r++) right[n + r] -= change->b[given->i * change->b_stride + r];
    free(part);
}

bool reference_jvp(const problem *given, const cnl_data *change, const double *x, const double *y, const double *s,
                   double *dx, double *dy, double *ds)
{
    int32_t n = given->structure->n;
    int32_t m = given->structure->m;
    double *K = numbers_create(((int64_t)n + m) * (n + m));
    double *D = numbers_create((int64_t)m * m);
    double *v = numbers_create(m);
    double *right = numbers_create((int64_t)n + m);
    double *solution = numbers_create((int64_t)n + m);

    defining_matrix(given, y, s, K);
    defining_right_side(given, change, x, y, right);
    bool regular = solve_square(K, right, solution, n + m);

    for (int32_t r = 0; r < m; r++) v[r] = y[r] - s[r];
    projection_derivative(&given->structure->cones, v, D);
    memcpy(dx, solution, sizeof(double) * (size_t)n);
    multiply(D, solution + n, dy, m, m);
    for (int32_t r = 0; r < m; r++) ds[r] = dy[r] - solution[n + r];
    free(K);
    free(D);
    free(v);
    free(right);
    free(solution);
    return regular;
}

static bool is_regular(const programs *all, double smallest)
{
    int32_t size = all->n + all->m;
    cnl_structure structure = programs_structure(all);
    cnl_data data = programs_data(all);
    double *K = numbers_create((int64_t)size * size);
    defining_matrix(&(problem){&structure, &data, 0}, all->y, all->s, K);
    bool regular = singular_values_exceed(K, size, size, smallest);
    free(K);
    return regular;
}

programs regular_programs(const known_recipe *recipe, double smallest)
{
    enum { MOST_TRIES = 10000 };
    programs all = programs_create(recipe->batch, recipe->n, &recipe->cones);
    known_recipe next = *recipe;
    for (int64_t p = 0; p < recipe->batch; p++) {
        next.batch = 1;
        bool found = false;
        for (int tries = 0; !found && tries < MOST_TRIES; tries++) {
            programs one = known_programs(&next);
            next.first++;
            found = is_regular(&one, smallest);
            if (found) programs_copy(&all, p, &one, 0);
            programs_free(&one);
        }
        if (!found) {
            fprintf(stderr, "no regular program of seed %llu\n", (unsigned long long)recipe->seed);
            exit(1);
        }
    }
    return all;
}

int64_t pattern_length(const cnl_pattern *pattern, int32_t rows, int32_t columns)
{
    if (pattern->layout == CNL_ABSENT) return 0;
    return pattern->layout == CNL_DENSE ? (int64_t)rows * columns : pattern->column_starts[columns];
}

static double array_product(const double *left, int64_t left_stride, const double *right, int64_t right_stride,
                            int64_t length, int64_t batch)
{
    double sum = 0;
    if (left == NULL || right == NULL) return 0;
    int64_t copies = left_stride == 0 && right_stride == 0 ? 1 : batch;
    for (int64_t p = 0; p < copies; p++) sum += dot(left + p * left_stride, right + p * right_stride, length);
    return sum;
}

double data_product(const cnl_structure *structure, int64_t batch, const cnl_data *left, const cnl_data *right)
{
    int32_t n = structure->n;
    int32_t m = structure->m;
    return array_product(left->P, left->P_stride, right->P, right->P_stride, pattern_length(&structure->P, n, n),
                         batch) +
           array_product(left->c, left->c_stride, right->c, right->c_stride, n, batch) +
           array_product(left->A, left->A_stride, right->A, right->A_stride, pattern_length(&structure->A, m, n),
                         batch) +
           array_product(left->b, left->b_stride, right->b, right->b_stride, m, batch);
}

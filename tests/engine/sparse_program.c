#include "sparse_program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dense.h"
#include "dice.h"

/* A random pattern of rows x columns, most of the diagonal in it; `upper` leaves out what is below. */
static cnl_pattern random_pattern(dice *stream, int rows, int columns, double density, bool upper, int32_t **starts,
                                  int32_t **indices)
{
    *starts = integers_create(columns + 1);
    *indices = integers_create((int64_t)rows * columns);
    int32_t count = 0;
    for (int j = 0; j < columns; j++) {
        for (int i = 0; i < (upper ? j + 1 : rows); i++)
            if (dice_uniform(stream, 0, 1) < (i == j ? 0.8 : density)) (*indices)[count++] = i;
        (*starts)[j + 1] = count;
    }
    return (cnl_pattern){CNL_CSC, *starts, *indices};
}

static structure *copy_structure(const cnl_structure *given)
{
    arena count = {NULL, 0};
    structure_layout(&count, given);
    arena memory = {aligned_alloc(ARENA_ALIGNMENT, count.used), 0};
    if (memory.base == NULL) abort();
    return structure_layout(&memory, given);
}

static double *take_numbers(double **from, int64_t count)
{
    double *taken = *from;
    *from += count;
    return taken;
}

/* Eigenvalues as far apart as late in an interior point; across is always between the other two. */
static void draw_H(const program *made, dice *stream, double *value, double *plus, double *minus, double *across,
                   double *axis)
{
    const structure *shape = made->shape;
    for (int i = 0; i < shape->z + shape->l; i++) value[i] = i < shape->z ? 0 : exp(dice_uniform(stream, -6, 6));
    for (int k = 0; k < shape->q_count; k++) {
        double ratio = exp(dice_uniform(stream, -4, 4));
        across[k] = exp(dice_uniform(stream, -2, 2));
        plus[k] = across[k] * ratio;
        minus[k] = across[k] / ratio;
        double *a = axis + shape->q_start[k];
        double square = 0;
        for (int i = 1; i < shape->q[k]; i++) {
            a[i] = dice_normal(stream);
            square += a[i] * a[i];
        }
        for (int i = 1; i < shape->q[k]; i++) a[i] /= sqrt(square);
    }
}

static bool has_diagonal(const matrix_pattern *P, int32_t j)
{
    for (int32_t e = P->column_starts[j]; e < P->column_starts[j + 1]; e++)
        if (P->row_indices[e] == j) return true;
    return false;
}

/* Positive semidefinite: a large diagonal where it is stored, and zeros in rows and columns where it is not. */
static void draw_P(const program *made, dice *stream, double *P)
{
    const matrix_pattern *pattern = &made->shape->P;
    dice_fill(stream, P, (size_t)pattern->count);
    if (pattern->layout == CNL_DENSE)
        for (int j = 0; j < made->n; j++) P[(int64_t)j * made->n + j] += 4.0 * made->n;
    if (pattern->layout != CNL_CSC) return;
    for (int32_t j = 0; j < made->n; j++) {
        for (int32_t e = pattern->column_starts[j]; e < pattern->column_starts[j + 1]; e++) {
            int32_t i = pattern->row_indices[e];
            if (i == j)
                P[e] = 4.0 * made->n;
            else if (!has_diagonal(pattern, i) || !has_diagonal(pattern, j))
                P[e] = 0;
        }
    }
}

static void draw_problem(const program *made, bool masked, dice stream, double **numbers, kkt_problem *problem)
{
    const structure *shape = made->shape;
    int n = made->n;
    int m = made->m;
    double *P = take_numbers(numbers, shape->P.count);
    double *A = take_numbers(numbers, shape->A.count);
    double *rows[10];
    double *columns[6];
    for (int k = 0; k < 10; k++) rows[k] = take_numbers(numbers, m);
    for (int k = 0; k < 6; k++) columns[k] = take_numbers(numbers, n);
    double *cones = take_numbers(numbers, 3 * (int64_t)shape->q_count);
    draw_P(made, &stream, P);
    dice_fill(&stream, A, (size_t)shape->A.count);
    draw_H(made, &stream, rows[0], cones, cones + shape->q_count, cones + 2 * shape->q_count, rows[1]);
    for (int i = 0; i < m; i++) {
        rows[2][i] = dice_below(&stream, 2);
        rows[3][i] = ldexp(1, dice_below(&stream, 3) - 1);
    }
    dice_fill(&stream, rows[4], (size_t)m);
    for (int j = 0; j < n; j++) columns[0][j] = ldexp(1, dice_below(&stream, 3) - 1);
    dice_fill(&stream, columns[1], (size_t)n);
    *problem = (kkt_problem){P,
                             A,
                             columns[0],
                             rows[3],
                             rows[0],
                             cones,
                             cones + shape->q_count,
                             cones + 2 * shape->q_count,
                             rows[1],
                             masked ? rows[2] : NULL,
                             columns[1],
                             rows[4],
                             columns[2],
                             rows[5],
                             columns[3],
                             rows[6],
                             columns[4],
                             columns[5],
                             take_numbers(numbers, n),
                             rows[7]};
}

program program_make(const program_case *row, uint64_t seed)
{
    program made = {.n = row->n, .m = row->z + row->l};
    cnl_structure given = {.n = row->n, .cones = {.z = row->z, .l = row->l, .q = made.q}};
    int32_t q[4];
    for (int k = 0; k < 4 && row->q[k] > 0; k++) {
        q[given.cones.q_count++] = row->q[k];
        made.m += row->q[k];
    }
    given.m = made.m;
    given.cones.q = q;
    dice stream = dice_begin(seed, 0);
    if (row->P == P_DENSE) given.P.layout = CNL_DENSE;
    if (row->P == P_UPPER || row->P == P_WHOLE)
        given.P = random_pattern(&stream, row->n, row->n, row->density, row->P == P_UPPER, &made.indices[0],
                                 &made.indices[1]);
    given.A.layout = CNL_DENSE;
    if (!row->A_dense)
        given.A = random_pattern(&stream, made.m, row->n, row->density, false, &made.indices[2], &made.indices[3]);
    made.shape = copy_structure(&given);
    int64_t each = made.shape->P.count + made.shape->A.count + 10 * (int64_t)made.m + 7 * (int64_t)made.n + 12;
    made.numbers = numbers_create(PROGRAM_LANES * each);
    double *numbers = made.numbers;
    for (int l = 0; l < PROGRAM_LANES; l++)
        draw_problem(&made, row->masked, dice_begin(seed, (uint64_t)l + 1), &numbers, &made.problems[l]);
    return made;
}

void program_free(program *made)
{
    for (int k = 0; k < 4; k++) free(made->indices[k]);
    free(made->shape);
    free(made->numbers);
}

/* A dense matrix with the numbers where they are stored. */
static void spread(const matrix_pattern *pattern, const double *numbers, double *dense)
{
    memset(dense, 0, (size_t)pattern->rows * (size_t)pattern->columns * sizeof *dense);
    if (pattern->layout == CNL_DENSE) memcpy(dense, numbers, (size_t)pattern->count * sizeof *dense);
    if (pattern->layout != CNL_CSC) return;
    for (int j = 0; j < pattern->columns; j++)
        for (int32_t e = pattern->column_starts[j]; e < pattern->column_starts[j + 1]; e++)
            dense[(int64_t)pattern->row_indices[e] * pattern->columns + j] = numbers[e];
}

void program_matrices(const program *made, const kkt_problem *problem, double cost, double *P, double *A)
{
    int n = made->n;
    spread(&made->shape->P, problem->P, P);
    spread(&made->shape->A, problem->A, A);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double both = P[i * n + j] + P[j * n + i];
            if (!made->shape->P.upper || i == j) both *= 0.5;
            P[i * n + j] = P[j * n + i] = cost * both * problem->column[i] * problem->column[j];
        }
    }
    for (int i = 0; i < made->m; i++)
        for (int j = 0; j < n; j++) A[i * n + j] *= problem->row[i] * problem->column[j];
}

void program_H(const program *made, const kkt_problem *problem, double *H)
{
    const structure *shape = made->shape;
    int m = made->m;
    memset(H, 0, (size_t)m * (size_t)m * sizeof *H);
    for (int i = 0; i < shape->z + shape->l; i++) H[i * m + i] = problem->value[i];
    for (int k = 0; k < shape->q_count; k++) {
        int start = shape->q_start[k];
        const double *a = problem->axis + start;
        for (int i = 0; i < shape->q[k]; i++) {
            for (int j = 0; j < shape->q[k]; j++) {
                double p = (i == 0 ? 1 : a[i]) * (j == 0 ? 1 : a[j]) / 2;
                double r = (i == 0 ? 1 : -a[i]) * (j == 0 ? 1 : -a[j]) / 2;
                if (shape->q[k] == 1) p = r = 0.5;
                H[(start + i) * m + start + j] = (problem->plus[k] - problem->across[k]) * p +
                                                 (problem->minus[k] - problem->across[k]) * r +
                                                 (i == j ? problem->across[k] : 0);
            }
        }
    }
}

#include "matrix.h"

#include <stdlib.h>
#include <string.h>

#include "dense.h"

matrix matrix_P(const cnl_structure *structure, const cnl_data *data, int64_t i)
{
    const double *numbers = data->P == NULL ? NULL : data->P + i * data->P_stride;
    return (matrix){structure->n, structure->n, &structure->P, numbers};
}

matrix matrix_A(const cnl_structure *structure, const cnl_data *data, int64_t i)
{
    const double *numbers = data->A == NULL ? NULL : data->A + i * data->A_stride;
    return (matrix){structure->m, structure->n, &structure->A, numbers};
}

bool matrix_is_upper(const matrix *M)
{
    if (M->pattern->layout != CNL_CSC) return false;
    for (int32_t j = 0; j < M->columns; j++) {
        int32_t end = M->pattern->column_starts[j + 1];
        if (end > M->pattern->column_starts[j] && M->pattern->row_indices[end - 1] > j) return false;
    }
    return true;
}

/* What is done with each number of a matrix. */
typedef void entry_action(void *state, int32_t i, int32_t j, double number);

static void for_each_entry(const matrix *M, entry_action *action, void *state)
{
    if (M->pattern->layout == CNL_DENSE) {
        for (int32_t i = 0; i < M->rows; i++) {
            for (int32_t j = 0; j < M->columns; j++) action(state, i, j, M->numbers[(int64_t)i * M->columns + j]);
        }
    }
    if (M->pattern->layout == CNL_CSC) {
        for (int32_t j = 0; j < M->columns; j++) {
            for (int32_t k = M->pattern->column_starts[j]; k < M->pattern->column_starts[j + 1]; k++) {
                action(state, M->pattern->row_indices[k], j, M->numbers[k]);
            }
        }
    }
}

typedef struct sums {
    const double *v;
    long double *totals;
} sums;

static void add_row(void *state, int32_t i, int32_t j, double number)
{
    sums *all = state;
    all->totals[i] += (long double)number * all->v[j];
}

static void add_column(void *state, int32_t i, int32_t j, double number)
{
    sums *all = state;
    all->totals[j] += (long double)number * all->v[i];
}

/* An off-diagonal number of an upper triangle stands for both its places. */
static void add_both(void *state, int32_t i, int32_t j, double number)
{
    add_row(state, i, j, number);
    if (i != j) add_column(state, i, j, number);
}

/* Half of each number in its place, half in the mirrored place. */
static void add_halves(void *state, int32_t i, int32_t j, double number)
{
    add_row(state, i, j, number / 2);
    add_column(state, i, j, number / 2);
}

static void run_sums(const matrix *M, entry_action *action, const double *v, double *product, int32_t count)
{
    sums all = {v, calloc((size_t)count + 1, sizeof(long double))};
    if (all.totals == NULL) abort();
    for_each_entry(M, action, &all);
    for (int32_t i = 0; i < count; i++) product[i] = (double)all.totals[i];
    free(all.totals);
}

void matrix_multiply(const matrix *M, const double *v, double *product) { run_sums(M, add_row, v, product, M->rows); }

void matrix_multiply_transposed(const matrix *M, const double *v, double *product)
{
    run_sums(M, add_column, v, product, M->columns);
}

void matrix_multiply_symmetric(const matrix *P, const double *v, double *product)
{
    run_sums(P, matrix_is_upper(P) ? add_both : add_halves, v, product, P->rows);
}

typedef struct target {
    int32_t columns;
    double *dense;
} target;

static void put(void *state, int32_t i, int32_t j, double number)
{
    target *to = state;
    to->dense[(int64_t)i * to->columns + j] += number;
}

static void put_both(void *state, int32_t i, int32_t j, double number)
{
    put(state, i, j, number);
    if (i != j) put(state, j, i, number);
}

static void put_halves(void *state, int32_t i, int32_t j, double number)
{
    put(state, i, j, number / 2);
    put(state, j, i, number / 2);
}

void matrix_to_dense(const matrix *M, double *dense)
{
    memset(dense, 0, sizeof(double) * (size_t)M->rows * (size_t)M->columns);
    for_each_entry(M, put, &(target){M->columns, dense});
}

void matrix_to_dense_symmetric(const matrix *P, double *dense)
{
    memset(dense, 0, sizeof(double) * (size_t)P->rows * (size_t)P->columns);
    for_each_entry(P, matrix_is_upper(P) ? put_both : put_halves, &(target){P->columns, dense});
}

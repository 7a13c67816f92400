#include "stored.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dense.h"

/* Is entry (i, j) of the rows x columns matrices kept in the pattern? */
static bool is_kept(const double *matrices, int64_t batch, int32_t rows, int32_t columns, int32_t i, int32_t j,
                    matrix_form form)
{
    if (form == FORM_UPPER && i > j) return false;
    for (int64_t p = 0; p < batch; p++) {
        if (matrices[(p * rows + i) * columns + j] != 0) return true;
    }
    return false;
}

static cnl_pattern make_pattern(const double *matrices, int64_t batch, int32_t rows, int32_t columns, matrix_form form,
                                int64_t *length)
{
    if (form == FORM_ABSENT) {
        *length = 0;
        return (cnl_pattern){CNL_ABSENT, NULL, NULL};
    }
    if (form == FORM_DENSE) {
        *length = (int64_t)rows * columns;
        return (cnl_pattern){CNL_DENSE, NULL, NULL};
    }
    int32_t *column_starts = integers_create((int64_t)columns + 1);
    int32_t *row_indices = integers_create((int64_t)rows * columns);
    int32_t count = 0;
    for (int32_t j = 0; j < columns; j++) {
        for (int32_t i = 0; i < rows; i++) {
            if (is_kept(matrices, batch, rows, columns, i, j, form)) row_indices[count++] = i;
        }
        column_starts[j + 1] = count;
    }
    *length = count;
    return (cnl_pattern){CNL_CSC, column_starts, row_indices};
}

/* One matrix in its layout: an array of `length` numbers. */
static void store_matrix(const double *matrix, int32_t columns, const cnl_pattern *pattern, int64_t length, double *to)
{
    if (pattern->layout != CNL_CSC) {
        memcpy(to, matrix, sizeof(double) * (size_t)length);
        return;
    }
    for (int32_t j = 0; j < columns; j++) {
        for (int32_t k = pattern->column_starts[j]; k < pattern->column_starts[j + 1]; k++) {
            to[k] = matrix[(int64_t)pattern->row_indices[k] * columns + j];
        }
    }
}

int64_t stored_count(const stored *kept, int64_t stride, int64_t length)
{
    return stride == 0 ? length : kept->batch * stride;
}

/* An array of a datum: `gap` numbers that must not be read follow each problem's. */
static double *make_array(const stored *kept, int64_t stride, int64_t length, bool with_gaps)
{
    int64_t count = stored_count(kept, stride, length);
    double *array = numbers_create(count);
    for (int64_t k = 0; with_gaps && k < count; k++) array[k] = NAN;
    return array;
}

static void store_vectors(const stored *kept, const double *vectors, int64_t length, int64_t stride, double *to)
{
    int64_t copies = stride == 0 ? 1 : kept->batch;
    for (int64_t p = 0; p < copies; p++) {
        memcpy(to + p * stride, vectors + p * length, sizeof(double) * (size_t)length);
    }
}

static void store_matrices(const stored *kept, const double *matrices, int32_t rows, int32_t columns,
                           const cnl_pattern *pattern, int64_t length, int64_t stride, double *to)
{
    int64_t copies = stride == 0 ? 1 : kept->batch;
    for (int64_t p = 0; p < copies; p++) {
        store_matrix(matrices + p * rows * columns, columns, pattern, length, to + p * stride);
    }
}

stored stored_create(const programs *all, layout wanted)
{
    int32_t n = all->n;
    int32_t m = all->m;
    stored kept = {.layout = wanted, .batch = all->batch};
    kept.structure = (cnl_structure){.n = n, .m = m, .cones = all->cones};
    kept.structure.P = make_pattern(all->P, all->batch, n, n, wanted.P, &kept.P_length);
    kept.structure.A = make_pattern(all->A, all->batch, m, n, wanted.A, &kept.A_length);

    cnl_data *data = &kept.data;
    data->P_stride = wanted.shared_P ? 0 : kept.P_length + wanted.gap;
    data->c_stride = wanted.shared_c ? 0 : n + wanted.gap;
    data->A_stride = wanted.shared_A ? 0 : kept.A_length + wanted.gap;
    data->b_stride = wanted.shared_b ? 0 : m + wanted.gap;

    double *P = make_array(&kept, data->P_stride, kept.P_length, true);
    double *c = make_array(&kept, data->c_stride, n, true);
    double *A = make_array(&kept, data->A_stride, kept.A_length, true);
    double *b = make_array(&kept, data->b_stride, m, true);
    store_matrices(&kept, all->P, n, n, &kept.structure.P, kept.P_length, data->P_stride, P);
    store_vectors(&kept, all->c, n, data->c_stride, c);
    store_matrices(&kept, all->A, m, n, &kept.structure.A, kept.A_length, data->A_stride, A);
    store_vectors(&kept, all->b, m, data->b_stride, b);
    data->P = P;
    data->c = c;
    data->A = A;
    data->b = b;
    return kept;
}

void stored_free(stored *kept)
{
    free((void *)kept->structure.P.column_starts);
    free((void *)kept->structure.P.row_indices);
    free((void *)kept->structure.A.column_starts);
    free((void *)kept->structure.A.row_indices);
    stored_free_data(&kept->data);
    memset(kept, 0, sizeof *kept);
}

cnl_data stored_zeros(const stored *kept)
{
    cnl_data zeros = kept->data;
    zeros.P = make_array(kept, zeros.P_stride, kept->P_length, false);
    zeros.c = make_array(kept, zeros.c_stride, kept->structure.n, false);
    zeros.A = make_array(kept, zeros.A_stride, kept->A_length, false);
    zeros.b = make_array(kept, zeros.b_stride, kept->structure.m, false);
    return zeros;
}

void stored_free_data(cnl_data *data)
{
    free((void *)data->P);
    free((void *)data->c);
    free((void *)data->A);
    free((void *)data->b);
    memset(data, 0, sizeof *data);
}

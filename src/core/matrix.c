#include "matrix.h"

#include <string.h>

void matrix_multiply(const matrix_pattern *A, const double *numbers, double factor, const double *x, double *out)
{
    if (A->layout == CNL_DENSE) {
        for (int i = 0; i < A->rows; i++) {
            const double *row = numbers + (int64_t)i * A->columns;
            double sum = 0;
            for (int k = 0; k < A->columns; k++) sum += row[k] * x[k];
            out[i] += factor * sum;
        }
        return;
    }
    for (int k = 0; k < A->columns; k++)
        for (int64_t e = A->column_starts[k]; e < A->column_starts[k + 1]; e++)
            out[A->row_indices[e]] += factor * numbers[e] * x[k];
}

void matrix_multiply_transposed(const matrix_pattern *A, const double *numbers, double factor, const double *y,
                                double *out)
{
    if (A->layout == CNL_DENSE) {
        for (int i = 0; i < A->rows; i++) {
            const double *row = numbers + (int64_t)i * A->columns;
            for (int k = 0; k < A->columns; k++) out[k] += factor * row[k] * y[i];
        }
        return;
    }
    for (int k = 0; k < A->columns; k++) {
        double sum = 0;
        for (int64_t e = A->column_starts[k]; e < A->column_starts[k + 1]; e++)
            sum += numbers[e] * y[A->row_indices[e]];
        out[k] += factor * sum;
    }
}

void matrix_multiply_symmetric(const matrix_pattern *P, const double *numbers, double factor, const double *x,
                               double *out)
{
    if (P->layout == CNL_ABSENT) return;
    if (P->layout == CNL_DENSE || !P->upper) {
        matrix_multiply(P, numbers, 0.5 * factor, x, out);
        matrix_multiply_transposed(P, numbers, 0.5 * factor, x, out);
        return;
    }
    for (int k = 0; k < P->columns; k++) {
        for (int64_t e = P->column_starts[k]; e < P->column_starts[k + 1]; e++) {
            int i = P->row_indices[e];
            out[i] += factor * numbers[e] * x[k];
            if (i != k) out[k] += factor * numbers[e] * x[i];
        }
    }
}

static void outer_row(int count, double y, const double *restrict r, double w, const double *restrict x, bool add,
                      double *restrict out)
{
    if (add) {
        for (int k = 0; k < count; k++) out[k] -= y * r[k] + w * x[k];
    } else if (y == 0 && w == 0) {
        memset(out, 0, (size_t)count * sizeof *out);
    } else {
        for (int k = 0; k < count; k++) out[k] = -(y * r[k] + w * x[k]);
    }
}

void matrix_outer(const matrix_pattern *A, const double *y, const double *r, const double *w, const double *x, bool add,
                  double *out)
{
    if (A->layout == CNL_DENSE) {
        for (int i = 0; i < A->rows; i++) outer_row(A->columns, y[i], r, w[i], x, add, out + (int64_t)i * A->columns);
        return;
    }
    for (int k = 0; k < A->columns; k++) {
        for (int64_t e = A->column_starts[k]; e < A->column_starts[k + 1]; e++) {
            int i = A->row_indices[e];
            double value = -(y[i] * r[k] + w[i] * x[k]);
            out[e] = add ? out[e] + value : value;
        }
    }
}

void matrix_outer_symmetric(const matrix_pattern *P, const double *r, const double *x, bool add, double *out)
{
    if (P->layout == CNL_DENSE) {
        for (int i = 0; i < P->rows; i++)
            outer_row(P->columns, 0.5 * x[i], r, 0.5 * r[i], x, add, out + (int64_t)i * P->columns);
        return;
    }
    if (P->layout == CNL_ABSENT) return;
    for (int k = 0; k < P->columns; k++) {
        for (int64_t e = P->column_starts[k]; e < P->column_starts[k + 1]; e++) {
            int i = P->row_indices[e];
            double places = P->upper && i != k ? 1 : 0.5;
            double value = -places * (r[i] * x[k] + x[i] * r[k]);
            out[e] = add ? out[e] + value : value;
        }
    }
}

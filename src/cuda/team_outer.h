/* The gradients of a problem's matrices: outer products at the numbers that the user stores. */
#ifndef CUDA_TEAM_OUTER_H
#define CUDA_TEAM_OUTER_H

#include "../core/structure.h"
#include "team_entry.h"

/* Write a number, or add it to the sum over a part of the batch. */
template <class T> FN void outer_put(T value, int add, T *to) { *to = add ? *to + value : value; }

/* All of a dense matrix. Some entries of a column are read before any is written, or each would wait for the last. */
template <int SYMMETRIC, class T>
FN void outer_dense(const matrix_pattern *of, const real *y, const real *r, const real *w, const real *x, int add,
                    T *out)
{
    each_column (k, of->columns) {
        real r_k = r[k];
        real x_k = x[k];
        int i = first_of_column();
        for (; i + (COLUMN_ROWS - 1) * step_of_column() < of->rows; i += COLUMN_ROWS * step_of_column()) {
            real y_i[COLUMN_ROWS], w_i[COLUMN_ROWS];
            UNROLL for (int e = 0; e < COLUMN_ROWS; e++)
            {
                y_i[e] = y[i + e * step_of_column()];
                w_i[e] = w[i + e * step_of_column()];
            }
            UNROLL for (int e = 0; e < COLUMN_ROWS; e++)
                outer_put((T)outer_entry<SYMMETRIC>(y_i[e], w_i[e], r_k, x_k), add,
                          out + ((i + e * step_of_column()) * of->columns + k));
        }
        ROLLED for (; i < of->rows; i += step_of_column())
            outer_put((T)outer_entry<SYMMETRIC>(y[i], w[i], r_k, x_k), add, out + (i * of->columns + k));
    }
}

/* out = -(y r' + w x'), at the numbers of a sparse A. */
template <class T>
FN void outer_columns(const matrix_pattern *A, const real *y, const real *r, const real *w, const real *x, int add,
                      T *out)
{
    each (k, A->columns) {
        for (int32_t e = A->column_starts[k]; e < A->column_starts[k + 1]; e++) {
            int i = A->row_indices[e];
            outer_put((T)outer_entry<0>(y[i], w[i], r[k], x[k]), add, out + e);
        }
    }
}

/* out = -(r x' + x r')/2, at the numbers of a sparse P; twice that off the diagonal of an upper triangle. */
template <class T>
FN void outer_symmetric_columns(const matrix_pattern *P, const real *r, const real *x, int add, T *out)
{
    each (k, P->columns) {
        for (int32_t e = P->column_starts[k]; e < P->column_starts[k + 1]; e++) {
            int i = P->row_indices[e];
            real places = P->upper && i != k ? 2 : 1;
            outer_put((T)(places * outer_entry<1>(x[i], r[i], r[k], x[k])), add, out + e);
        }
    }
}

/* out = -(y r' + w x'), at the numbers of A. */
template <class T>
FN void outer_rectangle(const matrix_pattern *A, const real *y, const real *r, const real *w, const real *x, int add,
                        T *out)
{
    if constexpr (!DENSE_ALONE) {
        if (A->layout != CNL_DENSE) {
            outer_columns(A, y, r, w, x, add, out);
            return;
        }
    }
    outer_dense<0>(A, y, r, w, x, add, out);
}

/* out = -(r x' + x r')/2, at the numbers of P. */
template <class T> FN void outer_symmetric(const matrix_pattern *P, const real *r, const real *x, int add, T *out)
{
    if constexpr (!DENSE_ALONE) {
        if (P->layout == CNL_ABSENT) return;
        if (P->layout != CNL_DENSE) {
            outer_symmetric_columns(P, r, x, add, out);
            return;
        }
    }
    outer_dense<1>(P, x, r, r, x, add, out);
}

template <class T> FN void outer_vector(int count, real sign, const real *from, int add, T *to)
{
    each (k, count) outer_put((T)(sign * from[k]), add, to + k);
}

#endif

/* The gradients of a problem's matrices: outer products at the numbers that the user stores. */
#ifndef CUDA_TEAM_OUTER_H
#define CUDA_TEAM_OUTER_H

#include "../core/structure.h"

/* Write a number, or add it to the sum over a part of the batch. */
FN void outer_put(double value, int add, double *to) { *to = add ? *to + value : value; }

/* out = -(y r' + w x'), at the numbers of A. */
FN void outer_rectangle(const matrix_pattern *A, const real *y, const real *r, const real *w, const real *x, int add,
                        double *out)
{
    if (A->layout == CNL_DENSE) {
        each (e, A->rows * A->columns) {
            int i = e / A->columns;
            int k = e % A->columns;
            outer_put(-(y[i] * r[k] + w[i] * x[k]), add, out + e);
        }
        return;
    }
    each (k, A->columns) {
        for (int32_t e = A->column_starts[k]; e < A->column_starts[k + 1]; e++) {
            int i = A->row_indices[e];
            outer_put(-(y[i] * r[k] + w[i] * x[k]), add, out + e);
        }
    }
}

/* r_i x_k + x_i r_k, the same bits with i and k exchanged: neither product is fused into the sum. */
FN real outer_pair(const real *r, const real *x, int i, int k)
{
    return __dadd_rn(__dmul_rn(r[i], x[k]), __dmul_rn(x[i], r[k]));
}

/* out = -(r x' + x r')/2, at the numbers of P; twice that off the diagonal of an upper triangle. */
FN void outer_symmetric(const matrix_pattern *P, const real *r, const real *x, int add, double *out)
{
    if (P->layout == CNL_ABSENT) return;
    if (P->layout == CNL_DENSE) {
        each (e, P->rows * P->columns) outer_put(-0.5 * outer_pair(r, x, e / P->columns, e % P->columns), add, out + e);
        return;
    }
    each (k, P->columns) {
        for (int32_t e = P->column_starts[k]; e < P->column_starts[k + 1]; e++) {
            int i = P->row_indices[e];
            double places = P->upper && i != k ? 1 : 0.5;
            outer_put(-places * outer_pair(r, x, i, k), add, out + e);
        }
    }
}

FN void outer_vector(int count, double sign, const real *from, int add, double *to)
{
    each (k, count) outer_put(sign * from[k], add, to + k);
}

#endif

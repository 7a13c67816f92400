/* Products and outer products of one problem's matrices, as the user stores them: what happens once per derivative.
   Plain loops over a problem's own numbers, compiled for each instruction set. */
#ifndef CPU_PROBLEM_MATRIX_H
#define CPU_PROBLEM_MATRIX_H

/* out += factor A x. */
static void matrix_multiply(const matrix_pattern *A, const double *numbers, double factor, const double *x, double *out)
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

/* out += factor A'y. */
static void matrix_multiply_transposed(const matrix_pattern *A, const double *numbers, double factor, const double *y,
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

/* out += factor (P + P')/2 x for a whole matrix, or the symmetric matrix of which an upper triangle is stored. */
static void matrix_multiply_symmetric(const matrix_pattern *P, const double *numbers, double factor, const double *x,
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

/* One row of y r' + w x', in runs of LANES; a last, short run overlaps the one before. (Not fused: the gradient of P is
   symmetric to the last bit.) */
FN void outer_row(int count, double y, const double *r, double w, const double *x, double *out)
{
    real y_all = splat(y);
    real w_all = splat(w);
    int k = 0;
    for (; k + LANES <= count; k += LANES) {
        ask_ahead(out + k);
        store_run(out + k, y_all * load_run(r + k) + w_all * load_run(x + k));
    }
    if (k < count && count >= LANES) {
        k = count - LANES;
        store_run(out + k, y_all * load_run(r + k) + w_all * load_run(x + k));
        return;
    }
    for (; k < count; k++) out[k] = y * r[k] + w * x[k];
}

FN void outer_row_added(int count, double y, const double *r, double w, const double *x, double *out)
{
    real y_all = splat(y);
    real w_all = splat(w);
    int k = 0;
    for (; k + LANES <= count; k += LANES)
        store_run(out + k, load_run(out + k) + (y_all * load_run(r + k) + w_all * load_run(x + k)));
    for (; k < count; k++) out[k] += y * r[k] + w * x[k];
}

FN void zero_row(int64_t count, double *out)
{
    int64_t k = 0;
    for (; k + LANES <= count; k += LANES) store_run(out + k, zero());
    for (; k < count; k++) out[k] = 0;
}

/* out = -(y r' + w x'), at the numbers of A; added to out if `add`. */
static void matrix_outer(const matrix_pattern *A, const double *y, const double *r, const double *w, const double *x,
                         bool add, double *out)
{
    if (A->layout == CNL_DENSE) {
        int n = A->columns;
        for (int i = 0; i < A->rows; i++, out += n) {
            if (add)
                outer_row_added(n, -y[i], r, -w[i], x, out);
            else
                outer_row(n, -y[i], r, -w[i], x, out);
        }
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

/* out = -(r x' + x r')/2, at the numbers of P; twice that off the diagonal of an upper triangle. */
static void matrix_outer_symmetric(const matrix_pattern *P, const double *r, const double *x, bool add, double *out)
{
    if (P->layout == CNL_DENSE) {
        int n = P->columns;
        for (int i = 0; i < n; i++, out += n) {
            if (add)
                outer_row_added(n, -0.5 * x[i], r, -0.5 * r[i], x, out);
            else
                outer_row(n, -0.5 * x[i], r, -0.5 * r[i], x, out);
        }
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

#endif

#include "dense.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns p and q of a matrix turn by an angle. */
static void rotate(double *M, int32_t rows, int32_t columns, int32_t p, int32_t q, double cosine, double sine)
{
    for (int32_t i = 0; i < rows; i++) {
        double a = M[(int64_t)i * columns + p];
        double b = M[(int64_t)i * columns + q];
        M[(int64_t)i * columns + p] = cosine * a - sine * b;
        M[(int64_t)i * columns + q] = sine * a + cosine * b;
    }
}

static double column_product(const double *M, int32_t rows, int32_t columns, int32_t p, int32_t q)
{
    double sum = 0;
    for (int32_t i = 0; i < rows; i++) sum += M[(int64_t)i * columns + p] * M[(int64_t)i * columns + q];
    return sum;
}

/* Make columns p and q orthogonal. @return whether they were not yet. */
static bool make_orthogonal(decomposition *parts, int32_t p, int32_t q)
{
    double pp = column_product(parts->left, parts->rows, parts->columns, p, p);
    double qq = column_product(parts->left, parts->rows, parts->columns, q, q);
    double pq = column_product(parts->left, parts->rows, parts->columns, p, q);
    if (fabs(pq) <= 4 * DBL_EPSILON * sqrt(pp * qq) || fabs(pq) < DBL_MIN) return false;

    double zeta = (qq - pp) / (2 * pq);
    double tangent = (zeta >= 0 ? 1 : -1) / (fabs(zeta) + sqrt(1 + zeta * zeta));
    double cosine = 1 / sqrt(1 + tangent * tangent);
    rotate(parts->left, parts->rows, parts->columns, p, q, cosine, cosine * tangent);
    rotate(parts->right, parts->columns, parts->columns, p, q, cosine, cosine * tangent);
    return true;
}

static void swap_columns(double *M, int32_t rows, int32_t columns, int32_t p, int32_t q)
{
    for (int32_t i = 0; i < rows; i++) {
        double kept = M[(int64_t)i * columns + p];
        M[(int64_t)i * columns + p] = M[(int64_t)i * columns + q];
        M[(int64_t)i * columns + q] = kept;
    }
}

static void sort_falling(decomposition *parts)
{
    for (int32_t k = 0; k < parts->columns; k++) {
        int32_t largest = k;
        for (int32_t j = k + 1; j < parts->columns; j++) {
            if (parts->values[j] > parts->values[largest]) largest = j;
        }
        double kept = parts->values[k];
        parts->values[k] = parts->values[largest];
        parts->values[largest] = kept;
        swap_columns(parts->left, parts->rows, parts->columns, k, largest);
        swap_columns(parts->right, parts->columns, parts->columns, k, largest);
    }
}

decomposition decompose(const double *M, int32_t rows, int32_t columns)
{
    enum { MOST_SWEEPS = 60 };
    decomposition parts = {rows, columns, numbers_create(columns), numbers_create((int64_t)rows * columns),
                           numbers_create((int64_t)columns * columns)};
    memcpy(parts.left, M, sizeof(double) * (size_t)rows * (size_t)columns);
    for (int32_t j = 0; j < columns; j++) parts.right[(int64_t)j * columns + j] = 1;

    bool changed = true;
    for (int sweep = 0; changed && sweep < MOST_SWEEPS; sweep++) {
        changed = false;
        for (int32_t p = 0; p < columns; p++) {
            for (int32_t q = p + 1; q < columns; q++) changed = make_orthogonal(&parts, p, q) || changed;
        }
    }
    for (int32_t j = 0; j < columns; j++) {
        parts.values[j] = sqrt(column_product(parts.left, rows, columns, j, j));
        for (int32_t i = 0; i < rows && parts.values[j] > 0; i++) {
            parts.left[(int64_t)i * columns + j] /= parts.values[j];
        }
    }
    sort_falling(&parts);
    return parts;
}

void decomposition_free(decomposition *parts)
{
    free(parts->values);
    free(parts->left);
    free(parts->right);
}

int32_t decomposition_rank(const decomposition *parts, double tolerance)
{
    int32_t rank = 0;
    while (rank < parts->columns && parts->values[rank] > tolerance * parts->values[0]) rank++;
    return rank;
}

/* The lower triangle of G = L L', in place. @return false if G is not positive definite. */
static bool factorise_cholesky(double *G, int32_t size)
{
    for (int32_t i = 0; i < size; i++) {
        double *row = G + (int64_t)i * size;
        for (int32_t j = 0; j <= i; j++) {
            const double *other = G + (int64_t)j * size;
            double rest = row[j];
            for (int32_t k = 0; k < j; k++) rest -= row[k] * other[k];
            if (j == i && !(rest > 0)) return false;
            row[j] = j == i ? sqrt(rest) : rest / other[j];
        }
    }
    return true;
}

bool singular_values_exceed(const double *M, int32_t rows, int32_t columns, double least)
{
    double *gram = numbers_create((int64_t)columns * columns);
    for (int32_t r = 0; r < rows; r++) {
        const double *row = M + (int64_t)r * columns;
        for (int32_t i = 0; i < columns; i++) {
            for (int32_t j = 0; j <= i; j++) gram[(int64_t)i * columns + j] += row[i] * row[j];
        }
    }
    for (int32_t j = 0; j < columns; j++) gram[(int64_t)j * columns + j] -= least * least;
    bool exceed = factorise_cholesky(gram, columns);
    free(gram);
    return exceed;
}

double condition_number(const double *M, int32_t rows, int32_t columns)
{
    decomposition parts = decompose(M, rows, columns);
    double smallest = parts.values[columns - 1];
    double condition = smallest > 0 ? parts.values[0] / smallest : INFINITY;
    decomposition_free(&parts);
    return condition;
}

#include "dense.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *zeros(int64_t count, size_t size)
{
    void *memory = calloc((size_t)(count > 0 ? count : 1), size);
    if (memory == NULL) {
        fprintf(stderr, "the test has no memory for %lld numbers\n", (long long)count);
        exit(1);
    }
    return memory;
}

double *numbers_create(int64_t count) { return zeros(count, sizeof(double)); }

int32_t *integers_create(int64_t count) { return zeros(count, sizeof(int32_t)); }

/* In extended precision, so that what a test recomputes is better than what it judges. */
double dot(const double *a, const double *b, int64_t count)
{
    long double sum = 0;
    for (int64_t i = 0; i < count; i++) sum += (long double)a[i] * b[i];
    return (double)sum;
}

double norm2(const double *a, int64_t count) { return sqrt(dot(a, a, count)); }

double norm_inf(const double *a, int64_t count)
{
    double largest = 0;
    for (int64_t i = 0; i < count; i++) {
        if (!(fabs(a[i]) <= largest)) largest = fabs(a[i]);
    }
    return largest;
}

void multiply(const double *M, const double *v, double *product, int32_t rows, int32_t columns)
{
    for (int32_t i = 0; i < rows; i++) product[i] = dot(M + (int64_t)i * columns, v, columns);
}

void multiply_transposed(const double *M, const double *v, double *product, int32_t rows, int32_t columns)
{
    for (int32_t j = 0; j < columns; j++) {
        long double sum = 0;
        for (int32_t i = 0; i < rows; i++) sum += (long double)M[(int64_t)i * columns + j] * v[i];
        product[j] = (double)sum;
    }
}

static int32_t largest_in_column(const double *work, int32_t size, int32_t column)
{
    int32_t pivot = column;
    for (int32_t i = column + 1; i < size; i++) {
        if (fabs(work[(int64_t)i * size + column]) > fabs(work[(int64_t)pivot * size + column])) pivot = i;
    }
    return pivot;
}

static void swap_rows(double *work, double *x, int32_t size, int32_t a, int32_t b)
{
    for (int32_t j = 0; j < size; j++) {
        double kept = work[(int64_t)a * size + j];
        work[(int64_t)a * size + j] = work[(int64_t)b * size + j];
        work[(int64_t)b * size + j] = kept;
    }
    double kept = x[a];
    x[a] = x[b];
    x[b] = kept;
}

bool solve_square(const double *M, const double *r, double *x, int32_t size)
{
    double *work = numbers_create((int64_t)size * size);
    memcpy(work, M, sizeof(double) * (size_t)size * (size_t)size);
    memcpy(x, r, sizeof(double) * (size_t)size);
    bool regular = true;

    for (int32_t k = 0; k < size && regular; k++) {
        swap_rows(work, x, size, k, largest_in_column(work, size, k));
        double pivot = work[(int64_t)k * size + k];
        regular = fabs(pivot) > 0;
        for (int32_t i = k + 1; i < size && regular; i++) {
            double factor = work[(int64_t)i * size + k] / pivot;
            for (int32_t j = k; j < size; j++) work[(int64_t)i * size + j] -= factor * work[(int64_t)k * size + j];
            x[i] -= factor * x[k];
        }
    }
    for (int32_t k = size - 1; k >= 0 && regular; k--) {
        for (int32_t j = k + 1; j < size; j++) x[k] -= work[(int64_t)k * size + j] * x[j];
        x[k] /= work[(int64_t)k * size + k];
    }
    free(work);
    return regular;
}

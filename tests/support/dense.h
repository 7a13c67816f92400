/**
 * @file dense.h
 * Dense linear algebra for checks: slow, simple, accurate. Matrices are row-major.
 */
#ifndef CONELET_TESTS_DENSE_H
#define CONELET_TESTS_DENSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** `count` zeros, at least one; ends the process if there is no memory. Freed with free(). */
double *numbers_create(int64_t count);

/** `count` integer zeros, likewise. */
int32_t *integers_create(int64_t count);

double dot(const double *a, const double *b, int64_t count);
double norm2(const double *a, int64_t count);
double norm_inf(const double *a, int64_t count);

/** product = M v, M of rows x columns. */
void multiply(const double *M, const double *v, double *product, int32_t rows, int32_t columns);

/** product = M' v. */
void multiply_transposed(const double *M, const double *v, double *product, int32_t rows, int32_t columns);

/** x = M^-1 r by elimination with partial pivoting. @return false if M is singular. */
bool solve_square(const double *M, const double *r, double *x, int32_t size);

/** The singular values (falling) and vectors of M = sum of value[k] left[:, k] right[:, k]', rows >= columns. */
typedef struct decomposition {
    int32_t rows;
    int32_t columns;
    double *values; /**< [columns] */
    double *left;   /**< [rows, columns] */
    double *right;  /**< [columns, columns] */
} decomposition;

/** By one-sided Jacobi rotations, which find small singular values to high relative accuracy. */
decomposition decompose(const double *M, int32_t rows, int32_t columns);
void decomposition_free(decomposition *parts);

/** The number of singular values above `tolerance` times the largest. */
int32_t decomposition_rank(const decomposition *parts, double tolerance);

/** Whether every singular value of M is above `least`, in a hundredth of the time that finding them takes: M'M -
   least^2 I has a Cholesky factor. For a least^2 well above the rounding of M'M. */
bool singular_values_exceed(const double *M, int32_t rows, int32_t columns, double least);

/** Largest over smallest singular value; infinity if singular. */
double condition_number(const double *M, int32_t rows, int32_t columns);

#endif

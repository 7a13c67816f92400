/**
 * @file matrix.h
 * Products with a matrix in any layout, in extended precision.
 */
#ifndef CONELET_TESTS_MATRIX_H
#define CONELET_TESTS_MATRIX_H

#include <stdbool.h>

#include "conelet/conelet.h"

/** A matrix of one problem, borrowed. */
typedef struct matrix {
    int32_t rows;
    int32_t columns;
    const cnl_pattern *pattern;
    const double *numbers;
} matrix;

matrix matrix_P(const cnl_structure *structure, const cnl_data *data, int64_t i);
matrix matrix_A(const cnl_structure *structure, const cnl_data *data, int64_t i);

/** Does the matrix hold only the upper triangle of a symmetric one? (CSC, no entry below the diagonal.) */
bool matrix_is_upper(const matrix *M);

/** product = M v. */
void matrix_multiply(const matrix *M, const double *v, double *product);

/** product = M' v. */
void matrix_multiply_transposed(const matrix *M, const double *v, double *product);

/** product = P v for the symmetric P that the numbers stand for: see cnl_structure. */
void matrix_multiply_symmetric(const matrix *P, const double *v, double *product);

/** dense [rows, columns] = M as it is stored. */
void matrix_to_dense(const matrix *M, double *dense);

/** dense [n, n] = the symmetric P that the numbers stand for. */
void matrix_to_dense_symmetric(const matrix *P, double *dense);

#endif

/**
 * @file sparse_cases.h
 * Symmetric matrices for the tests of the sparse analysis: patterns of several kinds with random numbers and signs.
 */
#ifndef TESTS_CORE_SPARSE_CASES_H
#define TESTS_CORE_SPARSE_CASES_H

#include <stdint.h>

#include "sparse_symbolic.h"

typedef enum sparse_kind {
    KIND_DIAGONAL,    /**< columns with nothing but a diagonal */
    KIND_TRIDIAGONAL, /**< a chain */
    KIND_ARROW,       /**< one column that meets all others */
    KIND_BLOCKS,      /**< dense blocks of 7 that do not meet */
    KIND_DENSE,       /**< every entry */
    KIND_RANDOM,      /**< about three entries beside the diagonal in a column */
    KIND_GRID,        /**< five-point stencil on a square */
    KIND_KKT          /**< [P A'; A -H], P and H diagonal, A with two rows that meet every column */
} sparse_kind;

/** A matrix, dense (row-major, both triangles) and as a pattern with numbers. */
typedef struct sparse_case {
    int order;
    double *dense;
    int32_t *column_starts;
    int32_t *row_indices;
    double *numbers;
    int8_t *signs;
    sparse_pattern pattern;
} sparse_case;

/** Make a matrix whose diagonal dominates: in any order of elimination its pivots keep the signs of the diagonal. */
sparse_case sparse_case_make(sparse_kind kind, int order, uint64_t seed);

void sparse_case_free(sparse_case *made);

#endif

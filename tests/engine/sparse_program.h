/**
 * @file sparse_program.h
 * Random structures for the tests of the sparse method, and the KKT system they stand for, dense.
 */
#ifndef TESTS_ENGINE_SPARSE_PROGRAM_H
#define TESTS_ENGINE_SPARSE_PROGRAM_H

#include <stdint.h>

#include "structure.h"

#include "kkt_variant.h"

/** How P is stored. */
typedef enum stored_P { P_ABSENT, P_DENSE, P_UPPER, P_WHOLE } stored_P;

/** A row of a table of cases. */
typedef struct program_case {
    int n, z, l;
    int q[4]; /**< ended by 0 */
    stored_P P;
    bool A_dense;
    double density;
    bool masked;
} program_case;

enum { PROGRAM_LANES = 8 };

/** A structure and PROGRAM_LANES problems of it, with right-hand sides. */
typedef struct program {
    int n, m;
    int q[4];
    int32_t *indices[4];
    structure *shape; /**< the library's copy, in memory of its own */
    double *numbers;  /**< all of the problems' */
    kkt_problem problems[PROGRAM_LANES];
} program;

program program_make(const program_case *row, uint64_t seed);
void program_free(program *made);

/** Dense symmetric P and dense A of one problem, scaled. */
void program_matrices(const program *made, const kkt_problem *problem, double cost, double *P, double *A);

/** Dense H of one problem, [m, m]. */
void program_H(const program *made, const kkt_problem *problem, double *H);

#endif

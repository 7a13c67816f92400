/**
 * @file problem.h
 * @defgroup problem  Problem: structure, data, solution
 *
 *     minimise    (1/2) x'P x + c'x
 *     subject to  A x + s = b,  s in K                                (primal)
 *
 *     P x + A'y + c = 0,  y in K*,  s'y = 0                            (optimality)
 *
 * K is a product of cones over the m rows of A, in the order of SCS: first `z` rows of the zero cone
 * (s = 0, y free: equalities), then `l` rows of the nonnegative cone, then second-order cones of sizes
 * `q[0]`, `q[1]`, ... : { (t, u) : |u|_2 <= t }, t first. P is symmetric and positive semidefinite.
 *
 * The *structure* (sizes, sparsity, cones) is the same for a whole batch; the numbers may differ.
 * @{
 */
#ifndef CONELET_PROBLEM_H
#define CONELET_PROBLEM_H

#include <stdint.h>

#include "export.h"

CNL_BEGIN_DECLS

/** How a matrix is stored. */
typedef enum cnl_layout {
    CNL_ABSENT = 0, /**< the matrix is zero and has no numbers (P only) */
    CNL_DENSE = 1,  /**< rows x columns numbers, row-major */
    CNL_CSC = 2     /**< compressed sparse columns: one number per entry of the pattern */
} cnl_layout;

/** The pattern of a matrix; borrowed for the call, copied by what keeps it. */
typedef struct cnl_pattern {
    cnl_layout layout; /**< absent, dense or CSC */
    /** CSC only: columns + 1 offsets, from 0, not falling. NULL otherwise. */
    const int32_t *column_starts;
    /** CSC only: row of each entry, strictly increasing within a column. NULL otherwise. */
    const int32_t *row_indices;
} cnl_pattern;

/** The cones over the rows of A, in this order. They add up to m. */
typedef struct cnl_cones {
    int32_t z;        /**< rows of the zero cone (equalities), >= 0 */
    int32_t l;        /**< rows of the nonnegative cone, >= 0 */
    int32_t q_count;  /**< number of second-order cones, >= 0 */
    const int32_t *q; /**< their sizes, each >= 1; NULL if there is none; borrowed, copied by what keeps it */
} cnl_cones;

/** What all problems of a batch have in common. */
typedef struct cnl_structure {
    int32_t n;       /**< variables, >= 1 */
    int32_t m;       /**< rows of A, >= 0 */
    cnl_cones cones; /**< over the m rows */
    /** n x n, symmetric. CSC: every entry on or above the diagonal = the upper triangle of P; otherwise the whole
        matrix. Of a whole matrix (dense or CSC) only the symmetric part (P + P')/2 counts. */
    cnl_pattern P;
    cnl_pattern A; /**< m x n, dense or CSC */
} cnl_structure;

/**
 * The numbers of a batch; borrowed for the call. Problem i has its P at `P + i * P_stride` and so on; a stride of 0
 * shares one array among all problems. Strides count doubles; otherwise they are at least the array's length.
 * An array of length 0 (P absent, m = 0) may be NULL.
 */
typedef struct cnl_data {
    const double *P;  /**< n*n numbers (dense) or one per entry (CSC) */
    const double *c;  /**< n */
    const double *A;  /**< m*n numbers (dense) or one per entry (CSC) */
    const double *b;  /**< m */
    int64_t P_stride; /**< doubles from one problem's P to the next; 0 = shared */
    int64_t c_stride; /**< likewise for c */
    int64_t A_stride; /**< likewise for A */
    int64_t b_stride; /**< likewise for b */
} cnl_data;

/** Where the answers go; arrays owned by the caller. Any member may be NULL except `status`. */
typedef struct cnl_solution {
    double *x;           /**< [batch, n] primal solution, or the certificate of dual infeasibility (c'x = -1) */
    double *y;           /**< [batch, m] dual solution, or the certificate of primal infeasibility (b'y = -1) */
    double *s;           /**< [batch, m] slack, or that of the certificate of dual infeasibility */
    double *objective;   /**< [batch] (1/2) x'P x + c'x; +infinity primal infeasible, -infinity dual infeasible */
    double *residuals;   /**< [batch, 3] |Ax + s - b|_inf, |Px + A'y + c|_inf, |x'Px + c'x + b'y|; caller's units */
    int32_t *iterations; /**< [batch] interior-point iterations */
    int32_t *status;     /**< [batch] ::cnl_outcome; required */
} cnl_solution;

CNL_END_DECLS

#endif
/** @} */

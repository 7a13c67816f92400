/**
 * @file sparse_plan.h
 * The sparse method's part of a plan: where every number of the data goes, and how the KKT matrix is factored.
 *
 * The KKT matrix has one column for each variable (sign of the pivot +1), one for each row of A (sign -1), and two more
 * for each second-order cone of more than one row:
 *
 *     [ P + eps   A'            .              .          ]
 *     [ A        -(H + delta)   sqrt(u) p      sqrt(v) r  ]    H = across I + u p p' - v r r' on the cone's rows,
 *     [ .         .             1              .          ]    p = (1, a)/sqrt 2, r = (1, -a)/sqrt 2,
 *     [ .         .             .             -1          ]    u = plus - across, v = across - minus
 *
 * Eliminating the two gives back -(H + delta), which would be dense; and less accurate: across^2 = plus minus, and next
 * to rounded numbers of the size of plus not much is left of minus.
 *
 * All numbers of a problem lie in one array: those of P (upper triangle, every diagonal entry present), those of A, the
 * diagonal of the KKT matrix, and the entries of the cones off the diagonal.
 */
#ifndef CORE_SPARSE_PLAN_H
#define CORE_SPARSE_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include <conelet/status.h>

#include "context.h"
#include "sparse_symbolic.h"
#include "structure.h"

/** Sums of products, one for each row: sum over k of numbers[number[k]] * x[other[k]], k from starts[i]. */
typedef struct sparse_lists {
    int32_t *starts; /**< one more than rows */
    int32_t *number; /**< place of the number in the array of all numbers */
    int32_t *other;  /**< row or column at its other end */
} sparse_lists;

/** Read by every thread, written by none once made. */
typedef struct sparse_plan {
    size_t bytes; /**< allocated, the schedule included */
    int32_t n;
    int32_t m;
    int32_t order; /**< of the KKT matrix */
    int32_t cones; /**< second-order cones */

    int32_t P_count;
    int32_t A_count;
    int32_t A_start; /**< where the numbers of A start; those of P start at 0 */
    int32_t diagonal_start;
    int32_t cone_start;
    int32_t number_count; /**< of all numbers */

    int32_t *P_map;  /**< [P.count of the structure] place of each of the user's numbers, which are added up ... */
    double P_weight; /**< ... with this weight, but 1 on the diagonal: 1/2 where both triangles are stored */
    int32_t *A_map;  /**< [A.count of the structure] place of each of the user's numbers, relative to A_start */

    int32_t *P_rows; /**< [P_count] row of each number, at most its column */
    int32_t *P_columns;
    int32_t *P_diagonal;    /**< [n] place of each diagonal entry */
    sparse_lists P_lists;   /**< [n] rows of the whole symmetric P */
    int32_t *A_rows;        /**< [A_count] row of each number, column after column */
    int32_t *column_starts; /**< [n + 1] columns of A, relative to A_start */
    sparse_lists A_lists;   /**< [m] rows of A */

    int32_t *cone_extra;   /**< [cones] first of the cone's two extra columns; -1 for a cone of one row */
    int32_t *cone_numbers; /**< [cones] where its numbers start: those of p, then those of r */

    sparse_symbolic *symbolic; /**< its entry_indices are places in the array of all numbers */
    int32_t *place;            /**< [order] when each column is eliminated */
    int32_t *entry_rows;       /**< [symbolic->entry_count] row of A of an entry of A, m for all others */
} sparse_plan;

/**
 * Plan the sparse method.
 *
 * @param[in]  tile  panel height of the executor
 * @param[out] made  freed with sparse_plan_destroy(); NULL on failure
 * @return CNL_OK; CNL_OUT_OF_MEMORY; CNL_NOT_SUPPORTED if there are too many numbers to count
 */
cnl_status sparse_plan_create(const cnl_context *context, const structure *problem, int tile, sparse_plan **made,
                              cnl_error *error);

/** Free a plan; NULL is accepted. */
void sparse_plan_destroy(const cnl_context *context, sparse_plan *unwanted);

/** Estimated nanoseconds of one iteration of one problem in a full pack: see plan_cost(). */
double sparse_plan_cost(const sparse_plan *plan);

#endif

/**
 * @file sparse_data.h
 * The matrices of a sparse plan: from the user's pattern to the library's.
 */
#ifndef CORE_SPARSE_DATA_H
#define CORE_SPARSE_DATA_H

#include "arena.h"
#include "sparse_plan.h"

/** Where each of the user's numbers is, and the upper triangle of P: until the plan has its own arrays. */
typedef struct sparse_data_scratch {
    int32_t *rows;     /**< [larger of the two counts] */
    int32_t *columns;  /**< likewise */
    int32_t *P_map;    /**< [P.count] */
    int32_t *P_rows;   /**< [P.count + n] upper triangle, column after column */
    int32_t *P_starts; /**< [n + 1] */
    int32_t *ends;     /**< [larger of n, m, + 1] */
    int32_t *seen;     /**< [n] */
} sparse_data_scratch;

/** Take room for the scratch; with memory->base NULL only counts. */
sparse_data_scratch sparse_data_scratch_layout(arena *memory, const structure *problem);

/** The symmetric pattern of P as an upper triangle. @return its count */
int32_t sparse_data_gather_P(const structure *problem, sparse_data_scratch *scratch);

/** Fill the plan's arrays for P from the gathered triangle. */
void sparse_data_fill_P(const structure *problem, const sparse_data_scratch *scratch, sparse_plan *plan);

/** Fill the plan's arrays for A. */
void sparse_data_fill_A(const structure *problem, sparse_data_scratch *scratch, sparse_plan *plan);

#endif

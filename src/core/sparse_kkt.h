/**
 * @file sparse_kkt.h
 * The pattern of the KKT matrix of a sparse plan, and where its entries' numbers lie.
 */
#ifndef CORE_SPARSE_KKT_H
#define CORE_SPARSE_KKT_H

#include "arena.h"
#include "sparse_plan.h"

/** Upper triangle, column after column. */
typedef struct sparse_kkt {
    int32_t *column_starts; /**< [order + 1] */
    int32_t *row_indices;   /**< [entries] */
    int32_t *number;        /**< [entries] place in the array of all numbers */
    int8_t *signs;          /**< [order] */
    int8_t *weak;           /**< [order] 1 for rows of the zero cone, variables without a diagonal entry of P, and
                                 the first extra column of a cone */
} sparse_kkt;

/** Count columns and numbers of the cones, and place them: everything of the plan that the pattern depends on. */
void sparse_kkt_count_cones(const structure *problem, int64_t *extra_columns, int64_t *numbers);

/** Place the numbers and extra columns of each cone. */
void sparse_kkt_place_cones(const structure *problem, sparse_plan *plan);

/** Take room for the pattern; with memory->base NULL only counts. */
sparse_kkt sparse_kkt_layout(arena *memory, const sparse_plan *plan);

/** Fill the pattern of a plan whose matrices and cones are placed. */
void sparse_kkt_fill(const structure *problem, const sparse_plan *plan, sparse_kkt *kkt);

#endif

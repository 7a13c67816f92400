/**
 * @file sparse_order.h
 * The order of elimination, and patterns seen in it.
 */
#ifndef CORE_SPARSE_ORDER_H
#define CORE_SPARSE_ORDER_H

#include <stdint.h>

#include <conelet/context.h>
#include <conelet/status.h>

#include "sparse_symbolic.h"

/** @return entries that ordering needs room for; sparse_order() takes fewer than 2^31. */
int64_t sparse_order_room(const sparse_pattern *pattern);

/**
 * Approximate minimum degree [Amestoy, Davis & Duff 1996], by SuiteSparse.
 *
 * @param[out] permutation  [order] column that comes i-th
 * @return CNL_OK; CNL_OUT_OF_MEMORY
 */
cnl_status sparse_order(const cnl_context *context, const sparse_pattern *pattern, int32_t *permutation,
                        cnl_error *error);

/**
 * The strict upper triangle in the order of elimination: for each column the rows before it, in no order.
 *
 * @param[in]  permutation    [order]
 * @param[out] place          [order] inverse of the permutation
 * @param[out] column_starts  [order + 1]
 * @param[out] row_indices    [entries of the pattern]
 */
void sparse_permute(const sparse_pattern *pattern, const int32_t *permutation, int32_t *place, int32_t *column_starts,
                    int32_t *row_indices);

#endif

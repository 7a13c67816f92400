/**
 * @file qps_sparse.h
 * From entries in any order to compressed sparse columns.
 */
#ifndef IO_QPS_SPARSE_H
#define IO_QPS_SPARSE_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/problem.h>

#include "qps_model.h"

/** Sort by column, then by row; entries of one place stay in their order. @return false if out of memory. */
bool qps_entries_sort(qps_entries *entries, int32_t rows, int32_t columns);

/**
 * Compress sorted entries, at most 2^31 - 1 of them, no two of one place.
 *
 * @param[in,out] storage  of the problem_file, which then owns the arrays
 * @return false if out of memory
 */
bool qps_entries_compress(const qps_entries *entries, int32_t columns, void **storage, cnl_pattern *pattern,
                          const double **values);

#endif

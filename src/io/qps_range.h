/**
 * @file qps_range.h
 * Rows and bounds alike are ranges, lower <= ... <= upper, and every range has its place in the cone form.
 */
#ifndef IO_QPS_RANGE_H
#define IO_QPS_RANGE_H

#include <stdint.h>

#include <conelet/status.h>

#include "qps_model.h"

/** A range, and the rows of the cone form that stand for it: -1 for none. */
typedef struct qps_range {
    double lower;
    double upper;
    int32_t equal_row; /**< in the zero cone, where both sides are equal */
    int32_t upper_row; /**< in the nonnegative cone, where the upper side is finite */
    int32_t lower_row; /**< likewise */
} qps_range;

/** All ranges of a model. */
typedef struct qps_ranges {
    qps_range *items; /**< of all rows, then of all columns */
    int32_t zero_rows;
    int32_t nonnegative_rows;
} qps_ranges;

/**
 * Find the ranges of a model and their places.
 *
 * @param[out] ranges  free(ranges->items), also after a failure
 * @return CNL_OK; CNL_INVALID_ARGUMENT where a range holds nothing, or there are too many; CNL_OUT_OF_MEMORY
 */
cnl_status qps_ranges_make(const qps_model *model, qps_ranges *ranges, cnl_error *error);

#endif

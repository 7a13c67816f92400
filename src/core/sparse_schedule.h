/**
 * @file sparse_schedule.h
 * The lists and offsets that the numeric factorisation follows.
 */
#ifndef CORE_SPARSE_SCHEDULE_H
#define CORE_SPARSE_SCHEDULE_H

#include "sparse_symbolic.h"
#include "sparse_tree.h"

/**
 * Fill fronts, rows and entries.
 *
 * @param[in,out] symbolic  its sizes are set and its arrays taken
 * @param[in]     scratch   the tree merged and numbered, the pattern permuted into the final order
 */
void sparse_schedule(sparse_symbolic *symbolic, const sparse_pattern *pattern, sparse_scratch *scratch);

#endif

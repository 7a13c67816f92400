/**
 * @file summary.h
 * What became of a batch, in a few numbers.
 */
#ifndef CONELET_CLI_SUMMARY_H
#define CONELET_CLI_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/conelet.h>

#include "json.h"

enum { OUTCOME_COUNT = CNL_INVALID_DATA + 1, RESIDUAL_COUNT = 3 };

/** Counts and extremes over a batch. */
typedef struct batch_summary {
    int64_t batch;
    int64_t statuses[OUTCOME_COUNT];
    double iterations_mean;
    int32_t iterations_max;
    double worst[RESIDUAL_COUNT]; /**< primal, dual, gap over the problems solved or almost; NaN if there is none */
} batch_summary;

/** @return the summary of a solution with status, iterations and residuals. */
batch_summary summarise(const cnl_solution *solution, int64_t batch);

/** @return whether every problem was solved (almost does not count). */
bool summary_is_all_solved(const batch_summary *summary);

/** @return whether a problem has a solution to be judged by its residuals. */
bool has_solution(int32_t status);

/** "statuses": an object of counts, one key per outcome in words. */
void summary_print_statuses(json_writer *json, const batch_summary *summary);

#endif

#include "summary.h"

#include <math.h>

bool has_solution(int32_t status) { return status == CNL_SOLVED || status == CNL_ALMOST_SOLVED; }

/* The larger of two residuals, where NaN is larger than any number. */
static double worse(double a, double b) { return isnan(a) || a > b ? a : b; }

batch_summary summarise(const cnl_solution *solution, int64_t batch)
{
    batch_summary summary = {.batch = batch};
    double iterations = 0;
    int64_t judged = 0;
    for (int64_t i = 0; i < batch; i++) {
        int32_t status = solution->status[i];
        if (status >= 0 && status < OUTCOME_COUNT) summary.statuses[status]++;
        iterations += solution->iterations[i];
        if (solution->iterations[i] > summary.iterations_max) summary.iterations_max = solution->iterations[i];
        if (!has_solution(status)) continue;
        judged++;
        for (int k = 0; k < RESIDUAL_COUNT; k++) {
            summary.worst[k] = worse(solution->residuals[i * RESIDUAL_COUNT + k], summary.worst[k]);
        }
    }
    summary.iterations_mean = iterations / (double)batch;
    for (int k = 0; k < RESIDUAL_COUNT && judged == 0; k++) summary.worst[k] = NAN;
    return summary;
}

bool summary_is_all_solved(const batch_summary *summary) { return summary->statuses[CNL_SOLVED] == summary->batch; }

void summary_print_statuses(json_writer *json, const batch_summary *summary)
{
    json_open(json, "statuses", '{');
    for (int k = 0; k < OUTCOME_COUNT; k++)
        json_integer(json, cnl_outcome_string((cnl_outcome)k), summary->statuses[k]);
    json_close(json, '}');
}

/* Every kernel in the simulator under many random orders of its blocks, warps and threads: the same bits as in order.
   With the plug-in whose accesses are watched (tests/cudasim/product; `watched` as an argument says so), also without a
   race.
*/
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "device_api.h"
#include "device_cases.h"

enum { SCHEDULES = 200 };

static double *answers(device_problem *all)
{
    device_problem_spoil(all);
    device_problem_start(all);
    return device_problem_outputs(all);
}

static void check_against_cpu(device_problem *all)
{
    device_problem_start(all);
    double *outputs = device_problem_outputs(all);
    double *expected = device_problem_on_cpu(all);
    device_problem_check_near(all, outputs, expected);
    free(outputs);
    free(expected);
}

static void the_order_of_threads_does_not_matter(const device_case *row)
{
    device_problem all;
    cnl_context *context = context_on_stream(0, NULL);
    uint64_t known = cudasim_kernels_known();
    check_note("%s", row->name);
    cudasim_seed(0);
    cudasim_forget_races();
    if (device_problem_open(&all, context, row)) {
        check_against_cpu(&all);
        if (row - device_cases < KERNELS_BY_ROW) CHECK(cudasim_kernels_known() > known);
        double *in_order = answers(&all);
        for (uint64_t seed = 1; seed <= SCHEDULES; seed++) {
            cudasim_seed(seed);
            check_seed(seed);
            double *outputs = answers(&all);
            CHECK_BITS(outputs, in_order, 1, all.views.output_count);
            free(outputs);
        }
        free(in_order);
    }
    CHECK_INT(cudasim_races(), 0);
    device_problem_close(&all);
    cnl_context_destroy(context);
}

static void accesses_were_watched(void) { CHECK(cudasim_accesses_seen() > 0); }

int main(int count, char **words)
{
    check_arguments(count, words);
    RUN_CASES(the_order_of_threads_does_not_matter, device_cases);
    if (count > 1 && strcmp(words[1], "watched") == 0) RUN(accesses_were_watched);
    return check_report();
}

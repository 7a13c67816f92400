/* Times, best of several: a machine with other work to do can fail these, so they have a label of their own. */
#include <math.h>

#include "check.h"
#include "fixture.h"

typedef struct test_case {
    const char *name;
    int64_t batch;
    int32_t n;
    int32_t z;
    int32_t l;
    cnl_method method;
} test_case;

static const test_case cases[] = {
    {"dual, n = 10", 8000, 10, 0, 10, CNL_METHOD_AUTO},
    {"primal, n = 10, m = 30", 3000, 10, 2, 30, CNL_METHOD_PRIMAL},
    {"dual, n = 50", 400, 50, 0, 50, CNL_METHOD_AUTO},
    {"primal, n = 10, m = 80", 2000, 10, 2, 80, CNL_METHOD_PRIMAL},
    {"sparse, n = 20", 800, 20, 4, 20, CNL_METHOD_SPARSE},
};

/* The least seconds that solving takes; both fixtures in turn, so that a slow moment strikes both. */
static void time_both(fixture *got, double *seconds)
{
    enum { REPEATS = 9 };
    seconds[0] = INFINITY;
    seconds[1] = INFINITY;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (int k = 0; k < 2; k++) {
            double start = seconds_now();
            cnl_status status =
                cnl_solve(got[k].solver, got[k].answers.batch, &got[k].stored.data, &got[k].answers.view);
            seconds[k] = fmin(seconds[k], seconds_now() - start);
            CHECK_OK(status);
        }
    }
}

/* Every tenth problem infeasible, unbounded or not a number: at most 1.5 times the time without them. */
static void hopeless_problems_do_not_hold_up_the_batch(const test_case *row)
{
    known_recipe recipe = {
        .batch = row->batch, .n = row->n, .cones = {.z = row->z, .l = row->l}, .rank = row->n, .density = 1, .seed = 3};
    check_seed(3);
    programs healthy = known_programs(&recipe);
    for (int how = 0; how < 3; how++) {
        programs mixed = known_programs(&recipe);
        for (int64_t i = 3; i < row->batch; i += 10) {
            if (how == 0) make_primal_infeasible(&mixed, i, 3);
            if (how == 1) make_unbounded(&mixed, i, 3);
            if (how == 2) programs_c(&mixed, i)[0] = NAN;
        }
        fixture got[2];
        double seconds[2];
        bool both = fixture_open(&got[0], &healthy, &(fixture_options){.method = row->method});
        both = fixture_open(&got[1], &mixed, &(fixture_options){.method = row->method}) && both;
        if (both) {
            time_both(got, seconds);
            CHECK_THAT(seconds[1] <= 1.5 * seconds[0], "%s, kind %d: %.3g s for %.3g s: %.2f times", row->name, how,
                       seconds[1], seconds[0], seconds[1] / seconds[0]);
        }
        fixture_close(&got[0]);
        fixture_close(&got[1]);
        programs_free(&mixed);
    }
    programs_free(&healthy);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(hopeless_problems_do_not_hold_up_the_batch, cases);
    return check_report();
}

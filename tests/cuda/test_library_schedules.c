/* The library executor under many random orders of blocks, warps and threads: the bits of one order, on each of its
   routes. Two slots take three problems, of which one has no solution. */
#include "check.h"
#include "device_api.h"
#include "library_setting.h"

enum { SCHEDULES = 200, PROBLEMS = 3 };

static const library_case *const routes[] = {&library_cases[LIBRARY_CONES], &library_cases[LIBRARY_BY_ROWS],
                                             &library_cases[LIBRARY_BY_COLUMNS]};

static const int places[PROBLEMS] = {0, LIBRARY_INFEASIBLE, 1};

static void the_order_of_threads_does_not_matter(const library_case *const *route)
{
    library_setting at;
    cudasim_seed(0);
    if (library_begin(&at, *route)) {
        answers in_order = library_solve(&at, places, PROBLEMS);
        CHECK_INT(in_order.status[0], CNL_SOLVED);
        CHECK_INT(in_order.status[1], CNL_PRIMAL_INFEASIBLE);
        CHECK_INT(in_order.status[2], CNL_SOLVED);
        for (uint64_t seed = 1; seed <= SCHEDULES; seed++) {
            cudasim_seed(seed);
            check_seed(seed);
            answers again = library_solve(&at, places, PROBLEMS);
            CHECK_BITS(again.x, in_order.x, PROBLEMS, again.n);
            CHECK_BITS(again.y, in_order.y, PROBLEMS, again.m);
            CHECK_BITS(again.s, in_order.s, PROBLEMS, again.m);
            for (int i = 0; i < PROBLEMS; i++) CHECK_INT(again.iterations[i], in_order.iterations[i]);
            answers_free(&again);
        }
        answers_free(&in_order);
    }
    library_end(&at);
    cudasim_seed(0);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(the_order_of_threads_does_not_matter, routes);
    return check_report();
}

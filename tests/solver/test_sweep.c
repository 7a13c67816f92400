/* A million random problems of the OptNet recipe at n = 10 and ten thousand at n = 50: every one solved. For the night;
   a smaller sweep runs with the other tests. CONELET_SWEEP=night asks for all of it. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"

typedef struct sweep {
    int64_t problems;
    int64_t batch;
    int32_t n;
    int32_t m;
    cnl_method method;
    cnl_isa isa;
    bool at_night;
} sweep;

static const sweep sweeps[] = {
    {20000, 5000, 10, 10, CNL_METHOD_AUTO, CNL_ISA_AUTO, false},
    {4000, 4000, 10, 10, CNL_METHOD_PRIMAL, CNL_ISA_AUTO, false},
    {4000, 4000, 5, 5, CNL_METHOD_SPARSE, CNL_ISA_AUTO, false},
    {200, 200, 50, 50, CNL_METHOD_AUTO, CNL_ISA_AUTO, false},
    {4000, 4000, 10, 60, CNL_METHOD_AUTO, CNL_ISA_AUTO, false},
    {400, 400, 25, 100, CNL_METHOD_AUTO, CNL_ISA_AUTO, false},
    {1000000, 20000, 10, 10, CNL_METHOD_AUTO, CNL_ISA_AUTO, true},
    {1000000, 20000, 5, 5, CNL_METHOD_AUTO, CNL_ISA_AUTO, true},
    {200000, 20000, 10, 10, CNL_METHOD_AUTO, CNL_ISA_AVX2, true},
    {200000, 20000, 10, 10, CNL_METHOD_PRIMAL, CNL_ISA_AUTO, true},
    {50000, 5000, 10, 10, CNL_METHOD_SPARSE, CNL_ISA_AUTO, true},
    {200000, 20000, 10, 20, CNL_METHOD_AUTO, CNL_ISA_AUTO, true},
    {10000, 1000, 50, 50, CNL_METHOD_AUTO, CNL_ISA_AUTO, true},
    {200000, 20000, 10, 60, CNL_METHOD_AUTO, CNL_ISA_AUTO, true},
    {2000, 1000, 25, 100, CNL_METHOD_AUTO, CNL_ISA_AVX2, true},
};

static bool is_night(void)
{
    const char *wish = getenv("CONELET_SWEEP");
    return wish != NULL && strcmp(wish, "night") == 0;
}

static void every_problem_of_a_sweep_is_solved(const sweep *row)
{
    if (row->at_night && !is_night()) return check_skip("for the night: CONELET_SWEEP=night");
    if (!cpu_has(row->isa)) return check_skip("not on this CPU");
    for (int64_t first = 0; first < row->problems; first += row->batch) {
        uint64_t seed = 1000 + (uint64_t)(first / row->batch);
        check_seed(seed);
        check_note("n = %d, m = %d, %s", row->n, row->m, method_word(row->method));
        programs all = optnet_programs(row->batch, row->n, row->m, seed);
        fixture got;
        if (fixture_solve(&got, &all, &(fixture_options){.method = row->method, .isa = row->isa, .threads = 2})) {
            check_all_solved(&got, 1e-8);
        }
        fixture_close(&got);
        programs_free(&all);
    }
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(every_problem_of_a_sweep_is_solved, sweeps);
    return check_report();
}

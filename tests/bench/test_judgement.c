/* The bench does not believe the solver: it recomputes residuals from the data. These do what they say. */

#include <math.h>

#include <conelet/conelet.h>

#include "bench_measure.h"
#include "check.h"
#include "family.h"

/* minimise x0^2 + x1^2 - 2 x0 - 4 x1 subject to x0 + x1 + s = 2, s >= 0: x = (1/2, 3/2), y = 1, s = 0. */
static const double P[4] = {2, 0, 0, 2}, C[2] = {-2, -4}, A[2] = {1, 1}, B[1] = {2};
static const cnl_structure STRUCTURE = {
    .n = 2, .m = 1, .cones = {.l = 1}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
static const cnl_data DATA = {.P = P, .c = C, .A = A, .b = B};

static double judge(double x0, double x1, double y, double s, int32_t status)
{
    double x[2] = {x0, x1};
    cnl_solution solution = {.x = x, .y = &y, .s = &s, .status = &status};
    return bench_worst_residual(&STRUCTURE, &DATA, 1, &solution);
}

static void residuals_by_hand(void)
{
    CHECK_NEAR(judge(0.5, 1.5, 1, 0, CNL_SOLVED), 0, 1e-15);
    /* y = 1.25 leaves 1/4 in the dual residual and 1/2 in the gap b'y. */
    CHECK_NEAR(judge(0.5, 1.5, 1.25, 0, CNL_SOLVED), 0.5, 1e-15);
    /* s = 3/4 misses the row by 3/4 and touches neither dual nor gap. */
    CHECK_NEAR(judge(0.5, 1.5, 1, 0.75, CNL_ALMOST_SOLVED), 0.75, 1e-15);
}

/* A point with x0 + x1 + s = 2 for a negative s is no solution, though its equations hold. */
static void outside_the_cone_counts(void)
{
    CHECK_NEAR(judge(1, 2, 0, -1, CNL_SOLVED), 1, 1e-15);
    CHECK(isinf(judge(NAN, 1.5, 1, 0, CNL_SOLVED)));
}

static void unsolved_problems_are_not_judged(void) { CHECK(isnan(judge(9, 9, 9, 9, CNL_ITERATION_LIMIT))); }

/* (t, u) = (1, (3, 4)) is 4 outside the second-order cone. */
static void second_order_cones_count(void)
{
    static const int32_t size[1] = {3};
    static const double rows[3] = {0, 0, 0}, right[3] = {1, 3, 4}, zero[1] = {0};
    cnl_structure structure = {.n = 1, .m = 3, .cones = {.q_count = 1, .q = size}, .A = {.layout = CNL_DENSE}};
    cnl_data data = {.c = zero, .A = rows, .b = right};
    double x[1] = {0}, y[3] = {0}, s[3] = {1, 3, 4};
    int32_t status = CNL_SOLVED;
    cnl_solution solution = {.x = x, .y = y, .s = s, .status = &status};
    CHECK_NEAR(bench_worst_residual(&structure, &data, 1, &solution), 4, 1e-15);
}

/* P = [2 1; 1 3] as full CSC, as its upper triangle, and as dense with an unsymmetric part that does not count. */
static void every_layout_is_the_same_matrix(void)
{
    static const int32_t full_starts[3] = {0, 2, 4}, full_rows[4] = {0, 1, 0, 1};
    static const int32_t upper_starts[3] = {0, 1, 3}, upper_rows[3] = {0, 0, 1};
    static const double full[4] = {2, 1, 1, 3}, upper[3] = {2, 1, 3}, skew[4] = {2, 5, -3, 3}, c[2] = {-4, -7};
    const cnl_pattern patterns[3] = {
        {CNL_CSC, full_starts, full_rows}, {CNL_CSC, upper_starts, upper_rows}, {.layout = CNL_DENSE}};
    const double *numbers[3] = {full, upper, skew};
    for (int k = 0; k < 3; k++) {
        cnl_structure structure = {.n = 2, .P = patterns[k], .A = {.layout = CNL_DENSE}};
        cnl_data data = {.P = numbers[k], .c = c};
        double x[2] = {1, 2}, none[1] = {0};
        int32_t status = CNL_SOLVED;
        cnl_solution solution = {.x = x, .y = none, .s = none, .status = &status};
        check_note("layout %d", k);
        CHECK_NEAR(bench_worst_residual(&structure, &data, 1, &solution), 0, 1e-15);
    }
}

/* Known solutions judge as solved in every problem of a batch, and a single spoilt one is seen. */
static void known_solutions_pass(void)
{
    enum { BATCH = 20, SPOILT = 13 };
    family_problem made;
    if (!CHECK_OK(family_generate("known-solution", 15, 0, BATCH, 3, &made, NULL))) return;
    int32_t status[BATCH] = {0};
    cnl_solution solution = {.x = made.x, .y = made.y, .s = made.s, .status = status};
    CHECK_AT_MOST(bench_worst_residual(&made.structure, &made.data, BATCH, &solution), 1e-11);
    made.s[SPOILT * made.structure.m + 5] += 1e-3;
    CHECK_NEAR(bench_worst_residual(&made.structure, &made.data, BATCH, &solution), 1e-3, 1e-9);
    family_problem_free(&made);
}

/* The counts that bench_measure.h states, at a size where each term can be told from the others. */
static void operations_by_hand(void)
{
    cnl_structure structure = {.n = 3, .m = 2, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    CHECK_NEAR(bench_operations(&structure, CNL_METHOD_PRIMAL, 5), 5 * (18 + 9 + 54 + 72), 1e-9);
    CHECK_NEAR(bench_operations(&structure, CNL_METHOD_DUAL, 6), 9 + 18 + 12 + 54 + 72 + 6 * (8.0 / 3 + 16), 1e-9);
    CHECK(isnan(bench_operations(&structure, CNL_METHOD_SPARSE, 5)));
    structure.A.layout = CNL_CSC;
    CHECK(isnan(bench_operations(&structure, CNL_METHOD_PRIMAL, 5)));
}

static void a_summary_counts(void)
{
    int32_t status[4] = {CNL_SOLVED, CNL_PRIMAL_INFEASIBLE, CNL_SOLVED, CNL_ALMOST_SOLVED};
    int32_t iterations[4] = {5, 9, 6, 8};
    double residuals[12] = {1, 2, 3, 100, 100, 100, 2, 1, 1, 0, 0, 7};
    cnl_solution solution = {.status = status, .iterations = iterations, .residuals = residuals};
    batch_summary summary = summarise(&solution, 4);
    CHECK_INT(summary.statuses[CNL_SOLVED], 2);
    CHECK_INT(summary.statuses[CNL_PRIMAL_INFEASIBLE], 1);
    CHECK_INT(summary.statuses[CNL_ALMOST_SOLVED], 1);
    CHECK_NEAR(summary.iterations_mean, 7, 0);
    CHECK_INT(summary.iterations_max, 9);
    CHECK_NEAR(summary.worst[0], 2, 0);
    CHECK_NEAR(summary.worst[1], 2, 0);
    CHECK_NEAR(summary.worst[2], 7, 0);
    CHECK(!summary_is_all_solved(&summary));
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(residuals_by_hand);
    RUN(outside_the_cone_counts);
    RUN(unsolved_problems_are_not_judged);
    RUN(second_order_cones_count);
    RUN(every_layout_is_the_same_matrix);
    RUN(known_solutions_pass);
    RUN(operations_by_hand);
    RUN(a_summary_counts);
    return check_report();
}

/* Dense problems with at most as many rows as variables: the warps of a device solve them by exchanges of their active
   rows, and by the interior point where those come to no end. (No other team exchanges: on_device.cmake builds this for
   devices alone.) */
#include <math.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"

typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    uint64_t seed;
} test_case;

/* Coarse tolerances all the same give answers to rounding: that is how exchanges differ from an interior point. */
static const test_case exact_cases[] = {
    {1, {.l = 1}, 1},           {7, {.z = 2, .l = 3}, 2},  {12, {.l = 12}, 3},
    {33, {.z = 5, .l = 28}, 4}, {64, {.z = 3, .l = 9}, 5}, {60, {.l = 60}, 6},
};

enum { BATCH = 5 };

static programs make_programs(const test_case *row, int64_t batch)
{
    check_seed(row->seed);
    known_recipe recipe = {
        .batch = batch, .n = row->n, .cones = row->cones, .rank = row->n, .ridge = 1, .density = 1, .seed = row->seed};
    return known_programs(&recipe);
}

static void coarse_tolerances_give_exact_answers(const test_case *row)
{
    programs all = make_programs(row, BATCH);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-4})) {
        check_all_solved(&got, 1e-11);
        CHECK_ARRAY(got.answers.x, all.x, BATCH, all.n, 1e-9);
        CHECK_ARRAY(got.answers.y, all.y, BATCH, all.m, 1e-9);
    }
    fixture_close(&got);
    programs_free(&all);
}

/* Of random problems with twelve rows hardly one in a hundred has exchanges that go round for ever. No answer comes
   after more than eight, so what took longer was the interior point. */
enum { ROWS = 12, MANY = 600, MOST_EXCHANGES = 8 };

static void what_goes_round_is_solved_too(void)
{
    programs all = optnet_programs(MANY, ROWS, ROWS, 11);
    int64_t exchanged = 0;
    int64_t handed_on = 0;
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-10})) {
        check_all_solved(&got, 1e-8);
        for (int64_t i = 0; i < MANY; i++) {
            if (got.answers.iterations[i] > MOST_EXCHANGES) handed_on++;
            if (got.answers.iterations[i] <= 5) exchanged++;
        }
        CHECK_THAT(exchanged > MANY / 2, "%ld were solved by five exchanges", (long)exchanged);
        CHECK_THAT(handed_on > 0 && handed_on < MANY / 20, "%ld were handed on", (long)handed_on);
    }
    fixture_close(&got);
    programs_free(&all);
}

/* Whether a problem within eight places of this one, which may share its team's block, is handed on. */
static bool is_beside_handed_on(const answers *got, int64_t i)
{
    for (int64_t near = i < 8 ? 0 : i - 8; near <= i + 8 && near < got->batch; near++) {
        if (got->iterations[near] > MOST_EXCHANGES) return true;
    }
    return false;
}

/* Neighbours, some of which are handed on, change no bit of each other. */
static void neighbours_change_nothing(void)
{
    programs all = optnet_programs(MANY, ROWS, ROWS, 11);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-10})) {
        answers alone = answers_create(1, all.n, all.m);
        int64_t handed_on = 0;
        for (int64_t i = 0; i < all.batch; i++) {
            if (!is_beside_handed_on(&got.answers, i)) continue;
            cnl_data one = got.stored.data;
            one.P += i * one.P_stride;
            one.c += i * one.c_stride;
            one.A += i * one.A_stride;
            one.b += i * one.b_stride;
            CHECK_OK(cnl_solve(got.solver, 1, &one, &alone.view));
            check_same_answers(&alone, 0, &got.answers, i, 1);
            if (got.answers.iterations[i] > MOST_EXCHANGES) handed_on++;
        }
        CHECK_THAT(handed_on > 0, "all were solved by exchanges");
        answers_free(&alone);
    }
    fixture_close(&got);
    programs_free(&all);
}

/* Without a solution exchanges come to no end: the interior point finds the certificate, and the others keep theirs. */
static void infeasible_problems_are_found_out(void)
{
    const test_case row = {9, {.z = 1, .l = 7}, 21};
    programs all = make_programs(&row, BATCH);
    make_primal_infeasible(&all, 1, row.seed);
    make_primal_infeasible(&all, 4, row.seed);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-4})) {
        for (int64_t i = 0; i < BATCH; i++) {
            if (i == 1 || i == 4)
                check_primal_infeasible(&got, i);
            else
                check_solved(&got, i, 1e-11);
        }
    }
    fixture_close(&got);
    programs_free(&all);
}

/* A projection onto a box from a corner of it: y = s = 0 there. Repeated rows: no multiplier is the only one. */
static void borders_and_repeated_rows_are_solved(void)
{
    programs all = programs_create(2, 4, &(cnl_cones){.l = 4});
    for (int64_t i = 0; i < 2; i++) {
        for (int32_t k = 0; k < 4; k++) {
            programs_P(&all, i)[5 * k] = 1;
            programs_c(&all, i)[k] = -1;
            programs_A(&all, i)[4 * k + (i == 0 ? k : 0)] = 1;
            programs_b(&all, i)[k] = i == 0 ? 1 : 0.5;
        }
    }
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-8})) {
        check_all_solved(&got, 1e-8);
        for (int32_t k = 0; k < 4; k++) {
            CHECK_NEAR(got.answers.x[k], 1, 1e-6);
            CHECK_NEAR(got.answers.x[4 + k], k == 0 ? 0.5 : 1, 1e-6);
        }
    }
    fixture_close(&got);
    programs_free(&all);
}

/* However few iterations are allowed, no more are reported; a problem that is not done then says so. */
static void the_limit_holds(void)
{
    programs all = optnet_programs(64, 20, 20, 31);
    for (int32_t limit = 1; limit <= 9; limit += 4) {
        fixture got;
        if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .max_iterations = limit})) {
            for (int64_t i = 0; i < all.batch; i++) {
                CHECK_THAT(got.answers.iterations[i] <= limit, "%d iterations", got.answers.iterations[i]);
                if (got.answers.status[i] == CNL_SOLVED)
                    check_solved(&got, i, 1e-8);
                else
                    CHECK(got.answers.status[i] == CNL_ITERATION_LIMIT || got.answers.status[i] == CNL_ALMOST_SOLVED);
            }
            if (limit == 1) CHECK_INT(got.answers.status[0], CNL_ITERATION_LIMIT);
            if (limit == 9) CHECK_INT(got.answers.status[0], CNL_SOLVED);
        }
        fixture_close(&got);
    }
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(coarse_tolerances_give_exact_answers, exact_cases);
    RUN(what_goes_round_is_solved_too);
    RUN(neighbours_change_nothing);
    RUN(infeasible_problems_are_found_out);
    RUN(borders_and_repeated_rows_are_solved);
    RUN(the_limit_holds);
    return check_report();
}

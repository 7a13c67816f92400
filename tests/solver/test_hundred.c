/* Dense problems of about a hundred rows and variables: on a device a thread block with a pivot warp has them. Small
   batches, for a simulated device takes its time. */
#include <math.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"

typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    uint64_t seed;
} test_case;

/* Whole tiles of eight and others, on both sides of the instances' sizes; equality rows; few rows, few variables. */
static const test_case cases[] = {
    {65, {.l = 65}, 1},   {72, {.z = 9, .l = 63}, 2},   {80, {.l = 80}, 3},          {81, {.z = 1, .l = 80}, 4},
    {100, {.l = 100}, 5}, {104, {.z = 8, .l = 96}, 6},  {100, {.z = 3, .l = 27}, 7}, {30, {.z = 2, .l = 71}, 8},
    {90, {.l = 1}, 9},    {97, {.z = 40, .l = 40}, 10}, {12, {.z = 3, .l = 101}, 11}};

enum { BATCH = 3 };

static programs make_programs(const test_case *row, int64_t batch)
{
    check_seed(row->seed);
    known_recipe recipe = {.batch = batch,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->n,
                           .ridge = 0.1,
                           .density = 1,
                           .seed = row->seed};
    return known_programs(&recipe);
}

/* The answer is the one that is known, and the same bits when the problem is alone. */
static void answers_are_the_known_ones(const test_case *row)
{
    programs all = make_programs(row, BATCH);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-11})) {
        check_all_solved(&got, 1e-8);
        CHECK_ARRAY(got.answers.x, all.x, BATCH, all.n, 1e-5);
        CHECK_ARRAY(got.answers.y, all.y, BATCH, all.m, 1e-5);
        CHECK_ARRAY(got.answers.s, all.s, BATCH, all.m, 1e-5);
        answers alone = answers_create(1, all.n, all.m);
        cnl_data last = got.stored.data;
        last.P += (BATCH - 1) * last.P_stride;
        last.c += (BATCH - 1) * last.c_stride;
        last.A += (BATCH - 1) * last.A_stride;
        last.b += (BATCH - 1) * last.b_stride;
        CHECK_OK(cnl_solve(got.solver, 1, &last, &alone.view));
        check_same_answers(&alone, 0, &got.answers, BATCH - 1, 1);
        answers_free(&alone);
    }
    fixture_close(&got);
    programs_free(&all);
}

/* What becomes of problem i of a batch in which only every other one is as it was. */
static void spoil(programs *all, int64_t i, uint64_t seed)
{
    int64_t n = all->n;
    int64_t m = all->m;
    if (i == 1) make_primal_infeasible(all, i, seed);
    if (i == 3) programs_P(all, i)[n * n - 1] = NAN;
    if (i == 5) programs_A(all, i)[m * n / 2] = -INFINITY;
    if (i == 7) programs_c(all, i)[n - 1] = NAN;
    if (i == 9) programs_b(all, i)[0] = INFINITY;
    if (i == 11) programs_P(all, i)[1] = NAN;
}

static void a_mixed_batch_has_its_outcomes(const test_case *row)
{
    enum { MIXED = 13 };
    programs all = make_programs(row, MIXED);
    programs healthy = programs_without(&all, 2, 1);
    for (int64_t i = 1; i < MIXED; i += 2) spoil(&all, i, row->seed);
    fixture among;
    fixture without;
    bool both = fixture_solve(&among, &all, &(fixture_options){.method = CNL_METHOD_DUAL});
    both = fixture_solve(&without, &healthy, &(fixture_options){.method = CNL_METHOD_DUAL}) && both;
    if (both) {
        check_all_solved(&without, 1e-8);
        check_primal_infeasible(&among, 1);
        for (int64_t i = 3; i < MIXED; i += 2) {
            CHECK_INT(among.answers.status[i], CNL_INVALID_DATA);
            CHECK(isnan(among.answers.x[i * all.n]));
        }
        for (int64_t i = 0; i < MIXED; i += 2) check_same_answers(&among.answers, i, &without.answers, i / 2, 1);
    }
    fixture_close(&among);
    fixture_close(&without);
    programs_free(&all);
    programs_free(&healthy);
}

/* P not positive definite: the first pass leaves such a problem open, whatever it made of it. */
static void what_is_left_open_is_found_out(void)
{
    const test_case row = {66, {.l = 60}, 21};
    programs all = make_programs(&row, 3);
    make_unbounded(&all, 1, row.seed);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL})) {
        check_solved(&got, 0, 1e-8);
        check_dual_infeasible(&got, 1);
        check_solved(&got, 2, 1e-8);
    }
    fixture_close(&got);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    const test_case mixed[] = {{70, {.z = 2, .l = 64}, 31}, {88, {.l = 100}, 32}};
    check_arguments(argc, argv);
    RUN_CASES(answers_are_the_known_ones, cases);
    RUN_CASES(a_mixed_batch_has_its_outcomes, mixed);
    RUN(what_is_left_open_is_found_out);
    return check_report();
}

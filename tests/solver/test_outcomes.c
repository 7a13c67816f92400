/* What becomes of a problem: its outcome, and the certificate where it has no solution. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"

/* A shape whose problems are made hopeless, and the method that finds out. */
typedef struct test_case {
    const char *name;
    int32_t n;
    cnl_cones cones;
    int32_t rank;
    cnl_method method;
    uint64_t seed;
} test_case;

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

static const test_case cases[] = {
    {"inequalities", 10, {0, 20, 0, NULL}, 10, CNL_METHOD_AUTO, 1},
    {"inequalities, m = n", 10, {0, 12, 0, NULL}, 10, CNL_METHOD_AUTO, 2},
    {"inequalities by the primal method", 10, {0, 20, 0, NULL}, 10, CNL_METHOD_PRIMAL, 3},
    {"inequalities by the dual method", 10, {0, 20, 0, NULL}, 10, CNL_METHOD_DUAL, 4},
    {"inequalities by the sparse method", 10, {0, 20, 0, NULL}, 10, CNL_METHOD_SPARSE, 5},
    {"equalities and inequalities", 12, {3, 15, 0, NULL}, 12, CNL_METHOD_AUTO, 6},
    {"equalities and inequalities, sparse", 12, {3, 15, 0, NULL}, 12, CNL_METHOD_SPARSE, 7},
    {"linear programs", 8, {2, 16, 0, NULL}, 0, CNL_METHOD_AUTO, 8},
    {"cones", 9, {0, 0, 3, SIZES(3, 4, 5)}, 9, CNL_METHOD_AUTO, 9},
    {"everything", 9, {2, 5, 3, SIZES(1, 2, 5)}, 9, CNL_METHOD_AUTO, 10},
    {"everything, sparse", 9, {2, 5, 3, SIZES(1, 2, 5)}, 9, CNL_METHOD_SPARSE, 11},
    {"everything, linear objective", 9, {2, 5, 3, SIZES(1, 2, 5)}, 0, CNL_METHOD_AUTO, 12},
    {"one inequality pair", 1, {0, 2, 0, NULL}, 1, CNL_METHOD_AUTO, 13},
    {"m >> n", 7, {2, 60, 0, NULL}, 7, CNL_METHOD_AUTO, 14},
};

static programs make_programs(const test_case *row)
{
    check_seed(row->seed);
    check_note("%s", row->name);
    known_recipe recipe = {
        .batch = 33, .n = row->n, .cones = row->cones, .rank = row->rank, .density = 1, .seed = row->seed};
    return known_programs(&recipe);
}

static void infeasible_problems_have_certificates(const test_case *row)
{
    programs all = make_programs(row);
    for (int64_t i = 0; i < all.batch; i++) make_primal_infeasible(&all, i, row->seed);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = row->method})) {
        for (int64_t i = 0; i < all.batch; i++) check_primal_infeasible(&got, i);
    }
    fixture_close(&got);
    programs_free(&all);
}

static void unbounded_problems_have_certificates(const test_case *row)
{
    programs all = make_programs(row);
    for (int64_t i = 0; i < all.batch; i++) make_unbounded(&all, i, row->seed);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = row->method})) {
        for (int64_t i = 0; i < all.batch; i++) check_dual_infeasible(&got, i);
    }
    fixture_close(&got);
    programs_free(&all);
}

/* More variables than rows and directions of P together: c runs down where nothing stops it, and P + A'H^-1 A is
   singular from the first iteration. */
static void programs_with_few_rows_are_unbounded(void)
{
    const test_case few[] = {
        {"inequalities", 10, {0, 5, 0, NULL}, 0, CNL_METHOD_AUTO, 41},
        {"both", 10, {2, 3, 0, NULL}, 0, CNL_METHOD_AUTO, 42},
        {"P of low rank", 10, {0, 5, 0, NULL}, 3, CNL_METHOD_AUTO, 43},
        {"cones", 10, {0, 0, 2, SIZES(3, 2)}, 0, CNL_METHOD_AUTO, 44},
        {"everything", 12, {1, 2, 2, SIZES(3, 1)}, 2, CNL_METHOD_AUTO, 45},
    };
    const cnl_method methods[] = {CNL_METHOD_PRIMAL, CNL_METHOD_SPARSE};
    for (size_t k = 0; k < sizeof few / sizeof *few; k++) {
        check_seed(few[k].seed);
        known_recipe recipe = {
            .batch = 200, .n = few[k].n, .cones = few[k].cones, .rank = few[k].rank, .density = 1, .seed = few[k].seed};
        programs all = known_programs(&recipe);
        dice stream = dice_begin(few[k].seed, 1000);
        dice_fill(&stream, all.c, (size_t)all.batch * (size_t)all.n);
        for (int method = 0; method < 2; method++) {
            fixture got;
            check_note("%s, %s", few[k].name, method_word(methods[method]));
            if (fixture_solve(&got, &all, &(fixture_options){.method = methods[method]})) {
                for (int64_t i = 0; i < all.batch; i++) check_dual_infeasible(&got, i);
            }
            fixture_close(&got);
        }
        programs_free(&all);
    }
}

/* The same with c among what the rows can hold, and any b: there is a solution, not unique, and nothing else is said.
 */
static void programs_with_few_rows_are_solved_where_they_can_be(void)
{
    known_recipe recipe = {.batch = 300, .n = 10, .cones = {.l = 5}, .rank = 0, .density = 1, .seed = 51};
    check_seed(51);
    programs all = known_programs(&recipe);
    dice stream = dice_begin(51, 1000);
    dice_fill(&stream, all.b, (size_t)all.batch * (size_t)all.m);
    for (int method = CNL_METHOD_PRIMAL; method <= CNL_METHOD_SPARSE; method += 2) {
        fixture got;
        check_note("%s", method_word((cnl_method)method));
        if (fixture_solve(&got, &all, &(fixture_options){.method = (cnl_method)method})) check_all_solved(&got, 1e-8);
        fixture_close(&got);
    }
    programs_free(&all);
}

/* A lane that never ends would hold its pack: hopeless problems end in about as many iterations as the others. */
static void hopeless_problems_end_early(const test_case *row)
{
    programs all = make_programs(row);
    for (int64_t i = 0; i < all.batch; i += 3) make_primal_infeasible(&all, i, row->seed);
    for (int64_t i = 1; i < all.batch; i += 3) make_unbounded(&all, i, row->seed);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = row->method})) {
        for (int64_t i = 0; i < all.batch; i++) {
            CHECK_THAT(got.answers.iterations[i] <= 30, "problem %lld: %s after %d iterations", (long long)i,
                       cnl_outcome_string((cnl_outcome)got.answers.status[i]), got.answers.iterations[i]);
        }
    }
    fixture_close(&got);
    programs_free(&all);
}

/* Contradictions a person would write: x <= -1 and x >= 1; x + y = 0 and x + y = 1; |x| <= -1; a row 0'x = 1. */
static void plain_contradictions_are_infeasible(void)
{
    programs lines = programs_create(1, 2, &(cnl_cones){.l = 2});
    lines.P[0] = lines.P[3] = 1;
    lines.A[0] = 1;
    lines.A[2] = -1;
    lines.b[0] = lines.b[1] = -1;

    programs equalities = programs_create(1, 2, &(cnl_cones){.z = 2});
    equalities.P[0] = equalities.P[3] = 1;
    for (int k = 0; k < 4; k++) equalities.A[k] = 1;
    equalities.b[1] = 1;

    int32_t size = 2;
    programs ball = programs_create(1, 1, &(cnl_cones){.q_count = 1, .q = &size});
    ball.P[0] = 1;
    ball.A[1] = -1;
    ball.b[0] = -1;

    programs nothing = programs_create(1, 2, &(cnl_cones){.z = 1, .l = 1});
    nothing.P[0] = nothing.P[3] = 1;
    nothing.A[2] = 1;
    nothing.b[0] = 1;

    programs *all[] = {&lines, &equalities, &ball, &nothing};
    for (int k = 0; k < 4; k++) {
        for (int method = CNL_METHOD_AUTO; method <= CNL_METHOD_SPARSE; method++) {
            if (method == CNL_METHOD_DUAL && (all[k]->cones.q_count > 0 || all[k]->m == 0)) continue;
            check_note("contradiction %d, %s", k, method_word((cnl_method)method));
            fixture got;
            if (fixture_solve(&got, all[k], &(fixture_options){.method = (cnl_method)method})) {
                check_primal_infeasible(&got, 0);
            }
            fixture_close(&got);
        }
        programs_free(all[k]);
    }
}

/* min -x without rows; min -x, x >= 0; min x1 + 0 x2 with P = diag(0, 1); min -t, |u| <= t. */
static void plain_descents_are_unbounded(void)
{
    programs free_line = programs_create(1, 1, &(cnl_cones){0});
    free_line.c[0] = -1;

    programs half_line = programs_create(1, 1, &(cnl_cones){.l = 1});
    half_line.c[0] = -1;
    half_line.A[0] = -1;

    programs valley = programs_create(1, 2, &(cnl_cones){.l = 1});
    valley.P[3] = 1;
    valley.c[0] = 1;
    valley.A[1] = 1;
    valley.b[0] = 1;

    int32_t size = 3;
    programs cone = programs_create(1, 3, &(cnl_cones){.q_count = 1, .q = &size});
    cone.c[0] = -1;
    for (int k = 0; k < 3; k++) cone.A[4 * k] = -1;

    programs *all[] = {&free_line, &half_line, &valley, &cone};
    for (int k = 0; k < 4; k++) {
        for (int method = CNL_METHOD_AUTO; method <= CNL_METHOD_SPARSE; method++) {
            if (method == CNL_METHOD_DUAL && (all[k]->cones.q_count > 0 || all[k]->m == 0)) continue;
            check_note("descent %d, %s", k, method_word((cnl_method)method));
            fixture got;
            if (fixture_solve(&got, all[k], &(fixture_options){.method = (cnl_method)method})) {
                check_dual_infeasible(&got, 0);
            }
            fixture_close(&got);
        }
        programs_free(all[k]);
    }
}

/* NaN or infinity in any datum, at any place: invalid data, and an answer that nobody takes for one. */
static void invalid_numbers_are_invalid_data(void)
{
    const double bad[] = {NAN, INFINITY, -INFINITY};
    const known_recipe recipe = {.batch = 12,
                                 .n = 5,
                                 .cones = {.z = 1, .l = 4, .q_count = 1, .q = SIZES(3)},
                                 .rank = 5,
                                 .density = 1,
                                 .seed = 21};
    check_seed(21);
    for (int form = FORM_DENSE; form <= FORM_UPPER; form++) {
        if (form == FORM_ABSENT) continue;
        programs all = known_programs(&recipe);
        for (int64_t i = 0; i < 12; i++) {
            double *data[] = {programs_P(&all, i), programs_c(&all, i), programs_A(&all, i), programs_b(&all, i)};
            int64_t lengths[] = {25, 5, 40, 8};
            data[i % 4][i < 4 ? 0 : lengths[i % 4] - 1] = bad[i / 4];
        }
        fixture got;
        layout wanted = {.P = form, .A = form == FORM_UPPER ? FORM_FULL : form};
        if (fixture_solve(&got, &all, &(fixture_options){.layout = wanted})) {
            for (int64_t i = 0; i < 12; i++) {
                CHECK_INT(got.answers.status[i], CNL_INVALID_DATA);
                CHECK(isnan(got.answers.x[5 * i]) && isnan(got.answers.x[5 * i + 4]));
                CHECK(isnan(got.answers.y[8 * i]) && isnan(got.answers.y[8 * i + 7]));
                CHECK(isnan(got.answers.s[8 * i]) && isnan(got.answers.s[8 * i + 7]));
            }
        }
        fixture_close(&got);
        programs_free(&all);
    }
}

/* With too few iterations the outcome says so, and the last iterate is finite. */
static void the_iteration_limit_is_kept(const test_case *row)
{
    programs all = make_programs(row);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = row->method, .max_iterations = 2})) {
        for (int64_t i = 0; i < all.batch; i++) {
            CHECK_THAT(got.answers.status[i] == CNL_ITERATION_LIMIT, "problem %lld: %s", (long long)i,
                       cnl_outcome_string((cnl_outcome)got.answers.status[i]));
            CHECK_AT_MOST(got.answers.iterations[i], 2);
            CHECK(isfinite(got.answers.x[i * all.n]));
        }
    }
    fixture_close(&got);
    programs_free(&all);
}

/* Any member of the solution may be NULL except the status; the others are written the same. */
static void members_of_the_solution_may_be_left_out(void)
{
    programs all = optnet_programs(11, 6, 8, 31);
    fixture full;
    if (fixture_solve(&full, &all, &(fixture_options){0})) {
        for (int k = 0; k < 6; k++) {
            answers part = answers_create(all.batch, all.n, all.m);
            if (k == 0) part.view.x = NULL;
            if (k == 1) part.view.y = NULL;
            if (k == 2) part.view.s = NULL;
            if (k == 3) part.view.objective = NULL;
            if (k == 4) part.view.residuals = NULL;
            if (k == 5) part.view = (cnl_solution){.status = part.status};
            CHECK_OK(cnl_solve(full.solver, all.batch, &full.stored.data, &part.view));
            if (part.view.x != NULL) CHECK_BITS(part.x, full.answers.x, all.batch, all.n);
            if (part.view.y != NULL) CHECK_BITS(part.y, full.answers.y, all.batch, all.m);
            if (part.view.s != NULL) CHECK_BITS(part.s, full.answers.s, all.batch, all.m);
            for (int64_t i = 0; i < all.batch; i++) CHECK_INT(part.status[i], full.answers.status[i]);
            answers_free(&part);
        }
    }
    fixture_close(&full);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(infeasible_problems_have_certificates, cases);
    RUN_CASES(unbounded_problems_have_certificates, cases);
    RUN(programs_with_few_rows_are_unbounded);
    RUN(programs_with_few_rows_are_solved_where_they_can_be);
    RUN_CASES(hopeless_problems_end_early, cases);
    RUN(plain_contradictions_are_infeasible);
    RUN(plain_descents_are_unbounded);
    RUN(invalid_numbers_are_invalid_data);
    RUN_CASES(the_iteration_limit_is_kept, cases);
    RUN(members_of_the_solution_may_be_left_out);
    return check_report();
}

/* Bad arguments of solve, vjp and jvp: refused with a sentence, nothing written, and the solver goes on working. */
#include <string.h>

#include "check.h"
#include "fixture.h"

enum { BATCH = 5, N = 4, M = 6 };

static programs make_programs(void)
{
    known_recipe recipe = {.batch = BATCH, .n = N, .cones = {.z = 1, .l = 5}, .rank = N, .density = 1, .seed = 8};
    return known_programs(&recipe);
}

/* What is wrong with the data of a call. */
typedef struct bad_data {
    const char *fault;
    int missing; /* 1 + datum that is NULL */
    int stride;  /* 1 + datum whose stride is wrong */
    int64_t value;
} bad_data;

static const bad_data all_bad_data[] = {
    {"P is NULL", 1, 0, 0},          {"c is NULL", 2, 0, 0},           {"A is NULL", 3, 0, 0},
    {"b is NULL", 4, 0, 0},          {"P_stride < 0", 0, 1, -16},      {"c_stride < 0", 0, 2, -4},
    {"A_stride < 0", 0, 3, -24},     {"b_stride < 0", 0, 4, -6},       {"P_stride too small", 0, 1, 15},
    {"c_stride too small", 0, 2, 3}, {"A_stride too small", 0, 3, 23}, {"b_stride too small", 0, 4, 1},
};

static cnl_data spoil(const cnl_data *data, const bad_data *row)
{
    cnl_data bad = *data;
    const double **arrays[] = {&bad.P, &bad.c, &bad.A, &bad.b};
    int64_t *strides[] = {&bad.P_stride, &bad.c_stride, &bad.A_stride, &bad.b_stride};
    if (row->missing > 0) *arrays[row->missing - 1] = NULL;
    if (row->stride > 0) *strides[row->stride - 1] = row->value;
    return bad;
}

static void check_untouched(const answers *got)
{
    answers fresh = answers_create(got->batch, got->n, got->m);
    check_same_answers(got, 0, &fresh, 0, got->batch);
    answers_free(&fresh);
}

static void bad_data_are_refused(const bad_data *row)
{
    programs all = make_programs();
    fixture got;
    check_note("%s", row->fault);
    if (fixture_open(&got, &all, &(fixture_options){0})) {
        cnl_data bad = spoil(&got.stored.data, row);
        CHECK_INT(cnl_solve(got.solver, BATCH, &bad, &got.answers.view), CNL_INVALID_ARGUMENT);
        CHECK(cnl_solver_message(got.solver)[0] != '\0');
        check_untouched(&got.answers);
        CHECK_OK(cnl_solve(got.solver, BATCH, &got.stored.data, &got.answers.view));
        CHECK_STR(cnl_solver_message(got.solver), "");
        check_all_solved(&got, 1e-8);

        double number = 3;
        CHECK_INT(cnl_vjp(got.solver, BATCH, &bad, &(cnl_cotangent){0}, &(cnl_gradient){.dc = &number}),
                  CNL_INVALID_ARGUMENT);
        CHECK(cnl_solver_message(got.solver)[0] != '\0');
        CHECK_INT(cnl_jvp(got.solver, BATCH, &bad, &got.stored.data, &number, NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
        CHECK_NEAR(number, 3, 0);
    }
    fixture_close(&got);
    programs_free(&all);
}

static void bad_strides_of_a_change_are_refused(const bad_data *row)
{
    programs all = make_programs();
    fixture got;
    check_note("%s", row->fault);
    if (fixture_solve(&got, &all, &(fixture_options){0})) {
        cnl_data change = spoil(&got.stored.data, row);
        double room[BATCH * N];
        cnl_status expected = row->stride > 0 ? CNL_INVALID_ARGUMENT : CNL_OK; /* a missing change is 0 */
        CHECK_INT(cnl_jvp(got.solver, BATCH, &got.stored.data, &change, room, NULL, NULL, NULL), expected);
        CHECK_INT(cnl_solver_message(got.solver)[0] != '\0', expected != CNL_OK);
    }
    fixture_close(&got);
    programs_free(&all);
}

static void bad_batches_and_pointers_are_refused(void)
{
    programs all = make_programs();
    fixture got;
    if (fixture_open(&got, &all, &(fixture_options){0})) {
        const cnl_data *data = &got.stored.data;
        const cnl_solution *to = &got.answers.view;
        cnl_solution without_status = *to;
        without_status.status = NULL;
        CHECK_INT(cnl_solve(got.solver, 0, data, to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve(got.solver, -1, data, to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve(got.solver, BATCH + 1, data, to), CNL_INVALID_ARGUMENT);
        CHECK_CONTAINS(cnl_solver_message(got.solver), "batch");
        CHECK_INT(cnl_solve(NULL, BATCH, data, to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve(got.solver, BATCH, NULL, to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve(got.solver, BATCH, data, NULL), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve(got.solver, BATCH, data, &without_status), CNL_INVALID_ARGUMENT);
        check_untouched(&got.answers);
    }
    fixture_close(&got);
    programs_free(&all);
}

static void derivatives_need_a_solution_of_the_same_batch(void)
{
    programs all = make_programs();
    fixture got;
    if (fixture_open(&got, &all, &(fixture_options){0})) {
        const cnl_data *data = &got.stored.data;
        double room[BATCH * N] = {0};
        cnl_cotangent from = {.dx = room};
        cnl_gradient to = {.dc = room};
        CHECK_INT(cnl_vjp(got.solver, BATCH, data, &from, &to), CNL_NO_SOLUTION);
        CHECK(cnl_solver_message(got.solver)[0] != '\0');
        CHECK_INT(cnl_jvp(got.solver, BATCH, data, data, room, NULL, NULL, NULL), CNL_NO_SOLUTION);

        CHECK_OK(cnl_solve(got.solver, BATCH, data, &got.answers.view));
        CHECK_INT(cnl_vjp(got.solver, BATCH - 1, data, &from, &to), CNL_NO_SOLUTION);
        CHECK_INT(cnl_jvp(got.solver, BATCH - 1, data, data, room, NULL, NULL, NULL), CNL_NO_SOLUTION);
        CHECK_INT(cnl_vjp(NULL, BATCH, data, &from, &to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_vjp(got.solver, BATCH, NULL, &from, &to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_vjp(got.solver, BATCH, data, NULL, &to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_vjp(got.solver, BATCH, data, &from, NULL), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_jvp(NULL, BATCH, data, data, room, NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_jvp(got.solver, BATCH, NULL, data, room, NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_jvp(got.solver, BATCH, data, NULL, room, NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
        CHECK_OK(cnl_vjp(got.solver, BATCH, data, &from, &to));
    }
    fixture_close(&got);
    programs_free(&all);
}

/* What a call saw of progress. */
typedef struct progress_seen {
    long calls;
    int64_t last;
    bool sensible;
} progress_seen;

static void see_progress(void *user, int64_t done, int64_t batch)
{
    progress_seen *seen = user;
    seen->calls++;
    seen->sensible = seen->sensible && done >= seen->last && done <= batch && batch == 3000;
    seen->last = done;
}

static void progress_is_told_until_it_is_not(void)
{
    programs all = optnet_programs(3000, 6, 6, 4);
    for (int32_t threads = 1; threads <= 2; threads++) {
        fixture got;
        if (fixture_open(&got, &all, &(fixture_options){.threads = threads})) {
            progress_seen seen = {.sensible = true};
            cnl_solver_set_progress(got.solver, see_progress, &seen);
            CHECK_OK(cnl_solve(got.solver, 3000, &got.stored.data, &got.answers.view));
            CHECK_AT_MOST(1, seen.calls);
            CHECK(seen.sensible);
            CHECK_INT(seen.last > 0, 1);
            long calls = seen.calls;
            cnl_solver_set_progress(got.solver, NULL, NULL);
            CHECK_OK(cnl_solve(got.solver, 3000, &got.stored.data, &got.answers.view));
            CHECK_INT(seen.calls, calls);
        }
        fixture_close(&got);
    }
    programs_free(&all);
}

static void the_method_is_told(void)
{
    programs all = make_programs();
    for (int method = CNL_METHOD_AUTO; method <= CNL_METHOD_SPARSE; method++) {
        fixture got;
        if (fixture_open(&got, &all, &(fixture_options){.method = (cnl_method)method})) {
            cnl_method told = cnl_solver_method(got.solver);
            if (method == CNL_METHOD_AUTO) CHECK(told >= CNL_METHOD_PRIMAL && told <= CNL_METHOD_SPARSE);
            if (method != CNL_METHOD_AUTO) CHECK_INT(told, method);
        }
        fixture_close(&got);
    }
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(bad_data_are_refused, all_bad_data);
    RUN_CASES(bad_strides_of_a_change_are_refused, all_bad_data);
    RUN(bad_batches_and_pointers_are_refused);
    RUN(derivatives_need_a_solution_of_the_same_batch);
    RUN(progress_is_told_until_it_is_not);
    RUN(the_method_is_told);
    return check_report();
}

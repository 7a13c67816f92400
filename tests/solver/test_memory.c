/* All memory is planned when a solver is created, comes from the context's allocator, and is given back. */
#include <stdlib.h>

#include "allocator.h"
#include "check.h"
#include "dense.h"
#include "fixture.h"

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    cnl_method method;
    layout layout;
    int64_t max_batch;
    int32_t threads;
} test_case;

static const test_case cases[] = {
    {10, {0, 10, 0, NULL}, CNL_METHOD_AUTO, {0}, 64, 1},
    {10, {0, 10, 0, NULL}, CNL_METHOD_DUAL, {0}, 1, 1},
    {10, {2, 13, 0, NULL}, CNL_METHOD_PRIMAL, {.shared_P = true, .shared_A = true}, 33, 2},
    {10, {2, 13, 0, NULL}, CNL_METHOD_SPARSE, {.P = FORM_UPPER, .A = FORM_FULL}, 17, 2},
    {9, {2, 5, 3, SIZES(1, 2, 5)}, CNL_METHOD_PRIMAL, {.P = FORM_FULL, .A = FORM_FULL, .shared_A = true}, 21, 3},
    {9, {2, 5, 3, SIZES(1, 2, 5)}, CNL_METHOD_SPARSE, {0}, 5, 1},
    {4, {0, 0, 0, NULL}, CNL_METHOD_AUTO, {0}, 3, 1},
};

static programs make_programs(const test_case *row)
{
    check_seed(5);
    check_note("n = %d, %s, largest batch %lld, %d threads", row->n, method_word(row->method),
               (long long)row->max_batch, row->threads);
    known_recipe recipe = {
        .batch = row->max_batch, .n = row->n, .cones = row->cones, .rank = row->n, .density = 0.6, .seed = 5};
    return known_programs(&recipe);
}

static cnl_settings settings_of(const test_case *row)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = row->method;
    return settings;
}

static void check_clean(const counting_allocator *counts)
{
    CHECK_INT(counts->strange_requests, 0);
    CHECK_INT(counts->strange_releases, 0);
    CHECK_INT(counts->overruns, 0);
    CHECK_INT(counts->live, 0);
    CHECK_INT(counts->live_bytes, 0);
}

static void the_size_is_what_is_allocated(const test_case *row)
{
    programs all = make_programs(row);
    stored kept = stored_create(&all, row->layout);
    cnl_settings settings = settings_of(row);
    counting_allocator counts;
    counting_allocator_begin(&counts);
    cnl_context_options options = counting_options(&counts, row->threads);
    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    size_t bytes = 0;
    CHECK_OK(cnl_context_create(&options, &context, NULL));
    size_t before = counts.live_bytes;
    long blocks = counts.live;

    CHECK_OK(cnl_solver_size(context, &kept.structure, &settings, row->max_batch, &bytes, NULL));
    CHECK_INT(counts.live, blocks);
    CHECK_OK(cnl_solver_create(context, &kept.structure, &settings, row->max_batch, &solver, NULL));
    CHECK_INT(counts.live_bytes - before, bytes);
    CHECK(bytes > 0);

    cnl_solver_destroy(solver);
    CHECK_INT(counts.live_bytes, before);
    cnl_context_destroy(context);
    check_clean(&counts);
    stored_free(&kept);
    programs_free(&all);
}

static size_t size_for(const cnl_context *context, int64_t max_batch, int32_t keep_factors)
{
    cnl_structure structure = {
        .n = 40, .m = 40, .cones = {.l = 40}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    cnl_settings settings = cnl_settings_default();
    settings.keep_factors = keep_factors;
    size_t bytes = 0;
    CHECK_OK(cnl_solver_size(context, &structure, &settings, max_batch, &bytes, NULL));
    return bytes;
}

/* A batch of one needs no room for a wide pack; a solver that keeps no factors none for them. */
static void what_is_not_needed_is_not_reserved(void)
{
    cnl_context *context = NULL;
    CHECK_OK(cnl_context_create(NULL, &context, NULL));
    CHECK(3 * size_for(context, 1, 0) < 2 * size_for(context, 2, 0)); /* the narrowest pack has two lanes */
    CHECK(size_for(context, 1000, 1) > size_for(context, 1000, 0) + 1000 * 40 * 40 * sizeof(double));
    cnl_context_destroy(context);
}

static void calls_allocate_nothing(const test_case *row)
{
    programs all = make_programs(row);
    stored kept = stored_create(&all, row->layout);
    answers got = answers_create(row->max_batch, all.n, all.m);
    cnl_settings settings = settings_of(row);
    counting_allocator counts;
    counting_allocator_begin(&counts);
    cnl_context_options options = counting_options(&counts, row->threads);
    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    CHECK_OK(cnl_context_create(&options, &context, NULL));
    if (CHECK_OK(cnl_solver_create(context, &kept.structure, &settings, row->max_batch, &solver, NULL))) {
        long calls = counts.calls;
        cnl_data gradient = stored_zeros(&kept);
        cnl_gradient to = {(double *)gradient.P, (double *)gradient.c, (double *)gradient.A, (double *)gradient.b,
                           NULL};
        cnl_cotangent from = {got.x, got.y, got.s};
        for (int repeat = 0; repeat < 3; repeat++) {
            CHECK_OK(cnl_solve(solver, row->max_batch, &kept.data, &got.view));
            CHECK_OK(cnl_vjp(solver, row->max_batch, &kept.data, &from, &to));
            CHECK_OK(cnl_jvp(solver, row->max_batch, &kept.data, &gradient, got.x, got.y, got.s, NULL));
        }
        CHECK_INT(counts.calls, calls);
        stored_free_data(&gradient);
    }
    cnl_solver_destroy(solver);
    cnl_context_destroy(context);
    check_clean(&counts);
    answers_free(&got);
    stored_free(&kept);
    programs_free(&all);
}

/* Create a context and a solver and solve, while allocation `fail_at` (and perhaps all later ones) fail.
   @return whether everything was created. */
static bool try_with_failure(const stored *kept, const test_case *row, long fail_at, bool fail_after)
{
    counting_allocator counts;
    counting_allocator_begin(&counts);
    counts.fail_at = fail_at;
    counts.fail_after = fail_after;
    cnl_context_options options = counting_options(&counts, row->threads);
    cnl_settings settings = settings_of(row);
    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    cnl_error error = {CNL_OK, ""};
    cnl_status status = cnl_context_create(&options, &context, &error);
    if (status == CNL_OK) {
        status = cnl_solver_create(context, &kept->structure, &settings, row->max_batch, &solver, &error);
        CHECK_INT(solver != NULL, status == CNL_OK);
    }
    if (status != CNL_OK) {
        CHECK_INT(status, CNL_OUT_OF_MEMORY);
        CHECK_INT(error.status, CNL_OUT_OF_MEMORY);
        CHECK(error.message[0] != '\0');
    }
    cnl_solver_destroy(solver);
    cnl_context_destroy(context);
    check_clean(&counts);
    return status == CNL_OK;
}

static void any_allocation_may_fail(const test_case *row)
{
    enum { MOST = 10000 };
    programs all = make_programs(row);
    stored kept = stored_create(&all, row->layout);
    for (int after = 0; after < 2; after++) {
        long fail_at = 1;
        while (fail_at < MOST && !try_with_failure(&kept, row, fail_at, after)) fail_at++;
        CHECK_THAT(fail_at > 1 && fail_at < MOST,
                   "failing allocations 1 ... %ld, creation never failed or never worked", fail_at - 1);
    }
    stored_free(&kept);
    programs_free(&all);
}

/* Exactly the alignment asked for is enough: the counting allocator gives no more. */
static void the_answers_are_those_of_the_default_allocator(const test_case *row)
{
    programs all = make_programs(row);
    fixture expected;
    if (fixture_solve(&expected, &all,
                      &(fixture_options){.layout = row->layout, .method = row->method, .threads = row->threads})) {
        counting_allocator counts;
        counting_allocator_begin(&counts);
        cnl_context_options options = counting_options(&counts, row->threads);
        cnl_settings settings = settings_of(row);
        cnl_context *context = NULL;
        cnl_solver *solver = NULL;
        answers got = answers_create(row->max_batch, all.n, all.m);
        CHECK_OK(cnl_context_create(&options, &context, NULL));
        CHECK_OK(cnl_solver_create(context, &expected.stored.structure, &settings, row->max_batch, &solver, NULL));
        CHECK_OK(cnl_solve(solver, row->max_batch, &expected.stored.data, &got.view));
        check_same_answers(&got, 0, &expected.answers, 0, row->max_batch);
        answers_free(&got);
        cnl_solver_destroy(solver);
        cnl_context_destroy(context);
        check_clean(&counts);
    }
    fixture_close(&expected);
    programs_free(&all);
}

static void nothing_is_nothing_to_destroy(void)
{
    cnl_solver_destroy(NULL);
    cnl_context_destroy(NULL);
    counting_allocator counts;
    counting_allocator_begin(&counts);
    cnl_context_options options = counting_options(&counts, 1);
    cnl_context *context = NULL;
    CHECK_OK(cnl_context_create(&options, &context, NULL));
    CHECK_AT_MOST(1, counts.live);
    cnl_context_destroy(context);
    check_clean(&counts);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(the_size_is_what_is_allocated, cases);
    RUN_CASES(calls_allocate_nothing, cases);
    RUN_CASES(any_allocation_may_fail, cases);
    RUN_CASES(the_answers_are_those_of_the_default_allocator, cases);
    RUN(what_is_not_needed_is_not_reserved);
    RUN(nothing_is_nothing_to_destroy);
    return check_report();
}

/* A problem's answer depends on nothing but the problem, to the last bit: not on the size of the batch, its place, the
   threads, or whether data are shared; and so do its gradients. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "dice.h"
#include "fixture.h"

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

enum { BATCH = 41 };

/* A shape, and the method that solves it. */
typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    int32_t rank;
    double density;
    cnl_method method;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {10, {0, 10, 0, NULL}, 10, 1, CNL_METHOD_AUTO, 1},
    {10, {0, 10, 0, NULL}, 10, 1, CNL_METHOD_DUAL, 2},
    {10, {2, 13, 0, NULL}, 10, 1, CNL_METHOD_PRIMAL, 3},
    {13, {3, 10, 0, NULL}, 13, 0.4, CNL_METHOD_SPARSE, 4},
    {13, {3, 10, 0, NULL}, 13, 1, CNL_METHOD_DUAL, 5},
    {20, {1, 26, 0, NULL}, 20, 1, CNL_METHOD_DUAL, 10},
    {5, {0, 30, 0, NULL}, 5, 1, CNL_METHOD_DUAL, 11},
    {9, {2, 5, 3, SIZES(1, 2, 5)}, 9, 1, CNL_METHOD_PRIMAL, 6},
    {9, {2, 5, 3, SIZES(1, 2, 5)}, 9, 0.5, CNL_METHOD_SPARSE, 7},
    {9, {2, 25, 1, SIZES(4)}, 0, 1, CNL_METHOD_AUTO, 8},
    {3, {0, 0, 0, NULL}, 3, 1, CNL_METHOD_AUTO, 9},
    {7, {2, 60, 0, NULL}, 7, 1, CNL_METHOD_AUTO, 10},
};

static programs make_programs(const test_case *row)
{
    check_seed(row->seed);
    known_recipe recipe = {.batch = BATCH,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->rank,
                           .density = row->density,
                           .seed = row->seed};
    return known_programs(&recipe);
}

/* The data of problems first, first + 1, ...: the same arrays, from later on. */
static cnl_data data_from(const cnl_data *data, int64_t first)
{
    cnl_data part = *data;
    part.P += first * part.P_stride;
    part.c += first * part.c_stride;
    part.A += first * part.A_stride;
    part.b += first * part.b_stride;
    return part;
}

static void neither_place_nor_batch_size_matter(const test_case *row)
{
    programs all = make_programs(row);
    for (int isa = CNL_ISA_PORTABLE; isa <= CNL_ISA_AVX512; isa++) {
        if (!cpu_has((cnl_isa)isa)) continue;
        fixture whole;
        if (fixture_solve(&whole, &all, &(fixture_options){.method = row->method, .isa = (cnl_isa)isa})) {
            for (int64_t size = 1; size <= 17; size++) {
                int64_t first = (size * 7) % (BATCH - size);
                check_note("%s: %lld problems from %lld on", isa_word((cnl_isa)isa), (long long)size, (long long)first);
                answers part = answers_create(size, all.n, all.m);
                cnl_data data = data_from(&whole.stored.data, first);
                CHECK_OK(cnl_solve(whole.solver, size, &data, &part.view));
                check_same_answers(&part, 0, &whole.answers, first, size);
                answers_free(&part);
            }
        }
        fixture_close(&whole);
    }
    programs_free(&all);
}

/* The largest batch, which decides the workspace, does not matter either. */
static void the_largest_batch_does_not_matter(const test_case *row)
{
    programs all = make_programs(row);
    fixture exact;
    fixture roomy;
    bool both = fixture_solve(&exact, &all, &(fixture_options){.method = row->method});
    both = fixture_solve(&roomy, &all, &(fixture_options){.method = row->method, .max_batch = 1000}) && both;
    if (both) check_same_answers(&roomy.answers, 0, &exact.answers, 0, BATCH);
    fixture_close(&exact);
    fixture_close(&roomy);
    programs_free(&all);
}

static void threads_do_not_matter(const test_case *row)
{
    programs all = make_programs(row);
    fixture one;
    if (fixture_solve(&one, &all, &(fixture_options){.method = row->method, .threads = 1})) {
        for (int32_t threads = 2; threads <= 3; threads++) {
            check_note("%d threads", threads);
            fixture several;
            if (fixture_solve(&several, &all, &(fixture_options){.method = row->method, .threads = threads})) {
                check_same_answers(&several.answers, 0, &one.answers, 0, BATCH);
            }
            fixture_close(&several);
        }
    }
    fixture_close(&one);
    programs_free(&all);
}

static void solving_again_gives_the_same(const test_case *row)
{
    programs all = make_programs(row);
    fixture got;
    if (fixture_solve(&got, &all, &(fixture_options){.method = row->method})) {
        answers again = answers_create(BATCH, all.n, all.m);
        CHECK_OK(cnl_solve(got.solver, BATCH, &got.stored.data, &again.view));
        check_same_answers(&again, 0, &got.answers, 0, BATCH);
        answers_free(&again);
    }
    fixture_close(&got);
    programs_free(&all);
}

/* Datum by datum: problem 0's shared with stride 0, or copied into every problem. */
static void shared_data_are_repeated_data(const test_case *row)
{
    programs all = make_programs(row);
    programs repeated = make_programs(row);
    int64_t n = all.n;
    int64_t m = all.m;
    for (int mask = 1; mask < 16; mask++) {
        layout shared = {.shared_P = mask & 1, .shared_c = mask & 2, .shared_A = mask & 4, .shared_b = mask & 8};
        for (int64_t i = 0; i < BATCH; i++) {
            memcpy(programs_P(&repeated, i), programs_P(&all, mask & 1 ? 0 : i), sizeof(double) * (size_t)(n * n));
            memcpy(programs_c(&repeated, i), programs_c(&all, mask & 2 ? 0 : i), sizeof(double) * (size_t)n);
            memcpy(programs_A(&repeated, i), programs_A(&all, mask & 4 ? 0 : i), sizeof(double) * (size_t)(m * n));
            memcpy(programs_b(&repeated, i), programs_b(&all, mask & 8 ? 0 : i), sizeof(double) * (size_t)m);
        }
        check_note("shared %d", mask);
        fixture by_stride;
        fixture by_copy;
        bool both = fixture_solve(&by_stride, &repeated, &(fixture_options){.layout = shared, .method = row->method});
        both = fixture_solve(&by_copy, &repeated, &(fixture_options){.method = row->method}) && both;
        if (both) check_same_answers(&by_stride.answers, 0, &by_copy.answers, 0, BATCH);
        fixture_close(&by_stride);
        fixture_close(&by_copy);
    }
    programs_free(&all);
    programs_free(&repeated);
}

/* Gradients with respect to every datum of problems first ... first + size - 1. */
static cnl_data gradients_of(const fixture *whole, int64_t first, int64_t size, const double *cotangent)
{
    answers part = answers_create(size, whole->answers.n, whole->answers.m);
    cnl_data data = data_from(&whole->stored.data, first);
    cnl_data gradient = stored_zeros(&whole->stored);
    const double *x = cotangent + first * whole->answers.n;
    const double *y = cotangent + first * whole->answers.m;
    CHECK_OK(cnl_solve(whole->solver, size, &data, &part.view));
    CHECK_OK(cnl_vjp(
        whole->solver, size, &data, &(cnl_cotangent){x, y, y},
        &(cnl_gradient){(double *)gradient.P, (double *)gradient.c, (double *)gradient.A, (double *)gradient.b, NULL}));
    answers_free(&part);
    return gradient;
}

static void gradients_depend_on_the_problem_alone(const test_case *row)
{
    programs all = make_programs(row);
    double *cotangent = numbers_create((int64_t)BATCH * (all.n + all.m));
    dice stream = dice_begin(row->seed, 77);
    dice_fill(&stream, cotangent, (size_t)BATCH * (size_t)(all.n + all.m));
    for (int32_t threads = 1; threads <= 3; threads++) {
        fixture whole;
        if (fixture_open(&whole, &all, &(fixture_options){.method = row->method, .threads = threads})) {
            cnl_data every = gradients_of(&whole, 0, BATCH, cotangent);
            for (int64_t size = 1; size <= 9; size += 2) {
                int64_t first = (size * 5) % (BATCH - size);
                check_note("%d threads: %lld problems from %lld on", threads, (long long)size, (long long)first);
                cnl_data part = gradients_of(&whole, first, size, cotangent);
                CHECK_BITS(part.P, every.P + first * every.P_stride, size, every.P_stride);
                CHECK_BITS(part.c, every.c + first * every.c_stride, size, every.c_stride);
                CHECK_BITS(part.A, every.A + first * every.A_stride, size, every.A_stride);
                CHECK_BITS(part.b, every.b + first * every.b_stride, size, every.b_stride);
                stored_free_data(&part);
            }
            stored_free_data(&every);
        }
        fixture_close(&whole);
    }
    free(cotangent);
    programs_free(&all);
}

/* The sum over the batch that a shared datum gets does not depend on the threads. */
static void sums_of_gradients_do_not_depend_on_threads(const test_case *row)
{
    programs all = make_programs(row);
    layout shared = {.shared_P = true, .shared_c = true, .shared_A = true, .shared_b = true};
    double *cotangent = numbers_create((int64_t)BATCH * (all.n + all.m));
    dice stream = dice_begin(row->seed, 78);
    dice_fill(&stream, cotangent, (size_t)BATCH * (size_t)(all.n + all.m));
    cnl_data first = {0};
    for (int32_t threads = 1; threads <= 3; threads++) {
        check_note("%d threads", threads);
        fixture whole;
        if (fixture_open(&whole, &all, &(fixture_options){shared, row->method, .threads = threads})) {
            cnl_data sums = gradients_of(&whole, 0, BATCH, cotangent);
            if (threads == 1) {
                first = sums;
            } else {
                CHECK_BITS(sums.P, first.P, 1, whole.stored.P_length);
                CHECK_BITS(sums.c, first.c, 1, all.n);
                CHECK_BITS(sums.A, first.A, 1, whole.stored.A_length);
                CHECK_BITS(sums.b, first.b, 1, all.m);
                stored_free_data(&sums);
            }
        }
        fixture_close(&whole);
    }
    stored_free_data(&first);
    free(cotangent);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(neither_place_nor_batch_size_matter, cases);
    RUN_CASES(the_largest_batch_does_not_matter, cases);
    RUN_CASES(threads_do_not_matter, cases);
    RUN_CASES(solving_again_gives_the_same, cases);
    RUN_CASES(shared_data_are_repeated_data, cases);
    RUN_CASES(gradients_depend_on_the_problem_alone, cases);
    RUN_CASES(sums_of_gradients_do_not_depend_on_threads, cases);
    return check_report();
}

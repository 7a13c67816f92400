/* A batch in which every tenth problem has no solution: those get their outcomes, the others are bitwise the same as
   without them. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

enum { BATCH = 203, STEP = 10 };

typedef enum kind { INFEASIBLE, UNBOUNDED, NOT_A_NUMBER, INFINITE, HUGE_NUMBERS, NO_ROWS, NO_ZEROS, KINDS } kind;

static const char *const kind_words[] = {"infeasible", "unbounded",      "NaN", "infinity", "1e300",
                                         "A = 0",      "A without zeros"};

typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    cnl_method method;
    uint64_t seed;
    double density; /* of A */
} test_case;

static const test_case cases[] = {
    {10, {0, 10, 0, NULL}, CNL_METHOD_AUTO, 1, 1},
    {10, {0, 10, 0, NULL}, CNL_METHOD_DUAL, 2, 1},
    {10, {2, 13, 0, NULL}, CNL_METHOD_PRIMAL, 3, 1},
    {10, {2, 13, 0, NULL}, CNL_METHOD_SPARSE, 4, 1},
    {9, {2, 5, 2, SIZES(3, 4)}, CNL_METHOD_PRIMAL, 5, 1},
    {9, {2, 5, 2, SIZES(3, 4)}, CNL_METHOD_SPARSE, 6, 1},
    {24, {0, 24, 0, NULL}, CNL_METHOD_AUTO, 7, 1},
    {7, {2, 60, 0, NULL}, CNL_METHOD_AUTO, 8, 1},
    {10, {1, 9, 2, SIZES(4, 13)}, CNL_METHOD_PRIMAL, 9, 0.1},
};

static programs make_programs(const test_case *row)
{
    check_seed(row->seed);
    known_recipe recipe = {
        .batch = BATCH, .n = row->n, .cones = row->cones, .rank = row->n, .density = row->density, .seed = row->seed};
    return known_programs(&recipe);
}

static void spoil(programs *all, int64_t i, kind how, uint64_t seed)
{
    int64_t n = all->n;
    int64_t m = all->m;
    if (how == INFEASIBLE) make_primal_infeasible(all, i, seed);
    if (how == UNBOUNDED) make_unbounded(all, i, seed);
    if (how == NOT_A_NUMBER) programs_A(all, i)[(i * 7) % (m * n)] = NAN;
    if (how == INFINITE) programs_b(all, i)[i % m] = INFINITY;
    if (how == HUGE_NUMBERS) {
        for (int64_t k = 0; k < n; k++) programs_c(all, i)[k] *= 1e300;
        for (int64_t k = 0; k < m * n; k++) programs_A(all, i)[k] *= 1e-300;
    }
    if (how == NO_ROWS) {
        for (int64_t k = 0; k < m * n; k++) programs_A(all, i)[k] = 0;
    }
    if (how == NO_ZEROS) {
        for (int64_t k = 0; k < m * n; k++) programs_A(all, i)[k] += 1e-3 * (double)(k % 7 + 1);
    }
}

/* The outcome that the spoilt problem must have; for numbers beyond sense any will do but solved. */
static void check_outcome(const fixture *got, int64_t i, kind how)
{
    if (how == INFEASIBLE) check_primal_infeasible(got, i);
    if (how == UNBOUNDED) check_dual_infeasible(got, i);
    if (how == NOT_A_NUMBER || how == INFINITE) CHECK_INT(got->answers.status[i], CNL_INVALID_DATA);
}

static void neighbours_do_not_notice(const test_case *row)
{
    programs healthy = make_programs(row);
    for (kind how = 0; how < KINDS; how++) {
        programs mixed = make_programs(row);
        for (int64_t i = 3; i < BATCH; i += STEP) spoil(&mixed, i, how, row->seed);
        programs rest = programs_without(&healthy, STEP, 3);
        check_note("every tenth %s, %s", kind_words[how], method_word(row->method));

        fixture among;
        fixture without;
        bool both = fixture_solve(&among, &mixed, &(fixture_options){.method = row->method});
        both = fixture_solve(&without, &rest, &(fixture_options){.method = row->method}) && both;
        int64_t next = 0;
        for (int64_t i = 0; both && i < BATCH; i++) {
            if (i % STEP == 3) {
                check_outcome(&among, i, how);
            } else {
                check_same_answers(&among.answers, i, &without.answers, next++, 1);
            }
        }
        if (both) check_all_solved(&without, 1e-8);
        fixture_close(&among);
        fixture_close(&without);
        programs_free(&mixed);
        programs_free(&rest);
    }
    programs_free(&healthy);
}

/* Every problem alone, NaN and all, has the outcome and the bits that it has in the batch. */
static void each_problem_of_a_mixed_batch_alone_is_the_same(const test_case *row)
{
    programs mixed = make_programs(row);
    for (int64_t i = 0; i < BATCH; i += 3) spoil(&mixed, i, (kind)(i / 3 % KINDS), row->seed);
    fixture whole;
    if (fixture_solve(&whole, &mixed, &(fixture_options){.method = row->method})) {
        answers alone = answers_create(1, mixed.n, mixed.m);
        for (int64_t i = 0; i < BATCH; i++) {
            check_note("problem %lld", (long long)i);
            cnl_data data = whole.stored.data;
            data.P += i * data.P_stride;
            data.c += i * data.c_stride;
            data.A += i * data.A_stride;
            data.b += i * data.b_stride;
            CHECK_OK(cnl_solve(whole.solver, 1, &data, &alone.view));
            CHECK_INT(alone.status[0], whole.answers.status[i]);
            if (whole.answers.status[i] != CNL_INVALID_DATA) check_same_answers(&alone, 0, &whole.answers, i, 1);
        }
        answers_free(&alone);
    }
    fixture_close(&whole);
    programs_free(&mixed);
}

/* Gradients: 0 for a problem without a solution, and the same as without it for the others. */
static void gradients_of_neighbours_do_not_notice(const test_case *row)
{
    programs healthy = make_programs(row);
    programs mixed = make_programs(row);
    for (int64_t i = 3; i < BATCH; i += STEP) spoil(&mixed, i, (kind)(i / STEP % (INFINITE + 1)), row->seed);
    const programs *both[] = {&healthy, &mixed};
    fixture got[2];
    cnl_data gradient[2];
    int32_t *info = integers_create(BATCH);
    double *ones = numbers_create((int64_t)BATCH * (healthy.n + healthy.m));
    for (int64_t k = 0; k < (int64_t)BATCH * (healthy.n + healthy.m); k++) ones[k] = 1;
    bool solved = true;
    for (int k = 0; k < 2; k++) {
        solved = fixture_solve(&got[k], both[k], &(fixture_options){.method = row->method}) && solved;
        gradient[k] = stored_zeros(&got[k].stored);
        cnl_gradient to = {(double *)gradient[k].P, (double *)gradient[k].c, (double *)gradient[k].A,
                           (double *)gradient[k].b, info};
        if (solved)
            CHECK_OK(cnl_vjp(got[k].solver, BATCH, &got[k].stored.data, &(cnl_cotangent){ones, ones, ones}, &to));
    }
    int64_t n = healthy.n;
    int64_t m = healthy.m;
    double *zeros = numbers_create(m * n + n * n);
    for (int64_t i = 0; solved && i < BATCH; i++) {
        bool spoilt = i % STEP == 3;
        check_note("problem %lld, %s", (long long)i, method_word(row->method));
        CHECK_INT(info[i] == CNL_DERIVATIVE_NONE, spoilt);
        if (spoilt) {
            CHECK_ARRAY(gradient[1].P + i * n * n, zeros, 1, n * n, 0);
            CHECK_ARRAY(gradient[1].c + i * n, zeros, 1, n, 0);
            CHECK_ARRAY(gradient[1].A + i * m * n, zeros, 1, m * n, 0);
            CHECK_ARRAY(gradient[1].b + i * m, zeros, 1, m, 0);
        } else {
            CHECK_BITS(gradient[1].P + i * n * n, gradient[0].P + i * n * n, 1, n * n);
            CHECK_BITS(gradient[1].c + i * n, gradient[0].c + i * n, 1, n);
            CHECK_BITS(gradient[1].A + i * m * n, gradient[0].A + i * m * n, 1, m * n);
            CHECK_BITS(gradient[1].b + i * m, gradient[0].b + i * m, 1, m);
        }
    }
    for (int k = 0; k < 2; k++) {
        stored_free_data(&gradient[k]);
        fixture_close(&got[k]);
    }
    free(info);
    free(ones);
    free(zeros);
    programs_free(&healthy);
    programs_free(&mixed);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(neighbours_do_not_notice, cases);
    RUN_CASES(each_problem_of_a_mixed_batch_alone_is_the_same, cases);
    RUN_CASES(gradients_of_neighbours_do_not_notice, cases);
    return check_report();
}

/* The derivatives from the factors that a solve has kept are those that start from the data again: gradients, changes
   and what is said about them, for regular problems and beside singular and unsolved ones. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "gradients.h"
#include "sensitivity.h"

enum { BATCH = 21 };

typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {10, {0, 10, 0, NULL}, 1}, {12, {2, 14, 0, NULL}, 2},  {9, {4, 0, 0, NULL}, 3},    {20, {0, 24, 0, NULL}, 4},
    {24, {3, 30, 0, NULL}, 5}, {30, {0, 21, 0, NULL}, 6},  {6, {0, 40, 0, NULL}, 7},   {50, {0, 50, 0, NULL}, 8},
    {38, {3, 30, 0, NULL}, 9}, {45, {0, 44, 0, NULL}, 10}, {61, {1, 60, 0, NULL}, 11}, {34, {3, 57, 0, NULL}, 12},
    {5, {0, 4, 0, NULL}, 13},  {40, {34, 6, 0, NULL}, 14}, {60, {52, 8, 0, NULL}, 15},
};

/* With room for so many problems a device gives them to threads. */
enum { MANY = 1 << 15 };

static const test_case many_cases[] = {
    {10, {0, 10, 0, NULL}, 21}, {10, {3, 7, 0, NULL}, 22}, {9, {4, 0, 0, NULL}, 23},
    {8, {0, 5, 0, NULL}, 24},   {4, {1, 9, 0, NULL}, 25},  {1, {0, 2, 0, NULL}, 26},
};

static const test_case singular_cases[] = {{10, {0, 10, 0, NULL}, 31}, {6, {2, 4, 0, NULL}, 32}};

/* An inactive row of problem i comes to touch the solution, with a multiplier of 0 still. */
static void make_degenerate(programs *all, int64_t i)
{
    for (int32_t k = all->cones.z; k < all->m; k++) {
        double *slack = all->s + i * all->m + k;
        if (*slack == 0) continue;
        programs_b(all, i)[k] -= *slack;
        *slack = 0;
        return;
    }
}

/* No inequality of problem i is active. */
static void make_loose(programs *all, int64_t i)
{
    for (int32_t k = all->cones.z; k < all->m; k++) programs_b(all, i)[k] += 1e3;
}

/* Regular problems; every sixth without strict complementarity, every fifth with a row twice, which is singular where
   that row is active; one infeasible; one with a NaN; one whose inequalities do not matter. */
static programs make_programs(const test_case *row)
{
    check_seed(row->seed);
    known_recipe recipe = {
        .batch = BATCH, .n = row->n, .cones = row->cones, .rank = row->n, .density = 1, .seed = row->seed};
    programs all = regular_programs(&recipe, 1e-3);
    int64_t n = row->n;
    for (int64_t i = 0; i < BATCH && row->cones.l > 1; i += 5) {
        double *rows = programs_A(&all, i) + row->cones.z * n;
        double *bounds = programs_b(&all, i) + row->cones.z;
        memcpy(rows + n, rows, sizeof(double) * (size_t)n);
        bounds[1] = bounds[0];
    }
    for (int64_t i = 4; i < BATCH; i += 6) make_degenerate(&all, i);
    if (row->cones.l > 1) make_primal_infeasible(&all, 3, row->seed);
    programs_c(&all, 12)[0] = NAN;
    make_loose(&all, 13);
    return all;
}

static void check_kept_factors(const test_case *row, int64_t max_batch)
{
    programs all = make_programs(row);
    gradients kept;
    gradients anew;
    fixture_options options = {.method = CNL_METHOD_DUAL, .max_batch = max_batch};
    bool both = gradients_open(&kept, &all, &options, row->seed);
    options.forget_factors = true;
    both = gradients_open(&anew, &all, &options, row->seed) && both;
    if (both && gradients_vjp(&kept) && gradients_vjp(&anew) && gradients_jvp(&kept) && gradients_jvp(&anew)) {
        check_same_answers(&kept.fixture.answers, 0, &anew.fixture.answers, 0, BATCH);
        check_same_derivatives(&kept, &anew, 1e-9);
        CHECK_INT(kept.info[12], CNL_DERIVATIVE_NONE);
        /* An interior point ends with s and y alike there; exchanges (dual_pivoting.h) with one of them 0. */
        bool is_alike = row->cones.l > 1 && max_batch > 0;
        if (is_alike) CHECK(kept.info[4] != CNL_DERIVATIVE_EXACT && kept.info[4] != CNL_DERIVATIVE_NONE);
    }
    gradients_close(&kept);
    gradients_close(&anew);
    programs_free(&all);
}

/* Adds the products of two arrays' numbers to *sum, and their sizes to *size. */
static void add_product(const double *left, const double *right, int64_t count, double *sum, double *size)
{
    for (int64_t k = 0; k < count; k++) {
        *sum += left[k] * right[k];
        *size += fabs(left[k] * right[k]);
    }
}

/* <gradient, change> is <cotangents, change of the solution>, which the defining system gives, solved densely. */
static void check_by_the_book(const gradients *got, int64_t i)
{
    const answers *found = &got->fixture.answers;
    int64_t n = found->n;
    int64_t m = found->m;
    problem given = {&got->fixture.stored.structure, &got->fixture.stored.data, i};
    double *changes = numbers_create(n + 2 * m);
    double *dx = changes;
    double *dy = changes + n;
    double *ds = changes + n + m;
    CHECK(reference_jvp(&given, &got->change, found->x + i * n, found->y + i * m, found->s + i * m, dx, dy, ds));
    double of_data = 0, of_solution = 0, size = 0;
    add_product(got->gradient.P + i * n * n, got->change.P + i * n * n, n * n, &of_data, &size);
    add_product(got->gradient.c + i * n, got->change.c + i * n, n, &of_data, &size);
    add_product(got->gradient.A + i * m * n, got->change.A + i * m * n, m * n, &of_data, &size);
    add_product(got->gradient.b + i * m, got->change.b + i * m, m, &of_data, &size);
    add_product(got->dx + i * n, dx, n, &of_solution, &size);
    add_product(got->dy + i * m, dy, m, &of_solution, &size);
    add_product(got->ds + i * m, ds, m, &of_solution, &size);
    CHECK_NEAR(of_data, of_solution, 1e-10 * size);
    free(changes);
}

static void gradients_are_the_adjoints_of_the_defining_system(const test_case *row)
{
    check_seed(row->seed);
    known_recipe recipe = {
        .batch = BATCH, .n = row->n, .cones = row->cones, .rank = row->n, .density = 1, .seed = row->seed};
    programs all = regular_programs(&recipe, 0.03);
    gradients got;
    fixture_options options = {.method = CNL_METHOD_DUAL, .eps = 1e-12, .max_batch = MANY};
    if (gradients_open(&got, &all, &options, row->seed) && gradients_vjp(&got)) {
        for (int64_t i = 0; i < BATCH; i++) {
            check_note("problem %lld", (long long)i);
            CHECK_INT(got.info[i], CNL_DERIVATIVE_EXACT);
            check_by_the_book(&got, i);
        }
    }
    gradients_close(&got);
    programs_free(&all);
}

/* Where P's factor has lost too much, derivatives start from the data again, by the very kernels that they have without
   kept factors: the same bits. */
static void nearly_singular_P_is_not_kept(const test_case *row)
{
    check_seed(row->seed);
    known_recipe recipe = {.batch = BATCH, .n = row->n, .cones = row->cones, .rank = row->n - 1, .ridge = 1e-9};
    recipe.density = 1;
    recipe.seed = row->seed;
    programs all = known_programs(&recipe);
    gradients kept;
    gradients anew;
    fixture_options options = {.method = CNL_METHOD_DUAL, .max_batch = MANY};
    bool both = gradients_open(&kept, &all, &options, row->seed);
    options.forget_factors = true;
    both = gradients_open(&anew, &all, &options, row->seed) && both;
    if (both && gradients_vjp(&kept) && gradients_vjp(&anew)) {
        for (int64_t i = 0; i < BATCH; i++) CHECK_INT(kept.fixture.answers.status[i], CNL_SOLVED);
        CHECK_BITS(kept.gradient.c, anew.gradient.c, BATCH, row->n);
    }
    gradients_close(&kept);
    gradients_close(&anew);
    programs_free(&all);
}

/* A smaller batch after a larger one finds nothing of it: the first problems again, and then only some of them. */
static void check_a_second_solve(const test_case *row, int64_t max_batch)
{
    programs all = make_programs(row);
    gradients got;
    fixture_options options = {.method = CNL_METHOD_DUAL, .max_batch = max_batch};
    if (gradients_open(&got, &all, &options, row->seed) && gradients_vjp(&got)) {
        int64_t n = row->n;
        double *before = numbers_create(BATCH * n);
        memcpy(before, got.gradient.c, sizeof(double) * (size_t)(BATCH * n));
        cnl_data later = got.fixture.stored.data;
        later.P += 9 * later.P_stride;
        later.c += 9 * later.c_stride;
        later.A += 9 * later.A_stride;
        later.b += 9 * later.b_stride;
        cnl_solver *solver = got.fixture.solver;
        cnl_cotangent cotangent = {got.dx + 9 * n, got.dy + 9 * all.m, got.ds + 9 * all.m};
        CHECK_OK(cnl_solve(solver, BATCH - 9, &later, &got.fixture.answers.view));
        CHECK_OK(cnl_vjp(solver, BATCH - 9, &later, &cotangent, &(cnl_gradient){.dc = (double *)got.gradient.c}));
        CHECK_BITS(got.gradient.c, before + 9 * n, BATCH - 9, n);
        free(before);
    }
    gradients_close(&got);
    programs_free(&all);
}

static void kept_factors_give_the_same_derivatives(const test_case *row) { check_kept_factors(row, 0); }
static void those_of_many_problems_too(const test_case *row) { check_kept_factors(row, MANY); }
static void a_second_solve_replaces_what_was_kept(const test_case *row) { check_a_second_solve(row, 0); }
static void among_many_problems_too(const test_case *row) { check_a_second_solve(row, MANY); }

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(kept_factors_give_the_same_derivatives, cases);
    RUN_CASES(those_of_many_problems_too, many_cases);
    RUN_CASES(nearly_singular_P_is_not_kept, singular_cases);
    RUN_CASES(gradients_are_the_adjoints_of_the_defining_system, many_cases);
    RUN_CASES(a_second_solve_replaces_what_was_kept, cases);
    RUN_CASES(among_many_problems_too, many_cases);
    return check_report();
}

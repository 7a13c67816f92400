/* Adjoints of calls on floats, after a solve in floats, against those of a solver of doubles for the same numbers: on a
   device whose doubles are slow they are computed in floats too. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"
#include "floats.h"

enum { GIVEN = 3, GRADIENTS = 4 };

typedef struct test_case {
    const char *name;
    int64_t batch;
    int32_t n;
    cnl_cones cones;
    bool optnet;      /* its P is ill-conditioned: 1e4 to 1e5 */
    bool shared;      /* A and b, whose gradients are sums over the batch */
    double tolerance; /* of each problem's gradients, as a share of their largest number */
    uint64_t seed;
} test_case;

/* With more rows than variables a solve ends as an interior point does, short of the solution by what eps allows. The
   recipes' problems are strictly complementary; of OptNet's, these are. */
static const test_case cases[] = {
    {"n = 10", 21, 10, {0, 10, 0, NULL}, false, false, 1e-5, 1},
    {"equalities", 9, 24, {2, 23, 0, NULL}, false, false, 1e-5, 2},
    {"fewer rows", 9, 33, {1, 10, 0, NULL}, false, false, 1e-5, 3},
    {"more rows", 9, 12, {0, 20, 0, NULL}, false, false, 1e-4, 4},
    {"n = 50", 5, 50, {5, 45, 0, NULL}, false, false, 1e-5, 5},
    {"n = 64", 3, 64, {0, 60, 0, NULL}, false, false, 1e-5, 6},
    {"OptNet, n = 10", 60, 10, {0, 10, 0, NULL}, true, false, 1e-4, 16},
    {"OptNet, n = 32", 12, 32, {0, 32, 0, NULL}, true, false, 1e-4, 8},
    {"OptNet, n = 40", 5, 40, {0, 40, 0, NULL}, true, false, 1e-4, 9},
    {"shared", 24, 11, {1, 9, 0, NULL}, false, true, 1e-5, 10},
};

static programs make_programs(const test_case *row)
{
    check_seed(row->seed);
    check_note("%s", row->name);
    known_recipe recipe = {.batch = row->batch,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->n,
                           .ridge = 1,
                           .density = 1,
                           .seed = row->seed};
    programs all = row->optnet ? optnet_programs(row->batch, row->n, row->cones.l, row->seed) : known_programs(&recipe);
    size_t of_A = (size_t)all.m * (size_t)all.n * sizeof *all.A;
    for (int64_t i = 1; row->shared && i < all.batch; i++) { /* the first one's, feasible as c alone differs then */
        memcpy(programs_A(&all, i), all.A, of_A);
        memcpy(programs_b(&all, i), all.b, (size_t)all.m * sizeof *all.b);
    }
    programs_round(&all);
    return all;
}

/* Sizes of arrays: cotangents of x, y, s, and gradients of P, c, A, b. */
typedef struct counts {
    int64_t given[GIVEN];
    int64_t gradients[GRADIENTS];
    int64_t problems[GRADIENTS]; /* as many rows */
} counts;

static counts counts_of(const test_case *row, const programs *all)
{
    int64_t n = all->n;
    int64_t m = all->m;
    int64_t own = all->batch;
    int64_t common = row->shared ? 1 : own;
    return (counts){{n, m, m}, {n * n, n, m * n, m}, {own, own, common, common}};
}

/* Gradients of both kinds by the same calls. */
typedef struct adjoints {
    counts size;
    double *given[GIVEN], *expected[GRADIENTS];
    float *float_given[GIVEN], *got[GRADIENTS];
    int32_t *info, *expected_info;
} adjoints;

static adjoints adjoints_create(const test_case *row, const programs *all)
{
    adjoints v = {.size = counts_of(row, all)};
    dice random = dice_begin(row->seed, 0);
    for (int k = 0; k < GIVEN; k++) {
        int64_t count = v.size.given[k] * all->batch;
        v.given[k] = numbers_create(count);
        for (int64_t e = 0; e < count; e++) v.given[k][e] = dice_normal(&random);
        round_numbers(v.given[k], count);
        v.float_given[k] = narrowed(v.given[k], count);
    }
    for (int k = 0; k < GRADIENTS; k++) {
        int64_t count = v.size.gradients[k] * v.size.problems[k];
        v.expected[k] = numbers_create(count);
        v.got[k] = floats_create(count);
    }
    v.info = integers_create(all->batch);
    v.expected_info = integers_create(all->batch);
    return v;
}

static void adjoints_free(adjoints *v)
{
    for (int k = 0; k < GIVEN; k++) free(v->given[k]);
    for (int k = 0; k < GIVEN; k++) free(v->float_given[k]);
    for (int k = 0; k < GRADIENTS; k++) free(v->expected[k]);
    for (int k = 0; k < GRADIENTS; k++) free(v->got[k]);
    free(v->info);
    free(v->expected_info);
}

static cnl_solver *solver_for(const cnl_context *context, const programs *all, double eps, bool of_floats)
{
    cnl_structure structure = programs_structure(all);
    cnl_settings settings = cnl_settings_default();
    settings.method = CNL_METHOD_DUAL;
    settings.eps_abs = settings.eps_rel = eps;
    settings.f32 = of_floats;
    cnl_solver *solver = NULL;
    CHECK_OK(cnl_solver_create(context, &structure, &settings, all->batch, &solver, NULL));
    return solver;
}

static void by_doubles(const cnl_context *context, const programs *all, const cnl_data *data, const adjoints *v)
{
    cnl_solver *solver = solver_for(context, all, 1e-10, false);
    answers found = answers_create(all->batch, all->n, all->m);
    CHECK_OK(cnl_solve(solver, all->batch, data, &found.view));
    CHECK_OK(cnl_vjp(
        solver, all->batch, data, &(cnl_cotangent){v->given[0], v->given[1], v->given[2]},
        &(cnl_gradient){v->expected[0], v->expected[1], v->expected[2], v->expected[3], .info = v->expected_info}));
    answers_free(&found);
    cnl_solver_destroy(solver);
}

static void by_floats(const cnl_context *context, const programs *all, const cnl_data_f32 *data, const adjoints *v)
{
    cnl_solver *solver = solver_for(context, all, 1e-8, true);
    float_answers found = float_answers_create(all->batch, all->n, all->m);
    CHECK_OK(cnl_solve_f32(solver, all->batch, data, &found.view));
    CHECK_OK(cnl_vjp_f32(solver, all->batch, data,
                         &(cnl_cotangent_f32){v->float_given[0], v->float_given[1], v->float_given[2]},
                         &(cnl_gradient_f32){v->got[0], v->got[1], v->got[2], v->got[3], .info = v->info}));
    float_answers_free(&found);
    cnl_solver_destroy(solver);
}

/* Both, and how they compare. */
static void compare(const test_case *row, const programs *all, adjoints *v)
{
    static const char *const names[GRADIENTS] = {"dP", "dc", "dA", "db"};
    cnl_context *context = NULL;
    CHECK_OK(cnl_context_create(&(cnl_context_options){.threads = 1}, &context, NULL));
    float_data floats = float_data_create(all);
    cnl_data data = programs_data(all);
    if (row->shared) data.A_stride = data.b_stride = floats.view.A_stride = floats.view.b_stride = 0;
    by_doubles(context, all, &data, v);
    by_floats(context, all, &floats.view, v);
    for (int k = 0; k < GRADIENTS; k++) {
        int64_t count = v->size.gradients[k] * v->size.problems[k];
        float *rounded = narrowed(v->expected[k], count);
        check_close_floats(names[k], v->got[k], rounded, v->size.problems[k], v->size.gradients[k], row->tolerance);
        free(rounded);
    }
    for (int64_t i = 0; i < all->batch; i++) CHECK_INT(v->info[i], v->expected_info[i]);
    float_data_free(&floats);
    cnl_context_destroy(context);
}

static void gradients_are_those_of_doubles(const test_case *row)
{
    programs all = make_programs(row);
    adjoints v = adjoints_create(row, &all);
    compare(row, &all, &v);
    adjoints_free(&v);
    programs_free(&all);
}

/* A problem without a solution among others: its gradients are 0, and theirs are as ever. */
static void problems_without_a_solution_have_none(void)
{
    const test_case row = {"infeasible", 9, 10, {0, 12, 0, NULL}, false, false, 1e-5, 11};
    programs all = make_programs(&row);
    make_primal_infeasible(&all, 4, 12);
    programs_c(&all, 7)[0] = NAN;
    programs_round(&all);
    adjoints v = adjoints_create(&row, &all);
    compare(&row, &all, &v);
    const int64_t unsolved[] = {4, 7};
    for (int k = 0; k < 2; k++) {
        CHECK_INT(v.info[unsolved[k]], CNL_DERIVATIVE_NONE);
        const float *dP = v.got[0] + unsolved[k] * all.n * all.n;
        for (int e = 0; e < all.n * all.n; e++) CHECK(dP[e] == 0);
    }
    adjoints_free(&v);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(gradients_are_those_of_doubles, cases);
    RUN(problems_without_a_solution_have_none);
    return check_report();
}

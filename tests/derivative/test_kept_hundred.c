/* Derivatives of dense problems of about a hundred rows and variables from what the solve has kept, on a device by a
   thread block with a pivot warp (test_hundred.c): those that start from the data, whatever of the batch nothing could
   be kept of, and of the last solve alone. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "gradients.h"

typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    uint64_t seed;
} test_case;

static const test_case cases[] = {{67, {.z = 1, .l = 70}, 21}, {80, {.l = 80}, 22}, {100, {.z = 4, .l = 90}, 23}};

static known_recipe recipe_of(const test_case *row, int64_t batch)
{
    check_seed(row->seed);
    known_recipe recipe = {.batch = batch,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->n,
                           .ridge = 0.1,
                           .density = 1,
                           .seed = row->seed};
    return recipe;
}

/* Problems of which nothing can be kept: all active rows of one twice over, one that is infeasible, one with a NaN, one
   whose P is nearly singular; plain ones between them. */
enum { TWICE = 1, INFEASIBLE, INVALID, NEARLY_SINGULAR, MIXED_BATCH = 6, BATCH = 3 };

static programs make_mixed_programs(const test_case *row)
{
    known_recipe recipe = recipe_of(row, MIXED_BATCH);
    programs all = known_programs(&recipe);
    recipe.rank = row->n - 2;
    recipe.ridge = 1e-9;
    programs flat = known_programs(&recipe);
    programs_copy(&all, NEARLY_SINGULAR, &flat, NEARLY_SINGULAR);
    programs_free(&flat);
    int32_t half = row->cones.l / 2;
    double *rows = programs_A(&all, TWICE) + row->cones.z * row->n;
    double *bounds = programs_b(&all, TWICE) + row->cones.z;
    memcpy(rows + half * row->n, rows, sizeof(double) * (size_t)(half * row->n));
    memcpy(bounds + half, bounds, sizeof(double) * (size_t)half);
    make_primal_infeasible(&all, INFEASIBLE, row->seed);
    programs_c(&all, INVALID)[0] = NAN;
    return all;
}

/* What starts from the solve's factors, where there are any, is what starts from the data. */
static void kept_factors_give_the_same_derivatives(const test_case *row)
{
    programs all = make_mixed_programs(row);
    gradients kept;
    gradients anew;
    fixture_options options = {.method = CNL_METHOD_DUAL};
    bool both = gradients_open(&kept, &all, &options, row->seed);
    options.forget_factors = true;
    both = gradients_open(&anew, &all, &options, row->seed) && both;
    if (both && gradients_vjp(&kept) && gradients_vjp(&anew) && gradients_jvp(&kept) && gradients_jvp(&anew)) {
        check_same_answers(&kept.fixture.answers, 0, &anew.fixture.answers, 0, MIXED_BATCH);
        check_same_derivatives(&kept, &anew, 1e-9);
        CHECK_INT(kept.info[0], CNL_DERIVATIVE_EXACT);
        CHECK_INT(kept.info[TWICE], CNL_DERIVATIVE_LEAST_SQUARES);
        CHECK_INT(kept.info[INFEASIBLE], CNL_DERIVATIVE_NONE);
        CHECK_INT(kept.info[INVALID], CNL_DERIVATIVE_NONE);
        CHECK_INT(kept.info[NEARLY_SINGULAR], CNL_DERIVATIVE_EXACT);
    }
    gradients_close(&kept);
    gradients_close(&anew);
    programs_free(&all);
}

/* A solve that ends early leaves problems almost solved, with derivatives but without anything that was kept. */
static void almost_solved_problems_have_the_same_derivatives(const test_case *row)
{
    known_recipe recipe = recipe_of(row, BATCH);
    programs all = known_programs(&recipe);
    int almost = 0;
    for (int32_t iterations = 5; iterations <= 8; iterations++) {
        gradients kept;
        gradients anew;
        fixture_options options = {.method = CNL_METHOD_DUAL, .eps = 1e-12, .max_iterations = iterations};
        bool both = gradients_open(&kept, &all, &options, row->seed);
        options.forget_factors = true;
        both = gradients_open(&anew, &all, &options, row->seed) && both;
        if (both && gradients_vjp(&kept) && gradients_vjp(&anew) && gradients_jvp(&kept) && gradients_jvp(&anew)) {
            check_same_derivatives(&kept, &anew, 1e-9);
            for (int64_t i = 0; i < BATCH; i++) almost += kept.fixture.answers.status[i] == CNL_ALMOST_SOLVED;
        }
        gradients_close(&kept);
        gradients_close(&anew);
    }
    CHECK_THAT(almost > 0, "no problem is almost solved");
    programs_free(&all);
}

/* After a smaller batch of problems that were elsewhere: the same bits as from the solve before. */
static void derivatives_are_those_of_the_last_solve(const test_case *row)
{
    known_recipe recipe = recipe_of(row, BATCH);
    programs all = known_programs(&recipe);
    gradients before;
    gradients after;
    fixture_options options = {.method = CNL_METHOD_DUAL};
    bool both = gradients_open(&before, &all, &options, row->seed);
    both = gradients_open(&after, &all, &options, row->seed) && both;
    if (both && gradients_vjp(&before)) {
        int64_t n = all.n;
        int64_t m = all.m;
        const cnl_data *first = &before.gradient;
        cnl_data later = after.fixture.stored.data;
        later.P += later.P_stride;
        later.c += later.c_stride;
        later.A += later.A_stride;
        later.b += later.b_stride;
        cnl_cotangent from = {after.dx + n, after.dy + m, after.ds + m};
        cnl_gradient to = {(double *)after.gradient.P, (double *)after.gradient.c, (double *)after.gradient.A,
                           (double *)after.gradient.b, after.info};
        CHECK_OK(cnl_solve(after.fixture.solver, BATCH - 1, &later, &after.fixture.answers.view));
        CHECK_OK(cnl_vjp(after.fixture.solver, BATCH - 1, &later, &from, &to));
        CHECK_BITS(to.dP, first->P + n * n, BATCH - 1, n * n);
        CHECK_BITS(to.dc, first->c + n, BATCH - 1, n);
        CHECK_BITS(to.dA, first->A + m * n, BATCH - 1, m * n);
        CHECK_BITS(to.db, first->b + m, BATCH - 1, m);
    }
    gradients_close(&before);
    gradients_close(&after);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    const test_case one[] = {cases[0]};
    check_arguments(argc, argv);
    RUN_CASES(kept_factors_give_the_same_derivatives, cases);
    RUN_CASES(almost_solved_problems_have_the_same_derivatives, one);
    RUN_CASES(derivatives_are_those_of_the_last_solve, cases);
    return check_report();
}

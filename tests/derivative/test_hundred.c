/* Derivatives of dense problems of about a hundred rows and variables: on a device a thread block with a pivot warp has
   them. Small batches, for a simulated device takes its time. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "dense.h"
#include "gradients.h"
#include "matrix.h"
#include "sensitivity.h"

typedef struct test_case {
    int32_t n;
    cnl_cones cones;
    uint64_t seed;
} test_case;

/* On both sides of the instances' sizes; equality rows; few rows, few variables; many active rows. */
static const test_case cases[] = {
    {66, {.l = 70}, 1},          {80, {.z = 5, .l = 60}, 2},  {81, {.l = 81}, 3},
    {104, {.z = 8, .l = 96}, 4}, {30, {.z = 2, .l = 71}, 5},  {90, {.l = 1}, 6},
    {12, {.z = 3, .l = 101}, 7}, {78, {.z = 60, .l = 15}, 8}, {97, {.z = 70, .l = 20}, 9}};

enum { BATCH = 3 };

static programs make_programs(const test_case *row)
{
    check_seed(row->seed);
    known_recipe recipe = {.batch = BATCH,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->n,
                           .ridge = 0.1,
                           .density = 1,
                           .seed = row->seed};
    return known_programs(&recipe);
}

/* What jvp wrote for problem i against a dense solve of the system that derivative.h defines. */
static void check_defining_system(const gradients *got, int64_t i)
{
    const answers *found = &got->fixture.answers;
    int64_t n = found->n;
    int64_t m = found->m;
    double *dx = numbers_create(n);
    double *dy = numbers_create(m);
    double *ds = numbers_create(m);
    problem given = {&got->fixture.stored.structure, &got->fixture.stored.data, i};
    CHECK(reference_jvp(&given, &got->change, found->x + i * n, found->y + i * m, found->s + i * m, dx, dy, ds));
    double size = fmax(norm_inf(dx, n), fmax(norm_inf(dy, m), norm_inf(ds, m)));
    CHECK_ARRAY(got->x_change + i * n, dx, 1, n, 1e-8 * size);
    CHECK_ARRAY(got->y_change + i * m, dy, 1, m, 1e-8 * size);
    CHECK_ARRAY(got->s_change + i * m, ds, 1, m, 1e-8 * size);
    free(dx);
    free(dy);
    free(ds);
}

static void both_derivatives_are_right(const test_case *row)
{
    programs all = make_programs(row);
    gradients got;
    if (gradients_open(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-11}, row->seed) &&
        gradients_jvp(&got) && gradients_vjp(&got)) {
        for (int64_t i = 0; i < BATCH; i++) {
            CHECK_INT(got.info[i], CNL_DERIVATIVE_EXACT);
            check_defining_system(&got, i);
        }
        check_adjoint_identity(&got);
    }
    gradients_close(&got);
    programs_free(&all);
}

/* One P and A for all, as weights are: their gradients are sums over the batch. */
static void gradients_of_shared_data_are_sums(const test_case *row)
{
    programs all = make_programs(row);
    for (int64_t i = 1; i < BATCH; i++) {
        programs_copy(&all, i, &all, 0);
        for (int32_t k = 0; k < row->n; k++) programs_c(&all, i)[k] *= 1 + 0.01 * (double)(i + k % 3);
    }
    gradients got;
    fixture_options options = {.method = CNL_METHOD_DUAL, .layout = {.shared_P = true, .shared_A = true}};
    if (gradients_open(&got, &all, &options, row->seed) && gradients_vjp(&got) && gradients_jvp(&got))
        check_adjoint_identity(&got);
    gradients_close(&got);
    programs_free(&all);
}

/* A problem without a solution has gradients of 0, and its neighbours have theirs. */
static void a_problem_without_a_solution_has_no_derivative(const test_case *row)
{
    programs all = make_programs(row);
    make_primal_infeasible(&all, 1, row->seed);
    gradients got;
    if (gradients_open(&got, &all, &(fixture_options){.method = CNL_METHOD_DUAL, .eps = 1e-11}, row->seed) &&
        gradients_vjp(&got) && gradients_jvp(&got)) {
        const cnl_data *gradient = &got.gradient;
        CHECK_INT(got.info[1], CNL_DERIVATIVE_NONE);
        CHECK_NEAR(norm_inf(gradient->P + gradient->P_stride, gradient->P_stride), 0, 0);
        CHECK_NEAR(norm_inf(gradient->A + gradient->A_stride, gradient->A_stride), 0, 0);
        CHECK_NEAR(norm_inf(gradient->c + gradient->c_stride, gradient->c_stride), 0, 0);
        CHECK_NEAR(norm_inf(gradient->b + gradient->b_stride, gradient->b_stride), 0, 0);
        CHECK_NEAR(norm_inf(got.x_change + all.n, all.n), 0, 0);
        for (int64_t i = 0; i < BATCH; i += 2) check_defining_system(&got, i);
    }
    gradients_close(&got);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    const test_case few[] = {{68, {.z = 2, .l = 64}, 11}, {88, {.l = 100}, 12}};
    check_arguments(argc, argv);
    RUN_CASES(both_derivatives_are_right, cases);
    RUN_CASES(gradients_of_shared_data_are_sums, few);
    RUN_CASES(a_problem_without_a_solution_has_no_derivative, few);
    return check_report();
}

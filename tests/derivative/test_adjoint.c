/* vjp and jvp are exact adjoints of each other, for the numbers as stored: <vjp(g), d> = <g, jvp(d)>. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "gradients.h"
#include "sensitivity.h"

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

typedef struct test_case {
    const char *name;
    int32_t n;
    cnl_cones cones;
    int32_t rank;
    double density;
    cnl_method method;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {"inequalities", 10, {0, 10, 0, NULL}, 10, 1, CNL_METHOD_AUTO, 1},
    {"inequalities, dual", 10, {0, 12, 0, NULL}, 10, 1, CNL_METHOD_DUAL, 2},
    {"both, primal", 15, {3, 10, 0, NULL}, 15, 1, CNL_METHOD_PRIMAL, 3},
    {"both, dual", 15, {3, 10, 0, NULL}, 15, 0.6, CNL_METHOD_DUAL, 4},
    {"both, sparse", 15, {3, 10, 0, NULL}, 15, 0.4, CNL_METHOD_SPARSE, 5},
    {"only equalities", 9, {4, 0, 0, NULL}, 9, 1, CNL_METHOD_AUTO, 6},
    {"cones", 10, {0, 0, 3, SIZES(3, 4, 2)}, 10, 1, CNL_METHOD_AUTO, 7},
    {"everything", 12, {2, 4, 3, SIZES(3, 1, 4)}, 12, 1, CNL_METHOD_PRIMAL, 8},
    {"everything, sparse", 12, {2, 4, 3, SIZES(3, 1, 4)}, 12, 0.5, CNL_METHOD_SPARSE, 9},
    {"many cones", 20, {2, 4, 8, SIZES(2, 2, 3, 3, 3, 2, 4, 1)}, 20, 0.4, CNL_METHOD_AUTO, 10},
    {"linear program", 8, {2, 14, 0, NULL}, 0, 1, CNL_METHOD_AUTO, 11},
    {"linear program, sparse", 8, {2, 14, 0, NULL}, 0, 0.5, CNL_METHOD_SPARSE, 12},
    {"m >> n", 5, {0, 60, 0, NULL}, 5, 1, CNL_METHOD_AUTO, 13},
    {"no rows", 6, {0, 0, 0, NULL}, 6, 1, CNL_METHOD_AUTO, 14},
    {"large and small cones", 12, {1, 5, 3, SIZES(10, 3, 13)}, 12, 1, CNL_METHOD_PRIMAL, 15},
};

static const layout layouts[] = {
    {.P = FORM_DENSE, .A = FORM_DENSE},
    {.P = FORM_FULL, .A = FORM_FULL, .gap = 2},
    {.P = FORM_UPPER, .A = FORM_FULL},
    {.shared_P = true},
    {.P = FORM_UPPER, .A = FORM_FULL, .shared_A = true},
    {.P = FORM_UPPER, .A = FORM_FULL, .shared_P = true, .shared_c = true, .shared_b = true},
    {.shared_P = true, .shared_c = true, .shared_A = true, .shared_b = true},
};

/* What is shared is problem 0's in every problem, so that all of them have solutions. */
static void repeat_shared(programs *all, const layout *shared)
{
    bool any = shared->shared_P || shared->shared_c || shared->shared_A || shared->shared_b;
    for (int64_t i = 1; any && i < all->batch; i++) {
        programs_copy(all, i, all, 0);
        for (int32_t j = 0; j < all->n; j++) programs_c(all, i)[j] *= 1 + 0.003 * (double)(i + j % 3);
    }
}

static void the_adjoint_identity_holds(const test_case *row)
{
    known_recipe recipe = {
        .batch = 11, .n = row->n, .cones = row->cones, .rank = row->rank, .density = row->density, .seed = row->seed};
    check_seed(row->seed);
    for (size_t k = 0; k < sizeof layouts / sizeof layouts[0]; k++) {
        check_note("%s, layout %zu", row->name, k);
        programs all = regular_programs(&recipe, 1e-3);
        repeat_shared(&all, &layouts[k]);
        gradients got;
        if (gradients_open(&got, &all, &(fixture_options){.layout = layouts[k], .method = row->method}, row->seed) &&
            gradients_vjp(&got) && gradients_jvp(&got)) {
            check_adjoint_identity(&got);
        }
        gradients_close(&got);
        programs_free(&all);
    }
}

/* One kind of cotangent and one datum's change at a time: no error hides behind a larger term. */
static void each_pair_of_parts_is_adjoint(const test_case *row)
{
    known_recipe recipe = {
        .batch = 5, .n = row->n, .cones = row->cones, .rank = row->rank, .density = row->density, .seed = row->seed};
    programs all = regular_programs(&recipe, 1e-2);
    gradients got;
    check_seed(row->seed);
    if (gradients_open(&got, &all, &(fixture_options){.method = row->method}, row->seed)) {
        fixture *solved = &got.fixture;
        const cnl_data *data = &solved->stored.data;
        for (int pair = 0; pair < 12; pair++) {
            int part = pair % 3;
            int datum = pair / 3;
            cnl_cotangent from = {part == 0 ? got.dx : NULL, part == 1 ? got.dy : NULL, part == 2 ? got.ds : NULL};
            cnl_data change = got.change;
            if (datum != 0) change.P = NULL;
            if (datum != 1) change.c = NULL;
            if (datum != 2) change.A = NULL;
            if (datum != 3) change.b = NULL;
            cnl_gradient to = {(double *)got.gradient.P, (double *)got.gradient.c, (double *)got.gradient.A,
                               (double *)got.gradient.b, NULL};
            check_note("%s, cotangent %d, datum %d", row->name, part, datum);
            CHECK_OK(cnl_vjp(solved->solver, 5, data, &from, &to));
            CHECK_OK(cnl_jvp(solved->solver, 5, data, &change, got.x_change, got.y_change, got.s_change, NULL));
            const cnl_structure *structure = &solved->stored.structure;
            double by_vjp = data_product(structure, 5, &got.gradient, &change);
            const double *cotangent[] = {got.dx, got.dy, got.ds};
            const double *moved[] = {got.x_change, got.y_change, got.s_change};
            int64_t count = 5 * (int64_t)(part == 0 ? row->n : all.m);
            /* Where the derivative is 0, as that of a vertex by P is, rounding is all there is. */
            double size = norm2(cotangent[part], count) * norm2(moved[part], count);
            double rounding =
                1e-13 * norm2(cotangent[part], count) * sqrt(data_product(structure, 5, &change, &change));
            CHECK_NEAR(by_vjp, dot(cotangent[part], moved[part], count), 1e-10 * size + rounding);
        }
    }
    gradients_close(&got);
    programs_free(&all);
}

/* A change with a stride of 0 is the same change for every problem. */
static void a_shared_change_is_a_repeated_change(const test_case *row)
{
    known_recipe recipe = {
        .batch = 7, .n = row->n, .cones = row->cones, .rank = row->rank, .density = row->density, .seed = row->seed};
    programs all = regular_programs(&recipe, 1e-2);
    gradients got;
    check_seed(row->seed);
    if (gradients_open(&got, &all, &(fixture_options){.method = row->method}, row->seed)) {
        const answers *sizes = &got.fixture.answers;
        cnl_data once = got.change;
        once.P_stride = once.c_stride = once.A_stride = once.b_stride = 0;
        for (int64_t i = 1; i < 7; i++) {
            memcpy((double *)got.change.c + i * sizes->n, got.change.c, sizeof(double) * (size_t)sizes->n);
            memcpy((double *)got.change.b + i * sizes->m, got.change.b, sizeof(double) * (size_t)sizes->m);
            memcpy((double *)got.change.P + i * got.change.P_stride, got.change.P,
                   sizeof(double) * (size_t)got.change.P_stride);
            memcpy((double *)got.change.A + i * got.change.A_stride, got.change.A,
                   sizeof(double) * (size_t)got.change.A_stride);
        }
        double *x = numbers_create(7 * (int64_t)sizes->n);
        double *y = numbers_create(7 * (int64_t)sizes->m);
        double *s = numbers_create(7 * (int64_t)sizes->m);
        gradients_jvp(&got);
        CHECK_OK(cnl_jvp(got.fixture.solver, 7, &got.fixture.stored.data, &once, x, y, s, NULL));
        CHECK_BITS(x, got.x_change, 7, sizes->n);
        CHECK_BITS(y, got.y_change, 7, sizes->m);
        CHECK_BITS(s, got.s_change, 7, sizes->m);
        free(x);
        free(y);
        free(s);
    }
    gradients_close(&got);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(the_adjoint_identity_holds, cases);
    RUN_CASES(each_pair_of_parts_is_adjoint, cases);
    RUN_CASES(a_shared_change_is_a_repeated_change, cases);
    return check_report();
}

/* jvp solves the system that derivative.h defines, assembled and solved densely at the solution that was found, and is
   near the one at the solution known beforehand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "gradients.h"
#include "matrix.h"
#include "sensitivity.h"

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

typedef struct test_case {
    const char *name;
    int32_t n;
    cnl_cones cones;
    int32_t rank;
    double density;
    layout layout;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {"inequalities", 10, {0, 10, 0, NULL}, 10, 1, {0}, 1},
    {"both", 15, {3, 10, 0, NULL}, 15, 1, {0}, 2},
    {"both, P of low rank", 15, {3, 14, 0, NULL}, 10, 1, {0}, 3},
    {"both, CSC", 15, {3, 10, 0, NULL}, 15, 0.4, {.P = FORM_UPPER, .A = FORM_FULL}, 4},
    {"only equalities", 9, {4, 0, 0, NULL}, 9, 1, {0}, 5},
    {"cones", 10, {0, 0, 3, SIZES(3, 4, 2)}, 10, 1, {0}, 6},
    {"everything", 12, {2, 4, 3, SIZES(3, 1, 4)}, 12, 1, {0}, 7},
    {"everything, CSC", 12, {2, 4, 3, SIZES(3, 2, 4)}, 12, 0.5, {.P = FORM_FULL, .A = FORM_FULL}, 8},
    {"linear program", 6, {1, 14, 0, NULL}, 0, 1, {.P = FORM_ABSENT}, 9},
    {"m >> n", 5, {0, 60, 0, NULL}, 5, 1, {0}, 10},
    {"no rows", 6, {0, 0, 0, NULL}, 6, 1, {0}, 11},
};

enum { BATCH = 9 };

static const double SMALLEST = 0.03; /* singular value of the system; the errors below are allowed 1 / SMALLEST */

static programs make_programs(const test_case *row)
{
    known_recipe recipe = {.batch = BATCH,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->rank,
                           .density = row->density,
                           .seed = row->seed};
    check_seed(row->seed);
    return regular_programs(&recipe, SMALLEST);
}

/* What jvp wrote for problem i against the reference at (x, y, s), relative to the largest number of it. */
static void compare(const gradients *got, int64_t i, const double *x, const double *y, const double *s,
                    double tolerance)
{
    int64_t n = got->fixture.answers.n;
    int64_t m = got->fixture.answers.m;
    double *dx = numbers_create(n);
    double *dy = numbers_create(m);
    double *ds = numbers_create(m);
    problem given = {&got->fixture.stored.structure, &got->fixture.stored.data, i};
    CHECK(reference_jvp(&given, &got->change, x, y, s, dx, dy, ds));
    double size = fmax(norm_inf(dx, n), fmax(norm_inf(dy, m), norm_inf(ds, m)));
    CHECK_ARRAY(got->x_change + i * n, dx, 1, n, tolerance * size);
    CHECK_ARRAY(got->y_change + i * m, dy, 1, m, tolerance * size);
    CHECK_ARRAY(got->s_change + i * m, ds, 1, m, tolerance * size);
    free(dx);
    free(dy);
    free(ds);
}

static void jvp_solves_the_defining_system(const test_case *row)
{
    programs all = make_programs(row);
    for (int way = 0; way < 2 * (CNL_METHOD_SPARSE + 1); way++) {
        int method = way / 2;
        bool takes_dual = row->cones.q_count == 0 && row->rank == row->n && row->cones.z + row->cones.l > 0;
        if (method == CNL_METHOD_DUAL && !takes_dual) continue;
        gradients got;
        fixture_options options = {.layout = row->layout, .method = (cnl_method)method, .eps = 1e-12};
        options.forget_factors = way % 2 == 1;
        if (gradients_open(&got, &all, &options, row->seed) && gradients_jvp(&got)) {
            const answers *found = &got.fixture.answers;
            for (int64_t i = 0; i < BATCH; i++) {
                check_note("%s, %s, problem %lld", row->name, method_word((cnl_method)method), (long long)i);
                CHECK_INT(found->status[i], CNL_SOLVED);
                CHECK_INT(got.info[i], CNL_DERIVATIVE_EXACT);
                compare(&got, i, found->x + i * all.n, found->y + i * all.m, found->s + i * all.m, 1e-9);
                compare(&got, i, all.x + i * all.n, all.y + i * all.m, all.s + i * all.m, 1e-9);
            }
        }
        gradients_close(&got);
    }
    programs_free(&all);
}

/* At the default tolerance the derivative is as good as the solution allows. */
static void derivatives_at_the_default_tolerance_are_close(const test_case *row)
{
    programs all = make_programs(row);
    gradients exact;
    gradients loose;
    bool both = gradients_open(&exact, &all, &(fixture_options){.layout = row->layout, .eps = 1e-12}, row->seed);
    both = gradients_open(&loose, &all, &(fixture_options){.layout = row->layout}, row->seed) && both;
    if (both && gradients_vjp(&exact) && gradients_vjp(&loose)) {
        double size = fmax(norm_inf(exact.gradient.c, BATCH * all.n), 1);
        check_note("%s", row->name);
        CHECK_ARRAY(loose.gradient.c, exact.gradient.c, BATCH, all.n, 1e-5 * size);
        CHECK_ARRAY(loose.gradient.b, exact.gradient.b, BATCH, all.m, 1e-5 * size);
    }
    gradients_close(&exact);
    gradients_close(&loose);
    programs_free(&all);
}

/* A full dP is symmetric, and an upper triangle holds its off-diagonal numbers twice over. */
static void the_gradient_of_P_follows_its_storage(const test_case *row)
{
    if (row->rank == 0) return check_skip("there is no P");
    programs all = make_programs(row);
    gradients full;
    gradients upper;
    int64_t n = row->n;
    bool both = gradients_open(&full, &all, &(fixture_options){.eps = 1e-12}, row->seed);
    both =
        gradients_open(&upper, &all, &(fixture_options){.layout = {.P = FORM_UPPER}, .eps = 1e-12}, row->seed) && both;
    if (both && gradients_vjp(&full) && gradients_vjp(&upper)) {
        const cnl_pattern *pattern = &upper.fixture.stored.structure.P;
        for (int64_t i = 0; i < BATCH; i++) {
            const double *dense = full.gradient.P + i * n * n;
            double size = fmax(norm_inf(dense, n * n), 1);
            for (int64_t j = 0; j < n; j++) {
                for (int64_t k = 0; k < j; k++) CHECK_NEAR(dense[j * n + k], dense[k * n + j], 0);
                for (int32_t e = pattern->column_starts[j]; e < pattern->column_starts[j + 1]; e++) {
                    int32_t k = pattern->row_indices[e];
                    double once = upper.gradient.P[i * upper.gradient.P_stride + e] / (j == k ? 1 : 2);
                    CHECK_NEAR(once, dense[j * n + k], 1e-9 * size);
                }
            }
        }
    }
    gradients_close(&full);
    gradients_close(&upper);
    programs_free(&all);
}

/* NULL cotangents are 0, NULL gradients are skipped, and what is written is written, not added. */
static void parts_may_be_left_out(const test_case *row)
{
    programs all = make_programs(row);
    gradients got;
    check_note("%s", row->name);
    if (gradients_open(&got, &all, &(fixture_options){.layout = row->layout}, row->seed) && gradients_vjp(&got)) {
        fixture *solved = &got.fixture;
        const cnl_data *data = &solved->stored.data;
        double *dc = numbers_create((int64_t)BATCH * all.n);
        double *zeros = numbers_create((int64_t)BATCH * all.n);
        cnl_cotangent from = {got.dx, got.dy, got.ds};
        for (int repeat = 0; repeat < 2; repeat++) {
            CHECK_OK(cnl_vjp(solved->solver, BATCH, data, &from, &(cnl_gradient){.dc = dc}));
            CHECK_BITS(dc, got.gradient.c, BATCH, all.n);
        }
        CHECK_OK(cnl_vjp(solved->solver, BATCH, data, &(cnl_cotangent){0}, &(cnl_gradient){.dc = dc}));
        CHECK_ARRAY(dc, zeros, BATCH, all.n, 0);
        CHECK_OK(cnl_vjp(solved->solver, BATCH, data, &from, &(cnl_gradient){0}));

        gradients_jvp(&got);
        CHECK_OK(cnl_jvp(solved->solver, BATCH, data, &got.change, dc, NULL, NULL, NULL));
        CHECK_BITS(dc, got.x_change, BATCH, all.n);
        CHECK_OK(cnl_jvp(solved->solver, BATCH, data, &(cnl_data){0}, dc, NULL, NULL, NULL));
        CHECK_ARRAY(dc, zeros, BATCH, all.n, 0);
        free(dc);
        free(zeros);
    }
    gradients_close(&got);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(jvp_solves_the_defining_system, cases);
    RUN_CASES(derivatives_at_the_default_tolerance_are_close, cases);
    RUN_CASES(the_gradient_of_P_follows_its_storage, cases);
    RUN_CASES(parts_may_be_left_out, cases);
    return check_report();
}

/* Gradients are those of finite differences: every number of every datum, in every layout, shared or not. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "dense.h"
#include "differences.h"
#include "gradients.h"
#include "sensitivity.h"

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

typedef struct test_case {
    const char *name;
    int32_t n;
    cnl_cones cones;
    int32_t rank; /* 0 = linear program */
    double density;
    layout layout;
    cnl_method method;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {"dense", 15, {3, 10, 0, NULL}, 15, 1, {0}, CNL_METHOD_AUTO, 1},
    {"dense, primal", 15, {3, 10, 0, NULL}, 15, 1, {.gap = 2}, CNL_METHOD_PRIMAL, 2},
    {"dense, dual", 10, {0, 10, 0, NULL}, 10, 1, {0}, CNL_METHOD_DUAL, 3},
    {"dense, sparse method", 10, {2, 8, 0, NULL}, 10, 1, {0}, CNL_METHOD_SPARSE, 4},
    {"CSC, P full", 12, {2, 9, 0, NULL}, 12, 0.4, {.P = FORM_FULL, .A = FORM_FULL}, CNL_METHOD_AUTO, 5},
    {"CSC, P upper", 12, {2, 9, 0, NULL}, 12, 0.4, {.P = FORM_UPPER, .A = FORM_FULL}, CNL_METHOD_AUTO, 6},
    {"CSC, sparse method", 12, {2, 9, 0, NULL}, 12, 0.4, {.P = FORM_UPPER, .A = FORM_FULL}, CNL_METHOD_SPARSE, 7},
    {"CSC full, sparse method", 12, {2, 9, 0, NULL}, 12, 0.4, {.P = FORM_FULL, .A = FORM_FULL}, CNL_METHOD_SPARSE, 8},
    {"P shared", 8, {1, 8, 0, NULL}, 8, 1, {.shared_P = true}, CNL_METHOD_AUTO, 9},
    {"A and b shared", 8, {1, 8, 0, NULL}, 8, 1, {.shared_A = true, .shared_b = true}, CNL_METHOD_AUTO, 10},
    {"c shared, CSC", 8, {1, 8, 0, NULL}, 8, 0.5, {FORM_UPPER, FORM_FULL, .shared_c = true}, CNL_METHOD_AUTO, 11},
    {"all shared", 8, {1, 8, 0, NULL}, 8, 1, {0, 0, true, true, true, true, 0}, CNL_METHOD_AUTO, 12},
    {"cones", 10, {0, 0, 3, SIZES(3, 4, 2)}, 10, 1, {0}, CNL_METHOD_AUTO, 13},
    {"everything", 12, {2, 4, 3, SIZES(3, 1, 4)}, 12, 1, {0}, CNL_METHOD_PRIMAL, 14},
    {"everything, CSC", 12, {2, 4, 3, SIZES(3, 1, 4)}, 12, 0.5, {.P = FORM_UPPER, .A = FORM_FULL}, CNL_METHOD_AUTO, 15},
    {"everything, sparse method", 12, {2, 4, 3, SIZES(3, 2, 4)}, 12, 1, {0}, CNL_METHOD_SPARSE, 16},
    {"linear program", 6, {1, 14, 0, NULL}, 0, 1, {.P = FORM_ABSENT}, CNL_METHOD_AUTO, 17},
    {"linear program, sparse method", 6, {1, 14, 0, NULL}, 0, 1, {.P = FORM_ABSENT}, CNL_METHOD_SPARSE, 18},
    {"m >> n", 4, {0, 40, 0, NULL}, 4, 1, {0}, CNL_METHOD_AUTO, 19},
    {"no rows", 4, {0, 0, 0, NULL}, 4, 1, {0}, CNL_METHOD_AUTO, 20},
    {"large and small cones", 10, {1, 4, 3, SIZES(9, 3, 10)}, 10, 1, {0}, CNL_METHOD_PRIMAL, 21},
};

/* Differences of one datum over the whole batch against what vjp wrote. */
static void compare(const test_case *row, gradients *all, datum which, const cnl_settings *settings)
{
    fixture *solved = &all->fixture;
    datum_view got = datum_of(&solved->stored, &all->gradient, which);
    double *expected = numbers_create(got.length);
    double *part = numbers_create(got.length);
    for (int64_t i = 0; i < solved->answers.batch; i++) {
        int64_t n = solved->answers.n;
        int64_t m = solved->answers.m;
        check_note("%s: d%s of problem %lld", row->name, datum_word(which), (long long)i);
        CHECK(differences(solved->context, settings, &solved->stored, i, which, all->dx + i * n, all->dy + i * m,
                          all->ds + i * m, part));
        for (int64_t k = 0; k < got.length; k++) expected[k] = part[k] + (got.stride == 0 ? expected[k] : 0);
        if (got.stride == 0 && i + 1 < solved->answers.batch) continue;
        double size = fmax(norm_inf(expected, got.length), 0.01);
        CHECK_ARRAY(got.numbers + i * got.stride, expected, 1, got.length, 1e-6 * size);
    }
    free(expected);
    free(part);
}

static void gradients_are_finite_differences(const test_case *row)
{
    check_seed(row->seed);
    check_note("%s", row->name);
    known_recipe recipe = {.batch = 3,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->rank,
                           .ridge = row->rank > 0 ? 0.2 : 0,
                           .density = row->density,
                           .seed = row->seed};
    programs all = regular_programs(&recipe, 0.1);
    programs chosen = programs_create(3, row->n, &row->cones);
    for (int64_t i = 0; i < 3; i++) programs_copy(&chosen, i, &all, i);
    if (row->layout.shared_P || row->layout.shared_A || row->layout.shared_b || row->layout.shared_c) {
        /* What is shared is problem 0's; the others' solutions must stay as regular: small moves of problem 0. */
        for (int64_t i = 1; i < 3; i++) {
            programs_copy(&chosen, i, &all, 0);
            for (int32_t j = 0; j < row->n; j++) programs_c(&chosen, i)[j] *= 1 + 0.003 * (double)(i + j % 3);
        }
    }
    cnl_settings settings = cnl_settings_default();
    settings.eps_abs = settings.eps_rel = 1e-12;
    settings.method = row->method;
    gradients got;
    if (gradients_open(&got, &chosen, &(fixture_options){row->layout, row->method, .eps = 1e-12}, row->seed) &&
        gradients_vjp(&got)) {
        for (int64_t i = 0; i < 3; i++) CHECK_INT(got.info[i], CNL_DERIVATIVE_EXACT);
        for (int which = 0; which < DATUM_COUNT; which++) compare(row, &got, (datum)which, &settings);
    }
    gradients_close(&got);
    programs_free(&chosen);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(gradients_are_finite_differences, cases);
    return check_report();
}

/* Derivatives that are formulas: projections onto a box, the simplex, a ball and a cone; equality QPs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "dice.h"
#include "gradients.h"
#include "sensitivity.h"

typedef struct test_case {
    int64_t batch;
    int32_t n;
    cnl_method method;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {1, 2, CNL_METHOD_AUTO, 1},  {17, 3, CNL_METHOD_AUTO, 2},   {9, 10, CNL_METHOD_PRIMAL, 3},
    {9, 10, CNL_METHOD_DUAL, 4}, {9, 10, CNL_METHOD_SPARSE, 5}, {4, 40, CNL_METHOD_AUTO, 6},
};

/* The dual method has no second-order cones. */
static const test_case cone_cases[] = {
    {1, 2, CNL_METHOD_AUTO, 1},    {17, 3, CNL_METHOD_AUTO, 2}, {9, 10, CNL_METHOD_PRIMAL, 3},
    {9, 10, CNL_METHOD_SPARSE, 5}, {4, 40, CNL_METHOD_AUTO, 6},
};

static const double TOLERANCE = 1e-10;

/* min (1/2)|x - p|^2: P = I, c = -p. */
static programs projection(const test_case *row, const cnl_cones *cones)
{
    programs all = programs_create(row->batch, row->n, cones);
    check_seed(row->seed);
    check_note("batch %lld, n = %d, %s", (long long)row->batch, row->n, method_word(row->method));
    for (int64_t i = 0; i < row->batch; i++) {
        for (int32_t j = 0; j < row->n; j++) programs_P(&all, i)[j * (row->n + 1)] = 1;
    }
    return all;
}

/* Solve to 1e-12 and pull back a cotangent of x alone. */
static bool pull_back(gradients *got, const programs *all, const test_case *row)
{
    bool solved = gradients_open(got, all, &(fixture_options){.method = row->method, .eps = 1e-12}, row->seed);
    memset(got->dy, 0, sizeof(double) * (size_t)(row->batch * all->m));
    memset(got->ds, 0, sizeof(double) * (size_t)(row->batch * all->m));
    return solved && gradients_vjp(got);
}

static void check_exact(const gradients *got, int64_t batch)
{
    for (int64_t i = 0; i < batch; i++) CHECK_INT(got->info[i], CNL_DERIVATIVE_EXACT);
}

/* -1 <= x <= 1: dx/dp is 1 inside; at a bound x moves with it. Points at least 0.1 from the bounds. */
static void projection_on_a_box(const test_case *row)
{
    int32_t n = row->n;
    programs all = projection(row, &(cnl_cones){.l = 2 * n});
    for (int64_t i = 0; i < row->batch; i++) {
        dice stream = dice_begin(row->seed, (uint64_t)i);
        for (int32_t j = 0; j < n; j++) {
            double places[] = {dice_uniform(&stream, -0.9, 0.9), dice_uniform(&stream, 1.1, 3),
                               dice_uniform(&stream, -3, -1.1)};
            programs_c(&all, i)[j] = -places[dice_below(&stream, 3)];
            programs_A(&all, i)[j * n + j] = 1;
            programs_A(&all, i)[(n + j) * n + j] = -1;
            programs_b(&all, i)[j] = programs_b(&all, i)[n + j] = 1;
        }
    }
    gradients got;
    if (pull_back(&got, &all, row)) {
        check_exact(&got, row->batch);
        for (int64_t k = 0; k < row->batch * n; k++) {
            double point = -all.c[k];
            int64_t upper = k / n * 2 * n + k % n;
            CHECK_NEAR(got.gradient.c[k], fabs(point) < 1 ? -got.dx[k] : 0, TOLERANCE);
            CHECK_NEAR(got.gradient.b[upper], point > 1 ? got.dx[k] : 0, TOLERANCE);
            CHECK_NEAR(got.gradient.b[upper + n], point < -1 ? -got.dx[k] : 0, TOLERANCE);
        }
    }
    gradients_close(&got);
    programs_free(&all);
}

/* Where the support is S: dx/dp = I - 11'/|S| on S. Chosen: x and the threshold first, p from them. */
static void projection_on_the_simplex(const test_case *row)
{
    int32_t n = row->n;
    programs all = projection(row, &(cnl_cones){.z = 1, .l = n});
    for (int64_t i = 0; i < row->batch; i++) {
        dice stream = dice_begin(row->seed, (uint64_t)i);
        double *x = all.x + i * n;
        double sum = 0;
        for (int32_t j = 0; j < n; j++) x[j] = j > 0 && dice_below(&stream, 2) ? 0 : dice_uniform(&stream, 1, 2);
        for (int32_t j = 0; j < n; j++) sum += x[j];
        for (int32_t j = 0; j < n; j++) {
            x[j] /= sum;
            programs_c(&all, i)[j] = -(x[j] + 0.3 - (x[j] > 0 ? 0 : dice_uniform(&stream, 0.1, 1)));
            programs_A(&all, i)[j] = 1;
            programs_A(&all, i)[(1 + j) * n + j] = -1;
        }
        programs_b(&all, i)[0] = 1;
    }
    gradients got;
    if (pull_back(&got, &all, row)) {
        check_exact(&got, row->batch);
        CHECK_ARRAY(got.fixture.answers.x, all.x, row->batch, n, TOLERANCE);
        for (int64_t i = 0; i < row->batch; i++) {
            double mean = 0;
            double count = 0;
            for (int32_t j = 0; j < n; j++) count += all.x[i * n + j] > 0;
            for (int32_t j = 0; j < n; j++) mean += all.x[i * n + j] > 0 ? got.dx[i * n + j] / count : 0;
            CHECK_NEAR(got.gradient.b[i * (1 + n)], mean, TOLERANCE);
            for (int64_t k = i * n; k < (i + 1) * n; k++) {
                CHECK_NEAR(got.gradient.c[k], all.x[k] > 0 ? mean - got.dx[k] : 0, TOLERANCE);
            }
        }
    }
    gradients_close(&got);
    programs_free(&all);
}

/* |x| <= r: dx/dp = I inside, (r/|p|)(I - pp'/p'p) outside, and dx/dr = p/|p|. */
static void projection_on_a_ball(const test_case *row)
{
    int32_t n = row->n;
    int32_t size = n + 1;
    programs all = projection(row, &(cnl_cones){.q_count = 1, .q = &size});
    for (int64_t i = 0; i < row->batch; i++) {
        dice stream = dice_begin(row->seed, (uint64_t)i);
        dice_fill(&stream, programs_c(&all, i), (size_t)n);
        programs_b(&all, i)[0] = norm2(programs_c(&all, i), n) * (i % 3 == 1 ? 1.5 : 0.6);
        for (int32_t j = 0; j < n; j++) programs_A(&all, i)[(1 + j) * n + j] = -1;
    }
    gradients got;
    if (pull_back(&got, &all, row)) {
        check_exact(&got, row->batch);
        for (int64_t i = 0; i < row->batch; i++) {
            const double *c = programs_c(&all, i);
            const double *dx = got.dx + i * n;
            double length = norm2(c, n);
            double ratio = i % 3 == 1 ? 1 : 0.6;
            double along = i % 3 == 1 ? 0 : -dot(c, dx, n) / length;
            CHECK_NEAR(got.gradient.b[i * size], along, TOLERANCE);
            for (int32_t j = 0; j < n; j++) {
                CHECK_NEAR(got.gradient.c[i * n + j], -ratio * (dx[j] + along * c[j] / length), TOLERANCE);
            }
        }
    }
    gradients_close(&got);
    programs_free(&all);
}

/* x in the cone: dx/dp is the derivative of the projection onto it. */
static void projection_on_the_second_order_cone(const test_case *row)
{
    int32_t n = row->n;
    programs all = projection(row, &(cnl_cones){.q_count = 1, .q = &n});
    for (int64_t i = 0; i < row->batch; i++) {
        dice stream = dice_begin(row->seed, (uint64_t)i);
        double *c = programs_c(&all, i);
        dice_fill(&stream, c, (size_t)n);
        double length = norm2(c + 1, n - 1);
        double tops[] = {0.3 * length, -0.5 * length, 1.4 * length, -1.4 * length};
        c[0] = -tops[i % 4];
        for (int32_t j = 0; j < n; j++) programs_A(&all, i)[j * n + j] = -1;
    }
    gradients got;
    double *D = numbers_create((int64_t)n * n);
    double *point = numbers_create(n);
    double *expected = numbers_create(n);
    if (pull_back(&got, &all, row)) {
        check_exact(&got, row->batch);
        for (int64_t i = 0; i < row->batch; i++) {
            for (int32_t j = 0; j < n; j++) point[j] = -programs_c(&all, i)[j];
            projection_derivative(&all.cones, point, D);
            multiply(D, got.dx + i * n, expected, n, n);
            for (int32_t j = 0; j < n; j++) expected[j] = -expected[j];
            CHECK_ARRAY(got.gradient.c + i * n, expected, 1, n, TOLERANCE);
        }
    }
    free(D);
    free(point);
    free(expected);
    gradients_close(&got);
    programs_free(&all);
}

/* Without inequalities x and y solve a linear system, and their derivatives are its inverse. */
static void equality_programs_are_linear_systems(const test_case *row)
{
    int32_t n = row->n;
    int32_t z = n / 2;
    known_recipe recipe = {
        .batch = row->batch, .n = n, .cones = {.z = z}, .rank = n, .ridge = 1, .density = 1, .seed = row->seed};
    programs all = regular_programs(&recipe, 0.1);
    gradients got;
    check_seed(row->seed);
    check_note("batch %lld, n = %d, %s", (long long)row->batch, n, method_word(row->method));
    if (gradients_open(&got, &all, &(fixture_options){.method = row->method, .eps = 1e-12}, row->seed) &&
        gradients_jvp(&got)) {
        double *dx = numbers_create(n);
        double *dy = numbers_create(z);
        double *ds = numbers_create(z);
        check_exact(&got, row->batch);
        for (int64_t i = 0; i < row->batch; i++) {
            problem given = {&got.fixture.judged_structure, &got.fixture.judged_data, i};
            CHECK(reference_jvp(&given, &got.change, all.x + i * n, all.y + i * z, all.s + i * z, dx, dy, ds));
            double size = fmax(1, fmax(norm_inf(dx, n), norm_inf(dy, z)));
            CHECK_ARRAY(got.x_change + i * n, dx, 1, n, TOLERANCE * size);
            CHECK_ARRAY(got.y_change + i * z, dy, 1, z, TOLERANCE * size);
            CHECK_ARRAY(got.s_change + i * z, ds, 1, z, TOLERANCE);
        }
        free(dx);
        free(dy);
        free(ds);
    }
    gradients_close(&got);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(projection_on_a_box, cases);
    RUN_CASES(projection_on_the_simplex, cases);
    RUN_CASES(projection_on_a_ball, cone_cases);
    RUN_CASES(projection_on_the_second_order_cone, cone_cases);
    RUN_CASES(equality_programs_are_linear_systems, cases);
    return check_report();
}

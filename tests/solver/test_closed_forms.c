/* Programs whose answer is a formula: projections onto a box, the simplex, a ball and a cone; equality QPs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "dice.h"
#include "fixture.h"

/* Sizes, how to solve, and the seed. */
typedef struct test_case {
    int64_t batch;
    int32_t n;
    cnl_method method;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {1, 1, CNL_METHOD_AUTO, 1},    {17, 2, CNL_METHOD_AUTO, 2},   {9, 10, CNL_METHOD_AUTO, 3},
    {9, 10, CNL_METHOD_PRIMAL, 4}, {9, 10, CNL_METHOD_SPARSE, 5}, {9, 10, CNL_METHOD_DUAL, 6},
    {3, 50, CNL_METHOD_AUTO, 7},   {8, 33, CNL_METHOD_PRIMAL, 8}, {8, 33, CNL_METHOD_SPARSE, 9},
};

/* The dual method has no second-order cones. */
static const test_case cone_cases[] = {
    {1, 1, CNL_METHOD_AUTO, 1},    {17, 2, CNL_METHOD_AUTO, 2},   {9, 10, CNL_METHOD_AUTO, 3},
    {9, 10, CNL_METHOD_PRIMAL, 4}, {9, 10, CNL_METHOD_SPARSE, 5}, {3, 50, CNL_METHOD_AUTO, 7},
    {8, 33, CNL_METHOD_PRIMAL, 8}, {8, 33, CNL_METHOD_SPARSE, 9},
};

/* Interior points are right to the tolerance over the margin of strict complementarity. */
static const double EPS = 1e-12;
static const double TOLERANCE = 1e-9;

/* At least this far is every point from where the formula changes. */
static const double MARGIN = 0.02;

/* min (1/2)|x - p|^2: P = I, c = -p, p ~ 2 N. */
static programs projection(const test_case *row, const cnl_cones *cones)
{
    programs all = programs_create(row->batch, row->n, cones);
    for (int64_t i = 0; i < row->batch; i++) {
        dice stream = dice_begin(row->seed, (uint64_t)i);
        for (int32_t j = 0; j < row->n; j++) {
            programs_P(&all, i)[j * (row->n + 1)] = 1;
            programs_c(&all, i)[j] = -2 * dice_normal(&stream);
        }
    }
    return all;
}

static void check_solution(const test_case *row, const programs *all, const double *expected)
{
    check_seed(row->seed);
    check_note("batch %lld, n = %d, %s", (long long)row->batch, row->n, method_word(row->method));
    for (int form = FORM_DENSE; form <= FORM_UPPER; form++) {
        if (form == FORM_ABSENT) continue;
        fixture got;
        layout wanted = {.P = form, .A = form == FORM_UPPER ? FORM_FULL : form};
        if (fixture_solve(&got, all, &(fixture_options){.layout = wanted, .method = row->method, .eps = EPS})) {
            check_all_solved(&got, EPS);
            CHECK_ARRAY(got.answers.x, expected, row->batch, row->n, TOLERANCE);
        }
        fixture_close(&got);
    }
}

/* -1 <= x <= 1/2: clipping. */
static void projection_on_a_box(const test_case *row)
{
    int32_t n = row->n;
    programs all = projection(row, &(cnl_cones){.l = 2 * n});
    double *expected = numbers_create(row->batch * n);
    for (int64_t i = 0; i < row->batch; i++) {
        for (int32_t j = 0; j < n; j++) {
            programs_A(&all, i)[j * n + j] = 1;
            programs_A(&all, i)[(n + j) * n + j] = -1;
            programs_b(&all, i)[j] = 0.5;
            programs_b(&all, i)[n + j] = 1;
            double *c = &programs_c(&all, i)[j];
            if (fabs(-*c - 0.5) < MARGIN || fabs(-*c + 1) < MARGIN) *c -= 2 * MARGIN;
            expected[i * n + j] = fmin(0.5, fmax(-1, -*c));
        }
    }
    check_solution(row, &all, expected);
    free(expected);
    programs_free(&all);
}

static int falling(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left < right) - (left > right);
}

/* x = max(p - t, 0) with the t that makes the sum 1, found by sorting. */
static void project_on_simplex(const double *point, int32_t n, double *x)
{
    double *sorted = numbers_create(n);
    memcpy(sorted, point, sizeof(double) * (size_t)n);
    qsort(sorted, (size_t)n, sizeof(double), falling);
    double sum = 0;
    double threshold = 0;
    for (int32_t k = 0; k < n; k++) {
        sum += sorted[k];
        if (sorted[k] > (sum - 1) / (k + 1)) threshold = (sum - 1) / (k + 1);
    }
    for (int32_t j = 0; j < n; j++) x[j] = fmax(0, point[j] - threshold);
    free(sorted);
}

static void projection_on_the_simplex(const test_case *row)
{
    int32_t n = row->n;
    programs all = projection(row, &(cnl_cones){.z = 1, .l = n});
    double *expected = numbers_create(row->batch * n);
    double *point = numbers_create(n);
    for (int64_t i = 0; i < row->batch; i++) {
        programs_b(&all, i)[0] = 1;
        for (int32_t j = 0; j < n; j++) {
            programs_A(&all, i)[j] = 1;
            programs_A(&all, i)[(1 + j) * n + j] = -1;
            point[j] = -programs_c(&all, i)[j];
        }
        project_on_simplex(point, n, expected + i * n);
    }
    check_solution(row, &all, expected);
    free(point);
    free(expected);
    programs_free(&all);
}

/* |x - 1| <= r as (r, x - 1) in the cone; every third point is inside. */
static void projection_on_a_ball(const test_case *row)
{
    int32_t n = row->n;
    int32_t size = n + 1;
    programs all = projection(row, &(cnl_cones){.q_count = 1, .q = &size});
    double *expected = numbers_create(row->batch * n);
    for (int64_t i = 0; i < row->batch; i++) {
        double from_centre[64];
        for (int32_t j = 0; j < n; j++) from_centre[j] = -programs_c(&all, i)[j] - 1;
        double distance = norm2(from_centre, n);
        double radius = i % 3 == 0 ? 1.5 * distance : 0.6 * distance;
        programs_b(&all, i)[0] = radius;
        for (int32_t j = 0; j < n; j++) {
            programs_A(&all, i)[(1 + j) * n + j] = -1;
            programs_b(&all, i)[1 + j] = -1;
            expected[i * n + j] = 1 + from_centre[j] * fmin(1, radius / distance);
        }
    }
    check_solution(row, &all, expected);
    free(expected);
    programs_free(&all);
}

/* x in the cone itself: s = x. Points inside, in the polar cone (x = 0), and between (half of (1, u/|u|)(t + |u|)). */
static void projection_on_the_second_order_cone(const test_case *row)
{
    int32_t n = row->n;
    programs all = projection(row, &(cnl_cones){.q_count = 1, .q = &n});
    double *expected = numbers_create(row->batch * n);
    for (int64_t i = 0; i < row->batch; i++) {
        double *c = programs_c(&all, i);
        double *x = expected + i * n;
        double length = norm2(c + 1, n - 1);
        double places[] = {1.5 * length + 0.5, -1.5 * length - 0.5, 0.3 * length};
        double top = places[n == 1 ? i % 2 : i % 3];
        c[0] = -top;
        for (int32_t j = 0; j < n; j++) {
            programs_A(&all, i)[j * n + j] = -1;
            if (top > length) x[j] = -c[j];
            if (fabs(top) < length) x[j] = (top + length) / 2 * (j == 0 ? 1 : -c[j] / length);
        }
    }
    check_solution(row, &all, expected);
    free(expected);
    programs_free(&all);
}

/* Without inequalities the answer solves [P A'; A 0] [x; y] = [-c; b]. P may be singular. */
static void equality_programs_are_linear_systems(const test_case *row)
{
    int32_t n = row->n;
    int32_t z = n / 2;
    int32_t size = n + z;
    known_recipe recipe = {.batch = row->batch,
                           .n = n,
                           .cones = {.z = z},
                           .rank = row->method == CNL_METHOD_DUAL || n < 4 ? n : n - 2,
                           .density = 1,
                           .seed = row->seed};
    programs all = known_programs(&recipe);
    double *K = numbers_create((int64_t)size * size);
    double *right = numbers_create(size);
    double *solution = numbers_create(size);
    double *expected = numbers_create(row->batch * n);
    for (int64_t i = 0; i < row->batch; i++) {
        memset(K, 0, sizeof(double) * (size_t)size * (size_t)size);
        for (int32_t j = 0; j < n; j++) {
            for (int32_t k = 0; k < n; k++) K[j * size + k] = programs_P(&all, i)[j * n + k];
            for (int32_t r = 0; r < z; r++) K[j * size + n + r] = programs_A(&all, i)[r * n + j];
            for (int32_t r = 0; r < z; r++) K[(n + r) * size + j] = programs_A(&all, i)[r * n + j];
            right[j] = -programs_c(&all, i)[j];
        }
        for (int32_t r = 0; r < z; r++) right[n + r] = programs_b(&all, i)[r];
        CHECK(solve_square(K, right, solution, size));
        memcpy(expected + i * n, solution, sizeof(double) * (size_t)n);
    }
    check_solution(row, &all, expected);
    free(K);
    free(right);
    free(solution);
    free(expected);
    programs_free(&all);
}

/* A solver that was made later, for smaller problems, takes nothing away from an earlier one: on a device, no shared
   memory. */
static void solvers_of_two_sizes_live_together(void)
{
    programs large_programs =
        known_programs(&(known_recipe){.batch = 1, .n = 30, .cones = {.l = 70}, .rank = 30, .density = 1, .seed = 10});
    programs small_programs =
        known_programs(&(known_recipe){.batch = 1, .n = 6, .cones = {.l = 8}, .rank = 6, .density = 0.5, .seed = 11});
    fixture large;
    fixture small;
    layout sparse = {.P = FORM_FULL, .A = FORM_FULL};
    bool opened = fixture_open(&large, &large_programs, &(fixture_options){.eps = 1e-9});
    opened &= fixture_open(&small, &small_programs,
                           &(fixture_options){.layout = sparse, .method = CNL_METHOD_DUAL, .eps = 1e-9});
    if (opened && CHECK_OK(cnl_solve(large.solver, 1, &large.stored.data, &large.answers.view)) &&
        CHECK_OK(cnl_solve(small.solver, 1, &small.stored.data, &small.answers.view))) {
        check_all_solved(&large, 1e-9);
        check_all_solved(&small, 1e-9);
    }
    fixture_close(&large);
    fixture_close(&small);
    programs_free(&large_programs);
    programs_free(&small_programs);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(projection_on_a_box, cases);
    RUN_CASES(projection_on_the_simplex, cases);
    RUN_CASES(projection_on_a_ball, cone_cases);
    RUN_CASES(projection_on_the_second_order_cone, cone_cases);
    RUN_CASES(equality_programs_are_linear_systems, cases);
    RUN(solvers_of_two_sizes_live_together);
    return check_report();
}

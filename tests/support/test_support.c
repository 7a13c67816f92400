/* The tests' own tools: what judges the library is judged here, by cases worked out by hand. */
#include <math.h>
#include <stdlib.h>

#include "allocator.h"
#include "check.h"
#include "dense.h"
#include "dice.h"
#include "fixture.h"
#include "matrix.h"
#include "sensitivity.h"

/* min x^2 + y^2 - 2x - 4y, x + y = 1, x >= 0.5:  P = 2I, c = (-2, -4); at x = (.5, .5): 2x + c = (-1, -3) = -A'y. */
static const double P[] = {2, 0, 0, 2};
static const double c[] = {-2, -4};
static const double A[] = {1, 1, -1, 0};
static const double b[] = {1, -0.5};
static const cnl_structure by_hand = {
    .n = 2, .m = 2, .cones = {.z = 1, .l = 1}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
static const cnl_data numbers = {P, c, A, b, 4, 2, 4, 2};
static const problem given = {&by_hand, &numbers, 0};

static void an_optimal_point_has_no_residual(void)
{
    kkt found = kkt_of(&given, (double[]){0.5, 0.5}, (double[]){3, 2}, (double[]){0, 0});
    CHECK_NEAR(found.primal, 0, 0);
    CHECK_NEAR(found.dual, 0, 0);
    CHECK_NEAR(found.gap, 0, 0);
    CHECK_NEAR(found.s_outside, 0, 0);
    CHECK_NEAR(found.y_outside, 0, 0);
    CHECK_NEAR(found.objective, 0.5 - 3, 0);
}

static void each_fault_shows_in_its_own_residual(void)
{
    kkt primal = kkt_of(&given, (double[]){0.5, 0.5}, (double[]){3, 2}, (double[]){0, 0.25});
    CHECK_NEAR(primal.primal_inf, 0.25, 1e-15);
    CHECK_NEAR(primal.primal, 0.25 / (1 + sqrt(0.5) + 0.25), 1e-15);
    CHECK_NEAR(primal.dual, 0, 0);

    kkt dual = kkt_of(&given, (double[]){0.5, 0.5}, (double[]){3, 1}, (double[]){0, 0});
    CHECK_NEAR(dual.dual_inf, 1, 1e-15);
    CHECK_NEAR(dual.gap_inf, 0.5, 1e-15);
    CHECK_NEAR(dual.gap, 0.5 / 2.5, 1e-15);

    kkt outside = kkt_of(&given, (double[]){0.5, 0.5}, (double[]){3, -2}, (double[]){0.5, -1});
    CHECK_NEAR(outside.s_outside, 1, 0);
    CHECK_NEAR(outside.y_outside, 2, 0);
    CHECK(kkt_of(&given, (double[]){NAN, 0.5}, (double[]){3, 2}, (double[]){0, 0}).primal != 0);
}

static void an_upper_triangle_stands_for_both_halves(void)
{
    const double full[] = {1, 5, 0, 3, 2, 0, 0, 0, 4}; /* not symmetric: its symmetric part counts */
    const double upper[] = {1, 4, 2, 4};
    cnl_pattern dense = {.layout = CNL_DENSE};
    cnl_pattern triangle = {CNL_CSC, (int32_t[]){0, 1, 3, 4}, (int32_t[]){0, 0, 1, 2}};
    const double v[] = {1, -2, 3};
    double product[3];
    double other[3];
    matrix_multiply_symmetric(&(matrix){3, 3, &dense, full}, v, product);
    matrix_multiply_symmetric(&(matrix){3, 3, &triangle, upper}, v, other);
    CHECK_ARRAY(product, ((double[]){1 - 8, 4 - 4, 12}), 1, 3, 0);
    CHECK_ARRAY(other, product, 1, 3, 0);
}

static void singular_values_rebuild_the_matrix(void)
{
    enum { ROWS = 7, COLUMNS = 5 };
    double M[ROWS * COLUMNS];
    dice stream = dice_begin(1, 0);
    dice_fill(&stream, M, ROWS * COLUMNS);
    for (int i = 0; i < ROWS; i++) M[i * COLUMNS + 4] = M[i * COLUMNS] - 2 * M[i * COLUMNS + 1]; /* rank 4 */
    decomposition parts = decompose(M, ROWS, COLUMNS);
    for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < COLUMNS; j++) {
            double sum = 0;
            for (int k = 0; k < COLUMNS; k++) {
                sum += parts.values[k] * parts.left[i * COLUMNS + k] * parts.right[j * COLUMNS + k];
            }
            CHECK_NEAR(sum, M[i * COLUMNS + j], 1e-13);
        }
    }
    CHECK_INT(decomposition_rank(&parts, 1e-12), 4);
    decomposition_free(&parts);
}

static void the_smallest_singular_value_is_what_all_exceed(void)
{
    enum { ROWS = 9, COLUMNS = 6 };
    for (uint64_t tries = 0; tries < 20; tries++) {
        double M[ROWS * COLUMNS];
        dice stream = dice_begin(2, tries);
        dice_fill(&stream, M, ROWS * COLUMNS);
        decomposition parts = decompose(M, ROWS, COLUMNS);
        double smallest = parts.values[COLUMNS - 1];
        CHECK(singular_values_exceed(M, ROWS, COLUMNS, smallest * (1 - 1e-6)));
        CHECK(!singular_values_exceed(M, ROWS, COLUMNS, smallest * (1 + 1e-6)));
        M[0] = NAN;
        CHECK(!singular_values_exceed(M, ROWS, COLUMNS, smallest / 2));
        decomposition_free(&parts);
    }
}

/* Onto { (t, u) : |u| <= t }, by its formula. */
static void project_on_second_order_cone(const double *v, int size, double *projected)
{
    double length = norm2(v + 1, size - 1);
    for (int i = 0; i < size; i++) projected[i] = 0;
    if (v[0] <= -length) return;
    double half = length <= v[0] ? length : (v[0] + length) / 2;
    for (int i = 1; i < size; i++) projected[i] = length > 0 ? half * v[i] / length : 0;
    projected[0] = length <= v[0] ? v[0] : half;
}

static void the_derivative_of_the_projection_matches_differences(void)
{
    enum { SIZE = 4 };
    cnl_cones cone = {.q_count = 1, .q = (int32_t[]){SIZE}};
    const double step = 1e-5;
    for (int tries = 0; tries < 30; tries++) {
        dice stream = dice_begin(5, (uint64_t)tries);
        double v[SIZE];
        double D[SIZE * SIZE];
        dice_fill(&stream, v, SIZE);
        projection_derivative(&cone, v, D);
        for (int j = 0; j < SIZE; j++) {
            double above[SIZE];
            double below[SIZE];
            v[j] += step;
            project_on_second_order_cone(v, SIZE, above);
            v[j] -= 2 * step;
            project_on_second_order_cone(v, SIZE, below);
            v[j] += step;
            for (int i = 0; i < SIZE; i++) CHECK_NEAR((above[i] - below[i]) / (2 * step), D[i * SIZE + j], 1e-7);
        }
    }
}

static void known_programs_are_optimal(void)
{
    const known_recipe recipe = {.batch = 20,
                                 .n = 12,
                                 .cones = {.z = 2, .l = 6, .q_count = 4, .q = (int32_t[]){1, 2, 3, 5}},
                                 .rank = 9,
                                 .density = 0.5,
                                 .seed = 3};
    programs all = known_programs(&recipe);
    cnl_structure structure = programs_structure(&all);
    cnl_data data = programs_data(&all);
    for (int64_t i = 0; i < all.batch; i++) {
        kkt found = kkt_of(&(problem){&structure, &data, i}, all.x + i * all.n, all.y + i * all.m, all.s + i * all.m);
        CHECK_AT_MOST(found.primal, 1e-14);
        CHECK_AT_MOST(found.dual, 1e-14);
        CHECK_AT_MOST(found.gap, 1e-14);
        CHECK_AT_MOST(found.s_outside, 1e-14);
        CHECK_AT_MOST(found.y_outside, 1e-14);
    }
    programs_free(&all);
}

static void every_layout_holds_the_same_matrices(void)
{
    const known_recipe recipe = {.batch = 3, .n = 6, .cones = {.z = 1, .l = 4}, .rank = 6, .density = 0.4, .seed = 4};
    programs all = known_programs(&recipe);
    for (int form = FORM_DENSE; form <= FORM_UPPER; form++) {
        if (form == FORM_ABSENT) continue;
        layout wanted = {.P = form, .A = form == FORM_UPPER ? FORM_FULL : form, .gap = 3};
        stored kept = stored_create(&all, wanted);
        programs back = programs_from(&kept.structure, &kept.data, all.batch);
        CHECK_ARRAY(back.P, all.P, all.batch, 36, 1e-15);
        CHECK_BITS(back.A, all.A, all.batch, 30);
        CHECK_BITS(back.c, all.c, all.batch, 6);
        CHECK_BITS(back.b, all.b, all.batch, 5);
        programs_free(&back);
        stored_free(&kept);
    }
    programs_free(&all);
}

/* The defining system of a projection onto a half-line: x = max(p, 0), so dx/dp = 1 if p > 0. */
static void the_reference_derivative_of_clipping(void)
{
    const double one[] = {1};
    const double minus[] = {-1};
    const double zero[] = {0};
    const double point[] = {-2}; /* c = -p */
    cnl_structure structure = {
        .n = 1, .m = 1, .cones = {.l = 1}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    cnl_data data = {one, point, minus, zero, 1, 1, 1, 1};
    cnl_data change = {NULL, minus, NULL, NULL, 0, 1, 0, 0};
    problem clip = {&structure, &data, 0};
    double dx, dy, ds;
    CHECK(reference_jvp(&clip, &change, (double[]){2}, (double[]){0}, (double[]){2}, &dx, &dy, &ds));
    CHECK_NEAR(dx, 1, 0);
    CHECK_NEAR(ds, 1, 0);
    CHECK(reference_jvp(&clip, &change, (double[]){0}, (double[]){2}, (double[]){0}, &dx, &dy, &ds));
    CHECK_NEAR(dx, 0, 0);
    CHECK_NEAR(dy, -1, 0);
}

static void hopeless_programs_have_their_certificates(void)
{
    const known_recipe recipe = {.batch = 2,
                                 .n = 6,
                                 .cones = {.z = 1, .l = 4, .q_count = 1, .q = (int32_t[]){3}},
                                 .rank = 6,
                                 .density = 1,
                                 .seed = 9};
    programs all = known_programs(&recipe);
    make_primal_infeasible(&all, 0, 9);
    make_unbounded(&all, 1, 9);
    cnl_structure structure = programs_structure(&all);
    cnl_data data = programs_data(&all);

    primal_certificate no_point = primal_certificate_of(&(problem){&structure, &data, 0}, all.y);
    CHECK_AT_MOST(no_point.combination, 1e-14);
    CHECK_NEAR(no_point.value, -1, 1e-14);
    CHECK_NEAR(no_point.outside, 0, 0);

    dual_certificate no_end = dual_certificate_of(&(problem){&structure, &data, 1}, all.x + all.n, all.s + all.m);
    CHECK_AT_MOST(no_end.curvature, 1e-14);
    CHECK_AT_MOST(no_end.constraint, 1e-14);
    CHECK_NEAR(no_end.value, -1, 1e-14);
    CHECK_NEAR(no_end.outside, 0, 0);
    programs_free(&all);
}

static void the_allocator_counts_and_fails_as_told(void)
{
    counting_allocator counts;
    counting_allocator_begin(&counts);
    cnl_allocator view = counting_allocator_view(&counts);
    counts.fail_at = 2;
    double *memory = view.allocate(view.user, 24, 64);
    CHECK(memory != NULL);
    CHECK_INT((uintptr_t)memory % 64, 0);
    CHECK(view.allocate(view.user, 8, 8) == NULL);
    CHECK_INT(counts.live_bytes, 24);
    ((unsigned char *)memory)[24] = 0;
    view.release(view.user, memory);
    CHECK_INT(counts.overruns, 1);
    CHECK_INT(counts.live, 0);
    CHECK(view.allocate(view.user, 8, 3) == NULL);
    CHECK_INT(counts.strange_requests, 1);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(an_optimal_point_has_no_residual);
    RUN(each_fault_shows_in_its_own_residual);
    RUN(an_upper_triangle_stands_for_both_halves);
    RUN(singular_values_rebuild_the_matrix);
    RUN(the_smallest_singular_value_is_what_all_exceed);
    RUN(the_derivative_of_the_projection_matches_differences);
    RUN(known_programs_are_optimal);
    RUN(every_layout_holds_the_same_matrices);
    RUN(the_reference_derivative_of_clipping);
    RUN(hopeless_programs_have_their_certificates);
    RUN(the_allocator_counts_and_fails_as_told);
    return check_report();
}

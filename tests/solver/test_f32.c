/* Calls on floats: each answer is the double answer to the same numbers, rounded once; to the last bit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "floats.h"
#include "gradients.h"

#define SIZES(...) ((const int32_t[]){__VA_ARGS__})

typedef struct test_case {
    const char *name;
    int64_t batch;
    int32_t n;
    cnl_cones cones;
    double density;
    layout layout;
    cnl_method method;
    cnl_isa isa;
    uint64_t seed;
    int32_t rank; /* of P; 0 = n */
} test_case;

static const test_case cases[] = {
    {"dense", 21, 10, {0, 10, 0, NULL}, 1, {0}, CNL_METHOD_AUTO, CNL_ISA_AUTO, 1, 0},
    {"dense, more rows", 9, 20, {3, 31, 0, NULL}, 1, {.gap = 3}, CNL_METHOD_DUAL, CNL_ISA_AUTO, 2, 0},
    {"one problem", 1, 10, {2, 10, 0, NULL}, 1, {0}, CNL_METHOD_AUTO, CNL_ISA_AUTO, 3, 0},
    {"m >> n", 11, 5, {0, 60, 0, NULL}, 1, {0}, CNL_METHOD_PRIMAL, CNL_ISA_AUTO, 4, 0},
    {"cones", 11, 10, {1, 4, 3, SIZES(3, 12, 2)}, 1, {0}, CNL_METHOD_AUTO, CNL_ISA_AUTO, 5, 0},
    {"CSC", 11, 12, {2, 9, 0, NULL}, 0.4, {FORM_UPPER, FORM_FULL, .gap = 1}, CNL_METHOD_AUTO, CNL_ISA_AUTO, 6, 0},
    {"sparse", 11, 12, {2, 4, 1, SIZES(4)}, 0.4, {FORM_FULL, FORM_FULL, .gap = 0}, CNL_METHOD_SPARSE, 0, 7, 0},
    {"P and A shared", 21, 8, {1, 8, 0, NULL}, 1, {.shared_P = true, .shared_A = true}, 0, CNL_ISA_AUTO, 8, 0},
    {"c and b shared", 21, 8, {1, 8, 0, NULL}, 1, {.shared_c = true, .shared_b = true}, 0, CNL_ISA_PORTABLE, 9, 0},
    {"all shared", 5, 8, {1, 8, 0, NULL}, 1, {0, 0, true, true, true, true, 0}, 0, CNL_ISA_AVX2, 10, 0},
    {"handed to the method for all cones", 11, 8, {1, 9, 0, NULL}, 1, {0}, CNL_METHOD_DUAL, CNL_ISA_AUTO, 12, 3},
    {"no rows", 9, 6, {0, 0, 0, NULL}, 1, {0}, CNL_METHOD_AUTO, CNL_ISA_AUTO, 11, 0},
};

/* got = the doubles, each rounded to the nearest float; both may be NaN. */
static void check_rounded(const char *what, const float *got, const double *expected, int64_t count)
{
    int64_t different = 0;
    for (int64_t k = 0; k < count; k++) {
        float rounded = (float)expected[k];
        different += !(got[k] == rounded || (isnan(got[k]) && isnan(rounded)));
    }
    CHECK_THAT(different == 0, "%lld of %lld numbers of %s differ", (long long)different, (long long)count, what);
}

/* Members of data-shaped arrays in one order. */
typedef struct members {
    const char *names[4];
    const double *numbers[4];
    int64_t strides[4];
    int64_t lengths[4];
    int64_t counts[4];
} members;

static members members_of(const stored *kept, const cnl_data *data)
{
    members all = {{"P", "c", "A", "b"},
                   {data->P, data->c, data->A, data->b},
                   {data->P_stride, data->c_stride, data->A_stride, data->b_stride},
                   {kept->P_length, kept->structure.n, kept->A_length, kept->structure.m},
                   {0}};
    for (int k = 0; k < 4; k++) all.counts[k] = stored_count(kept, all.strides[k], all.lengths[k]);
    return all;
}

static cnl_data_f32 data_narrowed(const stored *kept, const cnl_data *data)
{
    members all = members_of(kept, data);
    float *copies[4];
    for (int k = 0; k < 4; k++) copies[k] = narrowed(all.numbers[k], all.counts[k]);
    return (cnl_data_f32){copies[0],      copies[1],      copies[2],      copies[3],
                          all.strides[0], all.strides[1], all.strides[2], all.strides[3]};
}

static void data_free(cnl_data_f32 *data)
{
    free((float *)data->P);
    free((float *)data->c);
    free((float *)data->A);
    free((float *)data->b);
}

/* A second solver for the fixture's structure, for floats. */
static cnl_solver *f32_solver(const gradients *all, const test_case *row)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = row->method;
    settings.f32 = 1;
    cnl_solver *solver = NULL;
    cnl_error error = {CNL_OK, ""};
    cnl_status status =
        cnl_solver_create(all->fixture.context, &all->fixture.stored.structure, &settings, row->batch, &solver, &error);
    CHECK_THAT(status == CNL_OK, "cnl_solver_create: %s", error.message);
    return solver;
}

static void compare_solve(const gradients *all, cnl_solver *solver, const cnl_data_f32 *data)
{
    const answers *expected = &all->fixture.answers;
    int64_t batch = expected->batch;
    int64_t n = expected->n;
    int64_t m = expected->m;
    cnl_solution_f32 got = {floats_create(batch * n), floats_create(batch * m), floats_create(batch * m),
                            floats_create(batch),     floats_create(3 * batch), integers_create(batch),
                            integers_create(batch)};
    CHECK_OK(cnl_solve_f32(solver, batch, data, &got));
    check_rounded("x", got.x, expected->x, batch * n);
    check_rounded("y", got.y, expected->y, batch * m);
    check_rounded("s", got.s, expected->s, batch * m);
    check_rounded("objective", got.objective, expected->objective, batch);
    check_rounded("residuals", got.residuals, expected->residuals, 3 * batch);
    CHECK(memcmp(got.status, expected->status, (size_t)batch * sizeof *got.status) == 0);
    CHECK(memcmp(got.iterations, expected->iterations, (size_t)batch * sizeof *got.iterations) == 0);

    int32_t *status = integers_create(batch); /* nothing else is wanted */
    CHECK_OK(cnl_solve_f32(solver, batch, data, &(cnl_solution_f32){.status = status}));
    CHECK(memcmp(status, expected->status, (size_t)batch * sizeof *status) == 0);
    free(status);
    float *arrays[] = {got.x, got.y, got.s, got.objective, got.residuals};
    for (int k = 0; k < 5; k++) free(arrays[k]);
    free(got.iterations);
    free(got.status);
}

static void compare_vjp(gradients *all, cnl_solver *solver, const cnl_data_f32 *data)
{
    const stored *kept = &all->fixture.stored;
    int64_t batch = all->fixture.answers.batch;
    int64_t n = all->fixture.answers.n;
    int64_t m = all->fixture.answers.m;
    if (!gradients_vjp(all)) return;
    members expected = members_of(kept, &all->gradient);
    float *got[4];
    for (int k = 0; k < 4; k++) got[k] = floats_create(expected.counts[k]);
    int32_t *info = integers_create(batch);
    float *cotangents[] = {narrowed(all->dx, batch * n), narrowed(all->dy, batch * m), narrowed(all->ds, batch * m)};
    cnl_cotangent_f32 from = {cotangents[0], cotangents[1], cotangents[2]};
    cnl_gradient_f32 to = {got[0], got[1], got[2], got[3], info};
    CHECK_OK(cnl_vjp_f32(solver, batch, data, &from, &to));
    CHECK(memcmp(info, all->info, (size_t)batch * sizeof *info) == 0);
    for (int k = 0; k < 4; k++) {
        int64_t rows = expected.strides[k] == 0 ? 1 : batch; /* what lies between two rows is nobody's */
        for (int64_t i = 0; i < rows; i++)
            check_rounded(expected.names[k], got[k] + i * expected.strides[k],
                          expected.numbers[k] + i * expected.strides[k], expected.lengths[k]);
    }
    for (int k = 0; k < 4; k++) free(got[k]);
    for (int k = 0; k < 3; k++) free(cotangents[k]);
    free(info);
}

static void compare_jvp(gradients *all, cnl_solver *solver, const cnl_data_f32 *data)
{
    int64_t batch = all->fixture.answers.batch;
    int64_t n = all->fixture.answers.n;
    int64_t m = all->fixture.answers.m;
    if (!gradients_jvp(all)) return;
    cnl_data_f32 change = data_narrowed(&all->fixture.stored, &all->change);
    float *got[] = {floats_create(batch * n), floats_create(batch * m), floats_create(batch * m)};
    int32_t *info = integers_create(batch);
    CHECK_OK(cnl_jvp_f32(solver, batch, data, &change, got[0], got[1], got[2], info));
    CHECK(memcmp(info, all->info, (size_t)batch * sizeof *info) == 0);
    check_rounded("dx", got[0], all->x_change, batch * n);
    check_rounded("dy", got[1], all->y_change, batch * m);
    check_rounded("ds", got[2], all->s_change, batch * m);
    for (int k = 0; k < 3; k++) free(got[k]);
    free(info);
    data_free(&change);
}

static void round_directions(gradients *all)
{
    int64_t batch = all->fixture.answers.batch;
    round_numbers(all->dx, batch * all->fixture.answers.n);
    round_numbers(all->dy, batch * all->fixture.answers.m);
    round_numbers(all->ds, batch * all->fixture.answers.m);
    members change = members_of(&all->fixture.stored, &all->change);
    for (int k = 0; k < 4; k++) round_numbers((double *)change.numbers[k], change.counts[k]);
}

/* One problem without a solution, one that is not a number, as far as nothing is shared. */
static void spoil(programs *all, const test_case *row)
{
    bool shares = row->layout.shared_P || row->layout.shared_c || row->layout.shared_A || row->layout.shared_b;
    if (shares || all->batch < 9 || all->m == 0) return;
    make_primal_infeasible(all, 3, row->seed);
    programs_b(all, 6)[0] = NAN;
}

static void floats_get_the_rounded_answers_of_doubles(const test_case *row)
{
    if (!cpu_has(row->isa)) return check_skip("not on this CPU");
    check_seed(row->seed);
    check_note("%s", row->name);
    known_recipe recipe = {.batch = row->batch,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->rank > 0 ? row->rank : row->n,
                           .density = row->density,
                           .seed = row->seed};
    programs all = known_programs(&recipe);
    spoil(&all, row);
    programs_round(&all);
    gradients got;
    fixture_options options = {.layout = row->layout, .method = row->method, .isa = row->isa, .threads = 2};
    if (gradients_open(&got, &all, &options, row->seed)) {
        round_directions(&got);
        cnl_solver *solver = f32_solver(&got, row);
        cnl_data_f32 data = data_narrowed(&got.fixture.stored, &got.fixture.stored.data);
        if (solver) {
            compare_solve(&got, solver, &data);
            compare_vjp(&got, solver, &data);
            compare_jvp(&got, solver, &data);
        }
        data_free(&data);
        cnl_solver_destroy(solver);
    }
    gradients_close(&got);
    programs_free(&all);
}

/* A solver of doubles refuses floats, and a solver of floats refuses what cnl_solve() does. */
static void wrong_calls_are_refused(void)
{
    programs all = optnet_programs(2, 3, 3, 1);
    gradients got;
    if (gradients_open(&got, &all, &(fixture_options){0}, 1)) {
        cnl_data_f32 data = data_narrowed(&got.fixture.stored, &got.fixture.stored.data);
        int32_t status[2];
        float x[6];
        cnl_solution_f32 to = {.x = x, .status = status};
        CHECK_INT(cnl_solve_f32(got.fixture.solver, 2, &data, &to), CNL_NOT_SUPPORTED);
        CHECK_CONTAINS(cnl_solver_message(got.fixture.solver), "settings.f32");
        CHECK_INT(cnl_vjp_f32(got.fixture.solver, 2, &data, &(cnl_cotangent_f32){x, NULL, NULL},
                              &(cnl_gradient_f32){.dc = x}),
                  CNL_NOT_SUPPORTED);

        cnl_solver *solver = f32_solver(&got, &(test_case){.batch = 2});
        CHECK_INT(cnl_solve_f32(NULL, 2, &data, &to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve_f32(solver, 3, &data, &to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve_f32(solver, 2, NULL, &to), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_solve_f32(solver, 2, &data, &(cnl_solution_f32){.x = x}), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_jvp_f32(solver, 2, &data, &data, x, NULL, NULL, NULL), CNL_NO_SOLUTION);
        cnl_data_f32 short_stride = data;
        short_stride.A_stride = 8;
        CHECK_INT(cnl_solve_f32(solver, 2, &short_stride, &to), CNL_INVALID_ARGUMENT);
        CHECK_CONTAINS(cnl_solver_message(solver), "A_stride");
        CHECK_OK(cnl_solve_f32(solver, 2, &data, &to));
        CHECK_STR(cnl_solver_message(solver), "");
        CHECK_INT(cnl_jvp_f32(solver, 2, &data, NULL, x, NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_vjp_f32(solver, 2, &data, NULL, &(cnl_gradient_f32){.dc = x}), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_vjp_f32(solver, 1, &data, &(cnl_cotangent_f32){x, NULL, NULL}, &(cnl_gradient_f32){.dc = x}),
                  CNL_NO_SOLUTION);
        cnl_solver_destroy(solver);
        data_free(&data);
    }
    gradients_close(&got);
    programs_free(&all);
}

/* Room for floats is taken only where it was asked for. */
static void the_size_tells_of_it(void)
{
    cnl_context *context = NULL;
    cnl_structure structure = {.n = 10, .m = 10, .cones = {.l = 10}, .P = {CNL_DENSE}, .A = {CNL_DENSE}};
    cnl_settings settings = cnl_settings_default();
    size_t bytes[2] = {0, 0};
    CHECK_OK(cnl_context_create(&(cnl_context_options){.threads = 1}, &context, NULL));
    for (int f32 = 0; f32 < 2; f32++) {
        settings.f32 = f32;
        CHECK_OK(cnl_solver_size(context, &structure, &settings, 100, &bytes[f32], NULL));
    }
    CHECK(bytes[1] > bytes[0]);
    cnl_context_destroy(context);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(floats_get_the_rounded_answers_of_doubles, cases);
    RUN(wrong_calls_are_refused);
    RUN(the_size_tells_of_it);
    return check_report();
}

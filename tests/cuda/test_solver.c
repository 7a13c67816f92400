/* Solvers on a device, with a plug-in that pretends: what is checked here, what is handed over, what is said when it
   fails. The arrays are in pages that fault if this process touches them. */
#include <string.h>

#include "allocator.h"
#include "check.h"
#include "device_batch.h"
#include "opened.h"

static fake_control *fake;

/* A context, a solver, and arrays for its calls. */
typedef struct setting {
    cnl_context *context;
    cnl_solver *solver;
    device_batch batch;
} setting;

static setting begin(void)
{
    setting at = {NULL, NULL, {0}};
    CHECK_OK(cnl_context_create_cuda(NULL, &at.context, NULL));
    at.batch = device_batch_create(at.context);
    CHECK_OK(cnl_solver_create(at.context, &at.batch.structure, NULL, BATCH, &at.solver, NULL));
    CHECK_STR(cnl_solver_message(at.solver), "");
    return at;
}

static void end(setting *at)
{
    cnl_solver_destroy(at->solver);
    device_batch_free(&at->batch);
    cnl_context_destroy(at->context);
    CHECK_INT(fake->solvers, 0);
    CHECK_INT(fake->contexts, 0);
    CHECK_INT(fake->live, 0);
}

static cnl_status solve(setting *at) { return cnl_solve(at->solver, BATCH, &at->batch.data, &at->batch.solution); }

static cnl_status vjp(setting *at)
{
    return cnl_vjp(at->solver, BATCH, &at->batch.data, &at->batch.cotangent, &at->batch.gradient);
}

static cnl_status jvp(setting *at)
{
    device_batch *batch = &at->batch;
    return cnl_jvp(at->solver, BATCH, &batch->data, &batch->change, batch->dx, batch->dy, batch->ds, batch->info);
}

static void calls_reach_the_device(void)
{
    setting at = begin();
    const device_batch *batch = &at.batch;
    long calls = fake->calls;
    CHECK_OK(solve(&at));
    check_fake_numbers(at.context, batch->solution.x, FAKE_X, BATCH, SIZE_N);
    check_fake_numbers(at.context, batch->solution.y, FAKE_Y, BATCH, SIZE_M);
    check_fake_numbers(at.context, batch->solution.s, FAKE_S, BATCH, SIZE_M);
    double objective[BATCH];
    CHECK_OK(cnl_array_download(at.context, objective, batch->solution.objective, sizeof objective));
    CHECK_ARRAY(objective, ((double[]){10, 11, 12}), BATCH, 1, 0);

    CHECK_OK(vjp(&at));
    check_fake_numbers(at.context, batch->gradient.dP, FAKE_DP, 1, SIZE_N * SIZE_N);
    check_fake_numbers(at.context, batch->gradient.dc, FAKE_DC, BATCH, SIZE_N);
    check_fake_numbers(at.context, batch->gradient.dA, FAKE_DA, BATCH, SIZE_M * SIZE_N);
    check_fake_numbers(at.context, batch->gradient.db, FAKE_DB, BATCH, SIZE_M);

    CHECK_OK(jvp(&at));
    check_fake_numbers(at.context, batch->dx, FAKE_DX, BATCH, SIZE_N);
    check_fake_numbers(at.context, batch->dy, FAKE_DY, BATCH, SIZE_M);
    check_fake_numbers(at.context, batch->ds, FAKE_DS, BATCH, SIZE_M);
    CHECK_INT(fake->calls, calls + 3);
    CHECK_STR(cnl_solver_message(at.solver), "");
    end(&at);
}

/* As on the CPU; the device hears nothing of a call that is refused. */
static void arguments_are_checked_before(void)
{
    setting at = begin();
    long calls = fake->calls;
    cnl_data data = at.batch.data;
    cnl_solution solution = at.batch.solution;
    CHECK_INT(vjp(&at), CNL_NO_SOLUTION);
    CHECK_CONTAINS(cnl_solver_message(at.solver), "cnl_solve()");
    CHECK_INT(cnl_solve(at.solver, 0, &data, &solution), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_solve(at.solver, BATCH + 1, &data, &solution), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(cnl_solver_message(at.solver), "max_batch");
    CHECK_INT(cnl_solve(at.solver, BATCH, NULL, &solution), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_solve(at.solver, BATCH, &data, NULL), CNL_INVALID_ARGUMENT);
    solution.status = NULL;
    CHECK_INT(cnl_solve(at.solver, BATCH, &data, &solution), CNL_INVALID_ARGUMENT);
    data.c = NULL;
    CHECK_INT(cnl_solve(at.solver, BATCH, &data, &at.batch.solution), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(cnl_solver_message(at.solver), "c is NULL");
    data = at.batch.data;
    data.A_stride = 1;
    CHECK_INT(cnl_solve(at.solver, BATCH, &data, &at.batch.solution), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(cnl_solver_message(at.solver), "A_stride");
    CHECK_INT(fake->calls, calls);

    CHECK_OK(solve(&at));
    CHECK_INT(cnl_vjp(at.solver, BATCH, &at.batch.data, NULL, &at.batch.gradient), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_jvp(at.solver, BATCH, &at.batch.data, NULL, NULL, NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_vjp(at.solver, BATCH - 1, &at.batch.data, &at.batch.cotangent, &at.batch.gradient), CNL_NO_SOLUTION);
    CHECK_INT(fake->calls, calls + 1);
    end(&at);
}

static void a_call_that_fails_says_so(void)
{
    setting at = begin();
    CHECK_OK(solve(&at));
    fake->fail = CNL_DEVICE_ERROR;
    CHECK_INT(vjp(&at), CNL_DEVICE_ERROR);
    CHECK_STR(cnl_solver_message(at.solver), "cnl_vjp() could not be started on the device: device error");
    CHECK_INT(jvp(&at), CNL_DEVICE_ERROR);
    CHECK_STR(cnl_solver_message(at.solver), "cnl_jvp() could not be started on the device: device error");
    CHECK_INT(solve(&at), CNL_DEVICE_ERROR);
    CHECK_STR(cnl_solver_message(at.solver), "cnl_solve() could not be started on the device: device error");
    fake->fail = CNL_OK;
    CHECK_INT(vjp(&at), CNL_NO_SOLUTION); /* the solve that failed left none */
    CHECK_OK(solve(&at));
    CHECK_STR(cnl_solver_message(at.solver), "");
    CHECK_OK(vjp(&at));
    end(&at);
}

static void a_call_that_is_not_there_says_so(void)
{
    setting at = begin();
    device_backend whole = *fake->table;
    CHECK_OK(solve(&at));
    fake->table->vjp = NULL;
    fake->table->jvp = NULL;
    CHECK_INT(vjp(&at), CNL_NOT_SUPPORTED);
    CHECK_STR(cnl_solver_message(at.solver), "cnl_vjp() is not there for a context on a device yet");
    CHECK_INT(jvp(&at), CNL_NOT_SUPPORTED);
    CHECK_STR(cnl_solver_message(at.solver), "cnl_jvp() is not there for a context on a device yet");
    CHECK_OK(solve(&at));
    fake->table->solve = NULL;
    CHECK_INT(solve(&at), CNL_NOT_SUPPORTED);
    CHECK_STR(cnl_solver_message(at.solver), "cnl_solve() is not there for a context on a device yet");
    *fake->table = whole;
    end(&at);
}

/* The fake plug-in takes no floats. */
static void floats_are_handed_over_or_refused(void)
{
    setting at = begin();
    cnl_settings settings = cnl_settings_default();
    settings.f32 = 1;
    cnl_structure structure = {.n = 2, .m = 1, .cones = {.l = 1}, .P = {CNL_DENSE}, .A = {CNL_DENSE}};
    cnl_solver *solver = NULL;
    float numbers[4] = {1, 0, 0, 1};
    int32_t status[1];
    cnl_data_f32 data = {numbers, numbers, numbers, numbers, 0, 0, 0, 0};
    cnl_solution_f32 solution = {.status = status};
    CHECK_OK(cnl_solver_create(at.context, &structure, &settings, 1, &solver, NULL));
    CHECK_INT(cnl_solve_f32(solver, 1, &data, &solution), CNL_NOT_SUPPORTED);
    CHECK_STR(cnl_solver_message(solver), "cnl_solve_f32() is not there for a context on a device yet");
    CHECK_INT(cnl_vjp_f32(solver, 1, &data, &(cnl_cotangent_f32){0}, &(cnl_gradient_f32){0}), CNL_NO_SOLUTION);
    CHECK_INT(cnl_solve_f32(at.solver, 1, &data, &solution), CNL_NOT_SUPPORTED);
    CHECK_CONTAINS(cnl_solver_message(at.solver), "settings.f32");
    cnl_solver_destroy(solver);
    end(&at);
}

/* Both memories count, but for the plug-in's own part on the host. */
static void the_size_is_that_of_host_and_device(void)
{
    counting_allocator counts;
    counting_allocator_begin(&counts);
    cnl_cuda_options options = {.allocator = counting_allocator_view(&counts)};
    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    size_t bytes = 0;
    cnl_structure structure = {.n = 30, .m = 40, .cones = {.l = 40}, .P = {CNL_DENSE}, .A = {CNL_DENSE}};
    CHECK_OK(cnl_context_create_cuda(&options, &context, NULL));
    size_t before = counts.live_bytes;
    CHECK_OK(cnl_solver_size(context, &structure, NULL, 1000, &bytes, NULL));
    CHECK_INT(counts.live_bytes, before);
    CHECK_OK(cnl_solver_create(context, &structure, NULL, 1000, &solver, NULL));
    size_t host = counts.live_bytes - before;
    CHECK(host + FAKE_SOLVER_BYTES >= bytes);
    CHECK_AT_MOST((double)(host + FAKE_SOLVER_BYTES - bytes), 1000);
    CHECK_AT_MOST((double)host, 40000); /* the maps of the plan, and no room for a batch */
    cnl_solver_destroy(solver);
    CHECK_INT(counts.live_bytes, before);

    cnl_error error = {0};
    fake->fail_at_creation = CNL_NOT_SUPPORTED;
    CHECK_INT(cnl_solver_size(context, &structure, NULL, 1000, &bytes, &error), CNL_NOT_SUPPORTED);
    CHECK_INT(bytes, 0);
    CHECK_STR(error.message, "the pretended device has no such solver");
    CHECK_INT(cnl_solver_create(context, &structure, NULL, 1000, &solver, &error), CNL_NOT_SUPPORTED);
    CHECK(solver == NULL);
    fake->fail_at_creation = CNL_OK;
    CHECK_INT(counts.live_bytes, before);
    cnl_context_destroy(context);
    CHECK_INT(counts.live, 0);
}

/* @return whether a context and a solver were made although allocation `fail_at` of the host, or of the device failed
 */
static bool try_with_failure(const cnl_structure *structure, long fail_at, long device_fails_at)
{
    counting_allocator counts;
    counting_allocator_begin(&counts);
    counts.fail_at = fail_at;
    fake->allocation_fails_at = device_fails_at > 0 ? fake->allocations + device_fails_at : 0;
    cnl_cuda_options options = {.allocator = counting_allocator_view(&counts)};
    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    cnl_error error = {0};
    cnl_status status = cnl_context_create_cuda(&options, &context, &error);
    if (status == CNL_OK) status = cnl_solver_create(context, structure, NULL, 17, &solver, &error);
    CHECK_INT(solver != NULL, status == CNL_OK);
    if (status != CNL_OK) {
        CHECK_INT(status, CNL_OUT_OF_MEMORY);
        CHECK_INT(error.status, CNL_OUT_OF_MEMORY);
        CHECK_CONTAINS(error.message, "memory");
    }
    cnl_solver_destroy(solver);
    cnl_context_destroy(context);
    CHECK_INT(counts.live, 0);
    CHECK_INT(counts.strange_releases, 0);
    CHECK_INT(counts.overruns, 0);
    CHECK_INT(fake->live, 0);
    CHECK_INT(fake->solvers, 0);
    CHECK_INT(fake->contexts, 0);
    fake->allocation_fails_at = 0;
    return status == CNL_OK;
}

static const int32_t column_starts[] = {0, 1, 2, 3, 4};
static const int32_t row_indices[] = {0, 1, 2, 3};

/* Dense, and sparse enough for all that the sparse method plans. */
static const cnl_structure structures[] = {
    {.n = 5, .m = 7, .cones = {.z = 1, .l = 6}, .P = {CNL_DENSE}, .A = {CNL_DENSE}},
    {.n = 4, .m = 4, .cones = {.l = 4}, .P = {CNL_ABSENT}, .A = {CNL_CSC, column_starts, row_indices}},
};

static void any_allocation_may_fail(const cnl_structure *structure)
{
    long fail_at = 1;
    while (fail_at < 1000 && !try_with_failure(structure, fail_at, 0)) fail_at++;
    CHECK_THAT(fail_at > 5 && fail_at < 1000, "it worked when allocation %ld failed", fail_at);
    CHECK(!try_with_failure(structure, 0, 1));
    CHECK(try_with_failure(structure, 0, 2));
}

/* Two contexts and their solvers do not mix; what the CPU does is its own. */
static void several_at_once(void)
{
    setting one = begin(), other = begin();
    cnl_context *here = NULL;
    CHECK_OK(cnl_context_create(NULL, &here, NULL));
    CHECK_OK(solve(&one));
    CHECK_INT(vjp(&other), CNL_NO_SOLUTION);
    CHECK_OK(vjp(&one));
    CHECK_INT(fake->solvers, 2);
    cnl_context_destroy(here);
    cnl_solver_destroy(other.solver);
    device_batch_free(&other.batch);
    cnl_context_destroy(other.context);
    CHECK_OK(solve(&one));
    end(&one);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    fake = open_fake_plugin();
    RUN(calls_reach_the_device);
    RUN(arguments_are_checked_before);
    RUN(a_call_that_fails_says_so);
    RUN(a_call_that_is_not_there_says_so);
    RUN(floats_are_handed_over_or_refused);
    RUN(the_size_is_that_of_host_and_device);
    RUN_CASES(any_allocation_may_fail, structures);
    RUN(several_at_once);
    return check_report();
}

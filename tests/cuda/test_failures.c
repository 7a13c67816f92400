/* What a device can refuse, it refuses here, one call after another: the status says so, a sentence says why, nothing
   is lost, and the next call works. Only the simulator can be told to fail. */
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "check.h"
#include "device_api.h"
#include "device_cases.h"

enum { MOST_CALLS = 40 };

/* Fewer kinds of solver than kernels: what they allocate and copy depends on the method. */
static const char *const chosen[] = {"warp 16", "block, dual by columns", "block, sparse"};

static cnl_settings settings_of(const device_case *row)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = row->method;
    return settings;
}

/* Make a solver while the nth call of a kind fails. @return how many calls of the kind there were. */
static uint64_t create_failing(const device_problem *like, unsigned kind, uint64_t nth, cnl_status expected)
{
    cnl_settings settings = settings_of(like->row);
    cnl_solver *solver = NULL;
    cnl_error error = {CNL_OK, ""};
    size_t before = cudasim_leaks();
    cudasim_fail(kind, nth);
    cnl_status status = cnl_solver_create(like->context, &like->stored.structure, &settings, 4, &solver, &error);
    uint64_t calls = cudasim_calls();
    cudasim_fail(0, 0);
    CHECK_INT(status, expected);
    CHECK((solver == NULL) == (expected != CNL_OK));
    if (expected != CNL_OK) {
        CHECK_INT(error.status, expected);
        CHECK_CONTAINS(error.message, ": ");
    }
    cnl_solver_destroy(solver);
    CHECK_INT(cudasim_leaks(), before);
    return calls;
}

/* The context is as good as before. */
static void check_usable(device_problem *all, const double *expected)
{
    device_problem_fill(all, 0);
    device_problem_start(all);
    double *outputs = device_problem_outputs(all);
    CHECK_BITS(outputs, expected, 1, all->views.output_count);
    free(outputs);
}

static void a_solver_is_not_made(const char *const *name)
{
    device_problem all;
    cnl_context *context = context_on_stream(0, NULL);
    if (device_problem_open(&all, context, case_named(*name))) {
        device_problem_start(&all);
        double *expected = device_problem_outputs(&all);
        const unsigned kinds[] = {CUDASIM_ALLOCATION, CUDASIM_COPY};
        const cnl_status answers[] = {CNL_OUT_OF_MEMORY, CNL_DEVICE_ERROR};
        for (int k = 0; k < 2; k++) {
            uint64_t calls = create_failing(&all, kinds[k], 0, CNL_OK);
            CHECK(calls >= 1 && calls < MOST_CALLS);
            for (uint64_t nth = 1; nth <= calls; nth++) create_failing(&all, kinds[k], nth, answers[k]);
        }
        check_usable(&all, expected);
        free(expected);
    }
    device_problem_close(&all);
    cnl_context_destroy(context);
    CHECK_INT(cudasim_leaks(), 0);
}

/* Host memory runs out, at each request in turn: nothing stays on the device. */
static void the_host_has_no_memory(const char *const *name)
{
    const device_case *row = case_named(*name);
    device_problem shape;
    cnl_context *plain = context_on_stream(0, NULL);
    CHECK(device_problem_open(&shape, plain, row));
    size_t before = cudasim_leaks();
    bool made = false;
    for (long nth = 1; !made && nth < 1000; nth++) {
        counting_allocator counts;
        counting_allocator_begin(&counts);
        counts.fail_at = nth;
        cnl_cuda_options options = {.allocator = counting_allocator_view(&counts)};
        cnl_settings settings = settings_of(row);
        cnl_context *context = NULL;
        cnl_solver *solver = NULL;
        cnl_status status = cnl_context_create_cuda(&options, &context, NULL);
        if (status == CNL_OK) status = cnl_solver_create(context, &shape.stored.structure, &settings, 4, &solver, NULL);
        made = status == CNL_OK;
        CHECK(made || status == CNL_OUT_OF_MEMORY);
        cnl_solver_destroy(solver);
        cnl_context_destroy(context);
        CHECK_INT(counts.live, 0);
        CHECK_INT(counts.overruns, 0);
        CHECK_INT(cudasim_leaks(), before);
    }
    CHECK(made);
    device_problem_close(&shape);
    cnl_context_destroy(plain);
}

typedef cnl_status call(device_problem *all);

static cnl_status solve(device_problem *all)
{
    return cnl_solve(all->solver, all->row->batch, &all->views.data, &all->views.solution);
}

static cnl_status vjp(device_problem *all)
{
    return cnl_vjp(all->solver, all->row->batch, &all->views.data, &all->views.cotangent, &all->views.gradient);
}

static cnl_status jvp(device_problem *all)
{
    const call_arrays *with = &all->views;
    return cnl_jvp(all->solver, all->row->batch, &with->data, &with->change, with->dx, with->dy, with->ds, with->info);
}

/* A call whose nth launch, copy or memset fails, for each n. */
static void check_call_fails(device_problem *all, call *tried, unsigned kind, const char *name)
{
    CHECK_OK(solve(all));
    cudasim_fail(kind, 0);
    CHECK_OK(tried(all));
    uint64_t calls = cudasim_calls();
    CHECK(calls < MOST_CALLS);
    for (uint64_t nth = 1; nth <= calls; nth++) {
        CHECK_OK(solve(all));
        cudasim_fail(kind, nth);
        CHECK_INT(tried(all), CNL_DEVICE_ERROR);
        cudasim_fail(0, 0);
        CHECK_CONTAINS(cnl_solver_message(all->solver), name);
        CHECK_INT(cudaPeekAtLastError(), cudaSuccess);
    }
}

static void a_call_is_not_started(const char *const *name)
{
    device_problem all;
    cnl_context *context = context_on_stream(0, NULL);
    if (device_problem_open(&all, context, case_named(*name))) {
        device_problem_start(&all);
        double *expected = device_problem_outputs(&all);
        check_call_fails(&all, solve, CUDASIM_LAUNCH, "cnl_solve()");
        check_call_fails(&all, solve, CUDASIM_COPY, "cnl_solve()");
        check_call_fails(&all, vjp, CUDASIM_LAUNCH, "cnl_vjp()");
        check_call_fails(&all, jvp, CUDASIM_LAUNCH, "cnl_jvp()");
        check_usable(&all, expected);
        free(expected);
    }
    device_problem_close(&all);
    cnl_context_destroy(context);
    CHECK_INT(cudasim_leaks(), 0);
}

static void arrays_and_waiting(void)
{
    cnl_context *context = context_on_stream(0, NULL);
    double numbers[2] = {1, 2};
    void *array = numbers;
    cudasim_fail(CUDASIM_ALLOCATION, 1);
    CHECK_INT(cnl_array_allocate(context, sizeof numbers, &array), CNL_OUT_OF_MEMORY);
    CHECK(array == NULL);
    CHECK_OK(cnl_array_allocate(context, sizeof numbers, &array));
    cudasim_fail(CUDASIM_COPY, 1);
    CHECK_INT(cnl_array_upload(context, array, numbers, sizeof numbers), CNL_DEVICE_ERROR);
    CHECK_OK(cnl_array_upload(context, array, numbers, sizeof numbers));
    cudasim_fail(CUDASIM_COPY, 1);
    CHECK_INT(cnl_array_download(context, numbers, array, sizeof numbers), CNL_DEVICE_ERROR);
    cudasim_fail(CUDASIM_SYNCHRONISATION, 1); /* a kernel has failed */
    CHECK_INT(cnl_context_synchronize(context), CNL_DEVICE_ERROR);
    CHECK_OK(cnl_context_synchronize(context));
    memset(numbers, 0, sizeof numbers);
    CHECK_OK(cnl_array_download(context, numbers, array, sizeof numbers));
    CHECK_ARRAY(numbers, ((double[]){1, 2}), 1, 2, 0);
    cnl_array_release(context, array);
    cnl_context_destroy(context);
    CHECK_INT(cudasim_leaks(), 0);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_solver_is_not_made, chosen);
    RUN_CASES(the_host_has_no_memory, chosen);
    RUN_CASES(a_call_is_not_started, chosen);
    RUN(arrays_and_waiting);
    return check_report();
}

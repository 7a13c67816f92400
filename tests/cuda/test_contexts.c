/* Several contexts at once: on streams of one device, from threads of the host, on several devices. Each gives the
   answers that it gives alone. */
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "device_api.h"
#include "device_cases.h"

enum { CONTEXTS = 2, ROUNDS = 3, SEEDS = 8 };

/* A stream, a context on it, a batch, and its answers when nothing else runs. */
typedef struct worker {
    int device;
    cudaStream_t stream;
    cnl_context *context;
    device_problem problem;
    double *alone;
    double *outputs;
    int failed;
} worker;

static bool begin(worker *one, int device, const device_case *row)
{
    one->device = device;
    CHECK_OK(cudaSetDevice(device));
    CHECK_OK(cudaStreamCreateWithFlags(&one->stream, cudaStreamNonBlocking));
    CHECK_OK(cudaSetDevice(0));
    one->context = context_on_stream(device, one->stream);
    if (!device_problem_open(&one->problem, one->context, row)) return false;
    device_problem_start(&one->problem);
    one->alone = device_problem_outputs(&one->problem);
    double *expected = device_problem_on_cpu(&one->problem);
    device_problem_check_near(&one->problem, one->alone, expected);
    free(expected);
    device_problem_fill(&one->problem, 0);
    return true;
}

static void end(worker *one)
{
    device_problem_close(&one->problem);
    cnl_context_destroy(one->context);
    CHECK_OK(cudaStreamDestroy(one->stream));
    free(one->alone);
}

static void check_answers(const worker *one)
{
    double *outputs = device_problem_outputs(&one->problem);
    CHECK_BITS(outputs, one->alone, 1, one->problem.views.output_count);
    free(outputs);
}

static void schedule(uint64_t seed)
{
    check_seed(seed);
#ifdef CONELET_CUDASIM
    cudasim_seed(seed);
#endif
}

/* The calls of two contexts, one after another without waiting. */
static void two_streams(void)
{
    worker all[CONTEXTS] = {{0}};
    bool ready = begin(&all[0], 0, case_named("warp 16")) && begin(&all[1], 0, case_named("block, dual by columns"));
    for (uint64_t seed = 0; ready && seed < SEEDS; seed++) {
        schedule(seed);
        for (int round = 0; round < ROUNDS; round++)
            for (int k = 0; k < CONTEXTS; k++) device_problem_start(&all[k].problem);
        for (int k = 0; k < CONTEXTS; k++) check_answers(&all[k]);
    }
    schedule(0);
    for (int k = 0; k < CONTEXTS; k++) end(&all[k]);
}

/* Without checks, which belong to the main thread. */
static void *work(void *given)
{
    worker *one = given;
    const call_arrays *with = &one->problem.views;
    cnl_solver *solver = one->problem.solver;
    int64_t batch = one->problem.row->batch;
    for (int round = 0; round < ROUNDS; round++) {
        one->failed |= cnl_solve(solver, batch, &with->data, &with->solution);
        one->failed |= cnl_vjp(solver, batch, &with->data, &with->cotangent, &with->gradient);
        one->failed |= cnl_jvp(solver, batch, &with->data, &with->change, with->dx, with->dy, with->ds, with->info);
        one->failed |= cnl_context_synchronize(one->context);
    }
    return NULL;
}

static void two_threads(void)
{
    worker all[CONTEXTS] = {{0}};
    bool ready = begin(&all[0], 0, case_named("warp 16")) && begin(&all[1], 0, case_named("block, dual by columns"));
    pthread_t threads[CONTEXTS];
    for (int k = 0; ready && k < CONTEXTS; k++) CHECK_OK(pthread_create(&threads[k], NULL, work, &all[k]));
    for (int k = 0; ready && k < CONTEXTS; k++) {
        CHECK_OK(pthread_join(threads[k], NULL));
        CHECK_INT(all[k].failed, CNL_OK);
        check_answers(&all[k]);
    }
    for (int k = 0; k < CONTEXTS; k++) end(&all[k]);
}

/* Each on a device of its own; the caller's current device stays what it is. */
static void two_devices(void)
{
    if (count_devices() < CONTEXTS) {
        check_skip("there is one device");
        return;
    }
    worker all[CONTEXTS] = {{0}};
    bool ready = true;
    for (int k = 0; ready && k < CONTEXTS; k++) ready = begin(&all[k], k, case_named("warp 16"));
    for (int k = 0; ready && k < CONTEXTS; k++) device_problem_start(&all[k].problem);
    for (int k = 0; ready && k < CONTEXTS; k++) check_answers(&all[k]);
    for (int k = 0; k < CONTEXTS; k++) end(&all[k]);
    int current = -1;
    CHECK_OK(cudaGetDevice(&current));
    CHECK_INT(current, 0);
    cnl_context *context = NULL;
    cnl_cuda_options options = {.device = count_devices()};
    CHECK_INT(cnl_context_create_cuda(&options, &context, NULL), CNL_INVALID_ARGUMENT);
    CHECK(context == NULL);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    count_devices();
    RUN(two_streams);
    RUN(two_threads);
    RUN(two_devices);
    return check_report();
}

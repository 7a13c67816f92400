/* A CUDA graph of all three calls, captured once and replayed with other data in the same arrays, gives the bits of
   plain calls, whichever kernels are in it. In the simulator, calls are also watched: they allocate nothing, wait for
   nothing and use no stream but the context's. */
#include <stdlib.h>

#include "check.h"
#include "device_api.h"
#include "device_cases.h"

enum { REPLAYS = 3 };

/* A stream, a context on it and a batch. */
typedef struct setting {
    cudaStream_t stream;
    cnl_context *context;
    device_problem problem;
} setting;

static bool begin(setting *at, const device_case *row)
{
    check_note("%s", row->name);
    CHECK_OK(cudaStreamCreate(&at->stream));
    at->context = context_on_stream(0, at->stream);
    return device_problem_open(&at->problem, at->context, row);
}

static void end(setting *at)
{
    device_problem_close(&at->problem);
    cnl_context_destroy(at->context);
    CHECK_OK(cudaStreamDestroy(at->stream));
#ifdef CONELET_CUDASIM
    CHECK_INT(cudasim_leaks(), 0);
#endif
}

static void start_watched(setting *at)
{
#ifdef CONELET_CUDASIM
    cudasim_forbid(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION);
    cudasim_only_stream(at->stream);
#endif
    device_problem_start(&at->problem);
#ifdef CONELET_CUDASIM
    cudasim_allow();
#endif
}

static cudaGraphExec_t capture(setting *at)
{
    cudaGraph_t graph = NULL;
    cudaGraphExec_t executable = NULL;
    CHECK_OK(cudaStreamBeginCapture(at->stream, cudaStreamCaptureModeGlobal));
    start_watched(at);
    CHECK_OK(cudaStreamEndCapture(at->stream, &graph));
    if (graph == NULL) return NULL;
    CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
    CHECK_OK(cudaGraphDestroy(graph));
    return executable;
}

static void check_same_outputs(const setting *at, const double *expected)
{
    double *outputs = device_problem_outputs(&at->problem);
    CHECK_BITS(outputs, expected, 1, at->problem.views.output_count);
    free(outputs);
}

static void a_replay_is_what_calls_are(const device_case *row)
{
    setting at;
    if (begin(&at, row)) {
        cudaGraphExec_t graph = capture(&at);
        for (int number = 1; graph && number <= REPLAYS; number++) {
            device_problem_fill(&at.problem, number);
            start_watched(&at);
            double *called = device_problem_outputs(&at.problem);
            double *expected = device_problem_on_cpu(&at.problem);
            device_problem_check_near(&at.problem, called, expected);

            device_problem_fill(&at.problem, number);
            CHECK_OK(cudaGraphLaunch(graph, at.stream));
            check_same_outputs(&at, called);
            free(expected);
            free(called);
        }
        if (graph) CHECK_OK(cudaGraphExecDestroy(graph));
    }
    end(&at);
}

/* What is captured has not run; and a graph may be replayed twice before anybody looks. */
static void a_capture_runs_nothing(void)
{
    setting at;
    if (begin(&at, case_named("warp 16"))) {
        double *before = device_problem_outputs(&at.problem);
        cudaGraphExec_t graph = capture(&at);
        check_same_outputs(&at, before);
        device_problem_start(&at.problem);
        double *called = device_problem_outputs(&at.problem);
        device_problem_fill(&at.problem, 0);
        for (int k = 0; k < 2; k++) CHECK_OK(cudaGraphLaunch(graph, at.stream));
        check_same_outputs(&at, called);
        CHECK_OK(cudaGraphExecDestroy(graph));
        free(before);
        free(called);
    }
    end(&at);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    count_devices();
    RUN_CASES(a_replay_is_what_calls_are, device_cases);
    RUN(a_capture_runs_nothing);
    return check_report();
}

/* Large dense programs, whose factors are cuBLAS's and cuSOLVER's work: the answers of the CPU, and the same bits
   wherever a problem stands and however it is called. test_library_failures.c has what goes wrong. */
#include <stdlib.h>

#include "check.h"
#include "device_problem.h"
#include "library_setting.h"

#ifdef CONELET_CUDASIM
#include "cudasim/math_libraries.h"
#endif

#define CONE_SIZES(...) ((const int32_t[]){__VA_ARGS__})

/* One of each route. */
static const library_case *const routes[] = {&library_cases[LIBRARY_CONES], &library_cases[LIBRARY_BY_ROWS],
                                             &library_cases[LIBRARY_BY_COLUMNS]};

/* The second pass would mend what the first one spoils, and takes another number of iterations. */
static void check_iterations(const library_case *row, int32_t got, int32_t expected)
{
    if (library_is_definite(row)) CHECK_INT(got, expected);
}

/* Those with a solution have the CPU's, and the optimality conditions say so too. */
static void check_answers(library_setting *at, const library_case *row, const answers *got)
{
    fixture cpu;
    fixture_options options = {.method = row->method, .eps = 1e-10};
    if (fixture_solve(&cpu, &at->programs, &options)) {
        int64_t n = got->n;
        int64_t m = got->m;
        for (int64_t i = 0; i < LIBRARY_BATCH; i++) {
            check_note("problem %d", (int)i);
            CHECK_INT(got->status[i], cpu.answers.status[i]);
            if (got->status[i] != CNL_SOLVED) continue;
            check_iterations(row, got->iterations[i], cpu.answers.iterations[i]);
            library_check_close(got->x + i * n, cpu.answers.x + i * n, n);
            library_check_close(got->y + i * m, cpu.answers.y + i * m, m);
            library_check_close(got->s + i * m, cpu.answers.s + i * m, m);
        }
        answers of_cpu = cpu.answers;
        cpu.answers = *got; /* to be judged in their place */
        for (int64_t i = 0; i < LIBRARY_INFEASIBLE; i++) check_solved(&cpu, i, 1e-9);
        check_primal_infeasible(&cpu, LIBRARY_INFEASIBLE);
        check_dual_infeasible(&cpu, LIBRARY_UNBOUNDED);
        cpu.answers = of_cpu;
        CHECK_INT(got->status[LIBRARY_INVALID], CNL_INVALID_DATA);
    }
    fixture_close(&cpu);
}

static void answers_are_those_of_the_cpu(const library_case *row)
{
    library_setting at;
    if (library_begin(&at, row)) {
#ifdef CONELET_CUDASIM
        uint64_t before = cudasim_math_factors();
#endif
        answers got = library_solve(&at, library_in_order, LIBRARY_BATCH);
#ifdef CONELET_CUDASIM
        CHECK(cudasim_math_factors() > before);
#endif
        check_answers(&at, row, &got);
        answers_free(&got);
    }
    library_end(&at);
}

/* Another place, other neighbours, a smaller batch: the same bits. */
static void a_problem_does_not_notice_its_place(const library_case *const *row)
{
    library_setting at;
    if (library_begin(&at, *row)) {
        const int elsewhere[] = {5, 2, 1, 0, 3};
        const int alone[] = {1};
        answers all = library_solve(&at, library_in_order, LIBRARY_BATCH);
        answers moved = library_solve(&at, elsewhere, 5);
        for (int i = 0; i < 5; i++) check_same_answers(&moved, i, &all, elsewhere[i], 1);
        answers one = library_solve(&at, alone, 1);
        check_same_answers(&one, 0, &all, 1, 1);
        answers_free(&one);
        answers_free(&moved);
        answers_free(&all);
    }
    library_end(&at);
}

/* Captured once and replayed with other data, a call gives the bits of plain calls; and it may stand twice in a graph.
 */
static void a_replay_is_what_calls_are(const library_case *const *row)
{
    library_setting at;
    if (library_begin(&at, *row)) {
        cudaGraph_t graph = NULL;
        cudaGraphExec_t executable = NULL;
        CHECK_OK(cudaStreamBeginCapture(at.stream, cudaStreamCaptureModeGlobal));
        for (int k = 0; k < 2; k++) library_start(&at, 3);
        CHECK_OK(cudaStreamEndCapture(at.stream, &graph));
        CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
        CHECK_OK(cudaGraphDestroy(graph));
        for (int first = 0; first < 2; first++) {
            answers called = library_solve(&at, library_in_order + first, 3);
            library_batch_fill(&at.batch, &at.stored, library_in_order + first, 3);
            CHECK_OK(cudaGraphLaunch(executable, at.stream));
            answers replayed = library_batch_answers(&at.batch, 3);
            check_same_answers(&replayed, 0, &called, 0, 3);
            answers_free(&replayed);
            answers_free(&called);
        }
        CHECK_OK(cudaGraphExecDestroy(executable));
    }
    library_end(&at);
}

/* Derivatives at such a solution are those of the CPU, in a graph too. */
static const device_case differentiated[] = {
    {"embedding", 130, {2, 3, 1, CONE_SIZES(3)}, 0, CNL_METHOD_PRIMAL, {.P = FORM_DENSE}, 1, 0, 1},
    {"definite", 107, {2, 104, 0, NULL}, 0, CNL_METHOD_DUAL, {.P = FORM_DENSE}, 1, 0, 0.3},
    {"definite, by columns", 91, {2, 111, 0, NULL}, 0, CNL_METHOD_PRIMAL, {.P = FORM_DENSE}, 1, 0, 0.3},
};

static void derivatives_follow(const device_case *row)
{
    cudaStream_t stream = NULL;
    cudaGraph_t graph = NULL;
    cudaGraphExec_t executable = NULL;
    device_problem all;
    CHECK_OK(cudaStreamCreate(&stream));
    cnl_context *context = context_on_stream(0, stream);
    if (device_problem_open(&all, context, row)) {
        double *expected = device_problem_on_cpu(&all);
        CHECK_OK(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
        device_problem_start(&all);
        CHECK_OK(cudaStreamEndCapture(stream, &graph));
        CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
        CHECK_OK(cudaGraphDestroy(graph));
        CHECK_OK(cudaGraphLaunch(executable, stream));
        double *outputs = device_problem_outputs(&all);
        device_problem_check_near(&all, outputs, expected);
        CHECK_OK(cudaGraphExecDestroy(executable));
        free(outputs);
        free(expected);
    }
    device_problem_close(&all);
    cnl_context_destroy(context);
    CHECK_OK(cudaStreamDestroy(stream));
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    count_devices();
    RUN_CASES(answers_are_those_of_the_cpu, library_cases);
    RUN_CASES(a_problem_does_not_notice_its_place, routes);
    RUN_CASES(a_replay_is_what_calls_are, routes);
    RUN_CASES(derivatives_follow, differentiated);
    return check_report();
}

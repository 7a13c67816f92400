/* Large dense programs, whose factors are cuBLAS's and cuSOLVER's work: the answers of the CPU, the same bits wherever
   a problem stands and however it is called, and errors of the libraries. In the simulator, calls are also watched:
   they allocate nothing, wait for nothing and use no stream but the context's. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "device_problem.h"
#include "library_batch.h"

#ifdef CONELET_CUDASIM
#include "cudasim/math_libraries.h"
#endif

#define CONE_SIZES(...) ((const int32_t[]){__VA_ARGS__})

static const layout dense = {.P = FORM_DENSE};
static const layout absent = {.P = FORM_ABSENT};
static const layout sparse = {.P = FORM_UPPER, .A = FORM_FULL};

/* A cone of more than n/2 rows enters K in a way of its own; so does the second of two. */
static const library_case cases[] = {
    {"linear programs", 130, {8, 160, 0, NULL}, 0, CNL_METHOD_PRIMAL, absent},
    {"cones, and a large one", 131, {5, 60, 3, CONE_SIZES(4, 80, 9)}, 131, CNL_METHOD_PRIMAL, dense},
    {"sparse data, two large cones", 137, {0, 11, 2, CONE_SIZES(70, 75)}, 137, CNL_METHOD_PRIMAL, sparse},
    {"few rows", 150, {3, 1, 1, CONE_SIZES(2)}, 150, CNL_METHOD_PRIMAL, dense},
    {"definite, as many rows as variables", 106, {10, 96, 0, NULL}, 106, CNL_METHOD_DUAL, dense},
    {"definite, few rows", 231, {0, 41, 0, NULL}, 231, CNL_METHOD_DUAL, dense},
    {"definite, sparse data, many rows", 71, {3, 118, 0, NULL}, 71, CNL_METHOD_DUAL, sparse},
    {"definite, by columns", 91, {0, 111, 0, NULL}, 91, CNL_METHOD_PRIMAL, dense},
    {"definite, by columns, sparse data", 43, {1, 352, 0, NULL}, 43, CNL_METHOD_PRIMAL, sparse},
};

/* One of each route. */
static const library_case *const routes[] = {&cases[1], &cases[4], &cases[7]};
static const library_case *const small_routes[] = {&cases[3], &cases[4], &cases[7]};
/* Whose first pass is by a definite route. */
static const library_case *const definite_routes[] = {&cases[4], &cases[7]};

static const int in_order[] = {0, 1, 2, 3, 4, 5};

/* A stream, a context on it, the programs of a case, and a solver. */
typedef struct setting {
    cudaStream_t stream;
    cnl_context *context;
    programs programs;
    stored stored;
    library_batch batch;
} setting;

static bool begin(setting *at, const library_case *row)
{
    check_note("%s", row->name);
    CHECK_OK(cudaStreamCreate(&at->stream));
    at->context = context_on_stream(0, at->stream);
    at->programs = library_programs(row, 0);
    at->stored = stored_create(&at->programs, row->layout);
    at->stored.structure.cones = row->cones;
    return library_batch_open(&at->batch, at->context, row->method, &at->stored);
}

static void end(setting *at)
{
    library_batch_close(&at->batch);
    stored_free(&at->stored);
    programs_free(&at->programs);
    cnl_context_destroy(at->context);
    CHECK_OK(cudaStreamDestroy(at->stream));
#ifdef CONELET_CUDASIM
    CHECK_INT(cudasim_leaks(), 0);
    CHECK_INT(cudasim_math_handles(), 0);
#endif
}

static void start_watched(setting *at, int64_t count)
{
#ifdef CONELET_CUDASIM
    cudasim_forbid(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION);
    cudasim_only_stream(at->stream);
#endif
    CHECK_OK(cnl_solve(at->batch.solver, count, &at->batch.data, &at->batch.solution));
#ifdef CONELET_CUDASIM
    cudasim_allow();
#endif
}

static answers solve(setting *at, const int *places, int64_t count)
{
    library_batch_fill(&at->batch, &at->stored, places, count);
    start_watched(at, count);
    return library_batch_answers(&at->batch, count);
}

static double largest(const double *numbers, int64_t count)
{
    double most = 1;
    for (int64_t k = 0; k < count; k++) most = fmax(most, fabs(numbers[k]));
    return most;
}

static void check_close(const double *got, const double *expected, int64_t count)
{
    CHECK_ARRAY(got, expected, 1, count, 1e-8 * largest(expected, count));
}

/* The second pass would mend what the first one spoils, and takes another number of iterations. */
static void check_iterations(const library_case *row, int32_t got, int32_t expected)
{
    if (library_is_definite(row)) CHECK_INT(got, expected);
}

/* Those with a solution have the CPU's, and the optimality conditions say so too. */
static void check_answers(setting *at, const library_case *row, const answers *got)
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
            check_close(got->x + i * n, cpu.answers.x + i * n, n);
            check_close(got->y + i * m, cpu.answers.y + i * m, m);
            check_close(got->s + i * m, cpu.answers.s + i * m, m);
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
    setting at;
    if (begin(&at, row)) {
#ifdef CONELET_CUDASIM
        uint64_t before = cudasim_math_factors();
#endif
        answers got = solve(&at, in_order, LIBRARY_BATCH);
#ifdef CONELET_CUDASIM
        CHECK(cudasim_math_factors() > before);
#endif
        check_answers(&at, row, &got);
        answers_free(&got);
    }
    end(&at);
}

/* Another place, other neighbours, a smaller batch: the same bits. */
static void a_problem_does_not_notice_its_place(const library_case *const *row)
{
    setting at;
    if (begin(&at, *row)) {
        const int elsewhere[] = {5, 2, 1, 0, 3};
        const int alone[] = {1};
        answers all = solve(&at, in_order, LIBRARY_BATCH);
        answers moved = solve(&at, elsewhere, 5);
        for (int i = 0; i < 5; i++) check_same_answers(&moved, i, &all, elsewhere[i], 1);
        answers one = solve(&at, alone, 1);
        check_same_answers(&one, 0, &all, 1, 1);
        answers_free(&one);
        answers_free(&moved);
        answers_free(&all);
    }
    end(&at);
}

/* Captured once and replayed with other data, a call gives the bits of plain calls; and it may stand twice in a graph.
 */
static void a_replay_is_what_calls_are(const library_case *const *row)
{
    setting at;
    if (begin(&at, *row)) {
        cudaGraph_t graph = NULL;
        cudaGraphExec_t executable = NULL;
        CHECK_OK(cudaStreamBeginCapture(at.stream, cudaStreamCaptureModeGlobal));
        for (int k = 0; k < 2; k++) start_watched(&at, 3);
        CHECK_OK(cudaStreamEndCapture(at.stream, &graph));
        CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
        CHECK_OK(cudaGraphDestroy(graph));
        for (int first = 0; first < 2; first++) {
            answers called = solve(&at, in_order + first, 3);
            library_batch_fill(&at.batch, &at.stored, in_order + first, 3);
            CHECK_OK(cudaGraphLaunch(executable, at.stream));
            answers replayed = library_batch_answers(&at.batch, 3);
            check_same_answers(&replayed, 0, &called, 0, 3);
            answers_free(&replayed);
            answers_free(&called);
        }
        CHECK_OK(cudaGraphExecDestroy(executable));
    }
    end(&at);
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

#ifdef CONELET_CUDASIM

/* A factor that breaks down is made once more, with a diagonal that is hardly larger: nobody sees it. */
static void a_factor_breaks_down(void)
{
    setting at;
    const int twice[] = {0, 0}; /* one for each slot, and both take as long */
    if (begin(&at, &cases[0])) {
        uint64_t before = cudasim_math_factors();
        answers expected = solve(&at, twice, 2);
        uint64_t as_a_rule = cudasim_math_factors() - before;
        for (uint64_t nth = 1; nth <= 13; nth += 6) {
            cudasim_math_break(nth, 1);
            before = cudasim_math_factors();
            answers got = solve(&at, twice, 2);
            cudasim_math_break(0, 0);
            CHECK(cudasim_math_factors() - before > as_a_rule);
            for (int i = 0; i < 2; i++) CHECK_INT(got.status[i], CNL_SOLVED);
            check_close(got.x, expected.x, 2 * got.n);
            answers_free(&got);
        }
        answers_free(&expected);
    }
    end(&at);
}

/* A problem of a definite P whose factor breaks down, P's or a later one, is the second pass's: other bits. */
static void broken_factors_are_rescued(const library_case *const *row)
{
    setting at;
    if (begin(&at, *row)) {
        uint64_t before = cudasim_math_factors();
        answers expected = solve(&at, in_order, 1);
        uint64_t as_a_rule = cudasim_math_factors() - before;
        const uint64_t from[] = {1, as_a_rule / 2};
        for (int k = 0; k < 2; k++) {
            cudasim_math_break(from[k], UINT32_MAX);
            answers got = solve(&at, in_order, 1);
            cudasim_math_break(0, 0);
            CHECK_INT(got.status[0], CNL_SOLVED);
            check_close(got.x, expected.x, got.n);
            check_close(got.y, expected.y, got.m);
            CHECK(memcmp(got.x, expected.x, (size_t)got.n * sizeof *got.x) != 0);
            answers_free(&got);
        }
        answers_free(&expected);
    }
    end(&at);
}

/* No factor from some iteration on: the problem ends there, and what it ends with is no solution. */
static void no_factor_succeeds(void)
{
    setting at;
    if (begin(&at, &cases[0])) {
        for (uint64_t nth = 1; nth <= 13; nth += 6) {
            uint64_t before = cudasim_math_factors();
            cudasim_math_break(nth, 1000000);
            answers got = solve(&at, in_order, 2);
            cudasim_math_break(0, 0);
            CHECK(cudasim_math_factors() - before <= nth + 16);
            for (int i = 0; i < 2; i++) CHECK_INT(got.status[i], CNL_NUMERICAL_ERROR);
            answers_free(&got);
        }
        answers got = solve(&at, in_order, 1);
        CHECK_INT(got.status[0], CNL_SOLVED);
        answers_free(&got);
    }
    end(&at);
}

enum { OF_THE_LIBRARIES = 0, MOST_CALLS = 60 };

static void let_fail(unsigned kind, uint64_t nth)
{
    if (kind == OF_THE_LIBRARIES)
        cudasim_math_fail(nth);
    else
        cudasim_fail(kind, nth);
}

static uint64_t calls_of(unsigned kind) { return kind == OF_THE_LIBRARIES ? cudasim_math_calls() : cudasim_calls(); }

/* Make a solver while the nth call of a kind fails: all is given back. Returns how many there were. */
static uint64_t create_failing(const setting *at, cnl_method method, unsigned kind, uint64_t nth)
{
    cnl_settings settings = library_settings(method);
    cnl_solver *solver = NULL;
    cnl_error error = {CNL_OK, ""};
    size_t before = cudasim_leaks();
    size_t handles = cudasim_math_handles();
    let_fail(kind, nth);
    cnl_status status = cnl_solver_create(at->context, &at->stored.structure, &settings, 2, &solver, &error);
    uint64_t calls = calls_of(kind);
    let_fail(kind, 0);
    CHECK_INT(status != CNL_OK, nth > 0);
    CHECK((solver == NULL) == (status != CNL_OK));
    if (status != CNL_OK) CHECK_CONTAINS(error.message, ": ");
    cnl_solver_destroy(solver);
    CHECK_INT(cudasim_leaks(), before);
    CHECK_INT(cudasim_math_handles(), handles);
    CHECK_INT(cudaPeekAtLastError(), cudaSuccess);
    return calls;
}

static void a_solver_is_not_made(const library_case *const *row)
{
    const unsigned kinds[] = {CUDASIM_ALLOCATION,      CUDASIM_COPY,    CUDASIM_LAUNCH, CUDASIM_GRAPH,
                              CUDASIM_SYNCHRONISATION, OF_THE_LIBRARIES};
    setting at;
    if (begin(&at, *row)) {
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            check_note("kind %u", kinds[k]);
            uint64_t calls = create_failing(&at, (*row)->method, kinds[k], 0);
            CHECK(calls >= 1 && calls < MOST_CALLS);
            for (uint64_t nth = 1; nth <= calls; nth++) create_failing(&at, (*row)->method, kinds[k], nth);
        }
    }
    end(&at);
}

/* A call, captured or not, whose nth launch or graph operation or library call fails, for each n. */
static void call_failing(setting *at, bool captured, unsigned kind, uint64_t nth, uint64_t *calls)
{
    cudaGraph_t graph = NULL;
    size_t before = cudasim_leaks();
    if (captured) CHECK_OK(cudaStreamBeginCapture(at->stream, cudaStreamCaptureModeRelaxed));
    let_fail(kind, nth);
    cnl_status status = cnl_solve(at->batch.solver, 1, &at->batch.data, &at->batch.solution);
    *calls = calls_of(kind);
    let_fail(kind, 0);
    CHECK_INT(status, nth == 0 ? CNL_OK : kind == CUDASIM_GRAPH ? CNL_OUT_OF_MEMORY : CNL_DEVICE_ERROR);
    if (nth > 0) CHECK_CONTAINS(cnl_solver_message(at->batch.solver), "cnl_solve()");
    CHECK_INT(cudaPeekAtLastError(), cudaSuccess);
    if (captured && cudaStreamEndCapture(at->stream, &graph) == cudaSuccess) CHECK_OK(cudaGraphDestroy(graph));
    cudaGetLastError();
    CHECK_INT(cudasim_leaks(), before);
}

static void a_call_is_not_started(const library_case *const *row)
{
    const unsigned kinds[] = {CUDASIM_COPY, CUDASIM_LAUNCH, CUDASIM_GRAPH, OF_THE_LIBRARIES};
    setting at;
    if (begin(&at, *row)) {
        answers expected = solve(&at, in_order, 1);
        for (int captured = 0; captured < 2; captured++)
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
                check_note("%s, kind %u", captured ? "captured" : "called", kinds[k]);
                uint64_t calls = 0;
                uint64_t ignored = 0;
                call_failing(&at, captured, kinds[k], 0, &calls);
                bool is_plain = !captured && (kinds[k] == CUDASIM_GRAPH || kinds[k] == OF_THE_LIBRARIES);
                CHECK_INT(calls > 0, !is_plain);
                for (uint64_t nth = 1; nth <= calls; nth++) call_failing(&at, captured, kinds[k], nth, &ignored);
            }
        answers got = solve(&at, in_order, 1);
        check_same_answers(&got, 0, &expected, 0, 1);
        answers_free(&got);
        answers_free(&expected);
    }
    end(&at);
}

#endif

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    count_devices();
    RUN_CASES(answers_are_those_of_the_cpu, cases);
    RUN_CASES(a_problem_does_not_notice_its_place, routes);
    RUN_CASES(a_replay_is_what_calls_are, routes);
    RUN_CASES(derivatives_follow, differentiated);
#ifdef CONELET_CUDASIM
    RUN(a_factor_breaks_down);
    RUN_CASES(broken_factors_are_rescued, definite_routes);
    RUN(no_factor_succeeds);
    RUN_CASES(a_solver_is_not_made, small_routes);
    RUN_CASES(a_call_is_not_started, small_routes);
#endif
    return check_report();
}

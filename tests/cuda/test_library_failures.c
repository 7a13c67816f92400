/* What goes wrong where cuBLAS and cuSOLVER have large dense programs, in the simulator: factors that break down, and
   calls of the libraries and of CUDA that fail, each in turn. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "library_setting.h"

#include "cudasim/math_libraries.h"

/* One of each route, the smallest. */
static const library_case *const routes[] = {&library_cases[LIBRARY_FEW_ROWS], &library_cases[LIBRARY_BY_ROWS],
                                             &library_cases[LIBRARY_BY_COLUMNS]};
/* Whose first pass is by a definite route. */
static const library_case *const definite_routes[] = {&library_cases[LIBRARY_BY_ROWS],
                                                      &library_cases[LIBRARY_BY_COLUMNS]};

/* A factor that breaks down is made once more, with a diagonal that is hardly larger: nobody sees it. */
static void a_factor_breaks_down(void)
{
    library_setting at;
    const int twice[] = {0, 0}; /* one for each slot, and both take as long */
    if (library_begin(&at, &library_cases[LIBRARY_LINEAR])) {
        uint64_t before = cudasim_math_factors();
        answers expected = library_solve(&at, twice, 2);
        uint64_t as_a_rule = cudasim_math_factors() - before;
        for (uint64_t nth = 1; nth <= 13; nth += 6) {
            cudasim_math_break(nth, 1);
            before = cudasim_math_factors();
            answers got = library_solve(&at, twice, 2);
            cudasim_math_break(0, 0);
            CHECK(cudasim_math_factors() - before > as_a_rule);
            for (int i = 0; i < 2; i++) CHECK_INT(got.status[i], CNL_SOLVED);
            library_check_close(got.x, expected.x, 2 * got.n);
            answers_free(&got);
        }
        answers_free(&expected);
    }
    library_end(&at);
}

/* A problem of a definite P whose factor breaks down, P's or a later one, is the second pass's: other bits. */
static void broken_factors_are_rescued(const library_case *const *row)
{
    library_setting at;
    if (library_begin(&at, *row)) {
        uint64_t before = cudasim_math_factors();
        answers expected = library_solve(&at, library_in_order, 1);
        uint64_t as_a_rule = cudasim_math_factors() - before;
        const uint64_t from[] = {1, as_a_rule / 2};
        for (int k = 0; k < 2; k++) {
            cudasim_math_break(from[k], UINT32_MAX);
            answers got = library_solve(&at, library_in_order, 1);
            cudasim_math_break(0, 0);
            CHECK_INT(got.status[0], CNL_SOLVED);
            library_check_close(got.x, expected.x, got.n);
            library_check_close(got.y, expected.y, got.m);
            CHECK(memcmp(got.x, expected.x, (size_t)got.n * sizeof *got.x) != 0);
            answers_free(&got);
        }
        answers_free(&expected);
    }
    library_end(&at);
}

/* No factor from some iteration on: the problem ends there, and what it ends with is no solution. */
static void no_factor_succeeds(void)
{
    library_setting at;
    if (library_begin(&at, &library_cases[LIBRARY_LINEAR])) {
        for (uint64_t nth = 1; nth <= 13; nth += 6) {
            uint64_t before = cudasim_math_factors();
            cudasim_math_break(nth, 1000000);
            answers got = library_solve(&at, library_in_order, 2);
            cudasim_math_break(0, 0);
            CHECK(cudasim_math_factors() - before <= nth + 16);
            for (int i = 0; i < 2; i++) CHECK_INT(got.status[i], CNL_NUMERICAL_ERROR);
            answers_free(&got);
        }
        answers got = library_solve(&at, library_in_order, 1);
        CHECK_INT(got.status[0], CNL_SOLVED);
        answers_free(&got);
    }
    library_end(&at);
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
static uint64_t create_failing(const library_setting *at, cnl_method method, unsigned kind, uint64_t nth)
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
    library_setting at;
    if (library_begin(&at, *row)) {
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            check_note("kind %u", kinds[k]);
            uint64_t calls = create_failing(&at, (*row)->method, kinds[k], 0);
            CHECK(calls >= 1 && calls < MOST_CALLS);
            for (uint64_t nth = 1; nth <= calls; nth++) create_failing(&at, (*row)->method, kinds[k], nth);
        }
    }
    library_end(&at);
}

/* A call, captured or not, whose nth launch or graph operation or library call fails, for each n. */
static void call_failing(library_setting *at, bool captured, unsigned kind, uint64_t nth, uint64_t *calls)
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
    library_setting at;
    if (library_begin(&at, *row)) {
        answers expected = library_solve(&at, library_in_order, 1);
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
        answers got = library_solve(&at, library_in_order, 1);
        check_same_answers(&got, 0, &expected, 0, 1);
        answers_free(&got);
        answers_free(&expected);
    }
    library_end(&at);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    count_devices();
    RUN(a_factor_breaks_down);
    RUN_CASES(broken_factors_are_rescued, definite_routes);
    RUN(no_factor_succeeds);
    RUN_CASES(a_solver_is_not_made, routes);
    RUN_CASES(a_call_is_not_started, routes);
    return check_report();
}

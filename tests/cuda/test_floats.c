/* Calls on floats on a device: under many random orders of blocks, warps and threads the bits of one order; with the
   plug-in whose accesses are watched, also without a race; and a captured graph of a solve and its adjoint gives, when
   replayed with other data, the bits of plain calls. On an sm_89, whose solves go in floats first, and an sm_90. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "device_api.h"
#include "floats.h"

enum { SCHEDULES = 200, MOST = 2, ARRAYS = 11 };

typedef struct test_case {
    const char *name;
    int architecture;
    int64_t batch;
    int32_t n;
    cnl_cones cones;
    bool is_left; /* the last problem, which is infeasible, by floats to doubles */
} test_case;

/* With more rows than variables the interior point solves, else exchanges. */
static const test_case cases[] = {
    {"16", 89, 2, 9, {1, 4, 0, NULL}, false},
    {"24", 89, 2, 17, {0, 4, 0, NULL}, false},
    {"32", 89, 1, 25, {0, 4, 0, NULL}, false},
    {"40", 89, 1, 33, {0, 4, 0, NULL}, false},
    {"48", 89, 1, 41, {0, 4, 0, NULL}, false},
    {"56", 89, 1, 49, {0, 4, 0, NULL}, false},
    {"64", 89, 1, 57, {0, 4, 0, NULL}, false},
    {"16, some left", 89, 2, 3, {0, 3, 0, NULL}, true},
    {"16, interior point", 89, 2, 3, {1, 4, 0, NULL}, false},
    {"24, interior point", 89, 1, 11, {0, 17, 0, NULL}, false},
    {"in doubles", 90, 2, 3, {0, 4, 0, NULL}, false},
};

/* A solver on a stream, and its arrays on the device: P, c, A, b; dx; x, y, s; dc, db, dA. */
typedef struct setting {
    cudaStream_t stream;
    cnl_context *context;
    cnl_solver *solver;
    programs problems;
    int64_t counts[ARRAYS];
    float *arrays[ARRAYS];
    int32_t *status;
    bool is_left;
} setting;

enum { P, C, A, B, DX, X, Y, S, DC, DB, DA };

/* a'x <= -1 and -a'x <= -1 in the last two rows. */
static void contradict(programs *all, int64_t i)
{
    int32_t m = all->m;
    double *last = programs_A(all, i) + (int64_t)(m - 1) * all->n;
    for (int32_t k = 0; k < all->n; k++) last[k - all->n] = -last[k];
    programs_b(all, i)[m - 1] = programs_b(all, i)[m - 2] = -1;
}

/* New data, and outputs that no answer looks like. */
static void fill(setting *at, uint64_t seed)
{
    known_recipe recipe = {.batch = at->problems.batch,
                           .n = at->problems.n,
                           .cones = at->problems.cones,
                           .rank = at->problems.n,
                           .ridge = 1,
                           .density = 1,
                           .seed = seed};
    programs all = known_programs(&recipe);
    if (at->is_left) contradict(&all, all.batch - 1);
    float_data data = float_data_create(&all);
    for (int k = 0; k < ARRAYS; k++) {
        float *numbers = floats_create(at->counts[k]);
        for (int64_t e = 0; e < at->counts[k]; e++) numbers[e] = k == DX ? 1 : NAN;
        const float *from = k < FLOAT_DATA ? data.numbers[k] : numbers;
        CHECK_OK(cnl_array_upload(at->context, at->arrays[k], from, (size_t)at->counts[k] * sizeof(float)));
        free(numbers);
    }
    float_data_free(&data);
    programs_free(&all);
}

static bool begin(setting *at, const test_case *row)
{
    *at = (setting){.problems = {.batch = row->batch, .n = row->n, .m = cones_rows(&row->cones), .cones = row->cones},
                    .is_left = row->is_left};
    check_note("%s", row->name);
    CHECK_INT(cudasim_describe(row->architecture, 1), 0);
    CHECK_OK(cudaStreamCreate(&at->stream));
    at->context = context_on_stream(0, at->stream);
    cnl_structure structure = programs_structure(&at->problems);
    cnl_settings settings = cnl_settings_default();
    settings.method = CNL_METHOD_DUAL;
    settings.eps_abs = settings.eps_rel = 1e-6;
    settings.f32 = 1;
    CHECK_OK(cnl_solver_create(at->context, &structure, &settings, row->batch, &at->solver, NULL));
    int64_t n = row->batch * at->problems.n;
    int64_t m = row->batch * at->problems.m;
    const int64_t counts[ARRAYS] = {n * at->problems.n, n, m * at->problems.n, m, n, n, m, m, n, m, m * at->problems.n};
    bool all = at->solver != NULL;
    for (int k = 0; all && k < ARRAYS; k++) {
        at->counts[k] = counts[k];
        all = cnl_array_allocate(at->context, (size_t)counts[k] * sizeof(float), (void **)&at->arrays[k]) == CNL_OK;
    }
    all = all && cnl_array_allocate(at->context, MOST * sizeof(int32_t), (void **)&at->status) == CNL_OK;
    CHECK(all);
    return all;
}

static void end(setting *at)
{
    for (int k = 0; k < ARRAYS; k++) cnl_array_release(at->context, at->arrays[k]);
    cnl_array_release(at->context, at->status);
    cnl_solver_destroy(at->solver);
    cnl_context_destroy(at->context);
    CHECK_OK(cudaStreamDestroy(at->stream));
    CHECK_INT(cudasim_leaks(), 0);
}

static void start(setting *at)
{
    float *const *arrays = at->arrays;
    int64_t n = at->problems.n;
    int64_t m = at->problems.m;
    const cnl_data_f32 data = {arrays[P], arrays[C], arrays[A], arrays[B], n * n, n, m * n, m};
    cudasim_forbid(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION);
    cudasim_only_stream(at->stream);
    CHECK_OK(cnl_solve_f32(at->solver, at->problems.batch, &data,
                           &(cnl_solution_f32){.x = arrays[X], .y = arrays[Y], .s = arrays[S], .status = at->status}));
    CHECK_OK(cnl_vjp_f32(at->solver, at->problems.batch, &data, &(cnl_cotangent_f32){.dx = arrays[DX]},
                         &(cnl_gradient_f32){.dc = arrays[DC], .db = arrays[DB], .dA = arrays[DA]}));
    cudasim_allow();
}

/* All outputs one after another, owned. */
static float *outputs(setting *at, int64_t *count)
{
    *count = 0;
    for (int k = X; k < ARRAYS; k++) *count += at->counts[k];
    float *all = floats_create(*count);
    int64_t place = 0;
    for (int k = X; k < ARRAYS; k++) {
        size_t bytes = (size_t)at->counts[k] * sizeof(float);
        CHECK_OK(cnl_array_download(at->context, all + place, at->arrays[k], bytes));
        place += at->counts[k];
    }
    return all;
}

static void check_statuses(setting *at)
{
    int32_t status[MOST];
    CHECK_OK(cnl_array_download(at->context, status, at->status, sizeof status));
    int64_t batch = at->problems.batch;
    for (int i = 0; i < batch; i++)
        CHECK_INT(status[i], at->is_left && i == batch - 1 ? CNL_PRIMAL_INFEASIBLE : CNL_SOLVED);
}

static void the_order_of_threads_does_not_matter(const test_case *row)
{
    setting at;
    int64_t count;
    cudasim_seed(0);
    cudasim_forget_races();
    uint64_t known = cudasim_kernels_known();
    if (begin(&at, row)) {
        fill(&at, 1);
        start(&at);
        float *in_order = outputs(&at, &count);
        check_statuses(&at);
        if (row < &cases[7]) CHECK(cudasim_kernels_known() > known);
        for (uint64_t seed = 1; seed <= SCHEDULES; seed++) {
            cudasim_seed(seed);
            check_seed(seed);
            fill(&at, 1);
            start(&at);
            float *again = outputs(&at, &count);
            CHECK_INT(floats_different(again, in_order, count), 0);
            free(again);
        }
        free(in_order);
    }
    CHECK_INT(cudasim_races(), 0);
    end(&at);
}

static void a_replay_is_what_calls_are(const test_case *row)
{
    setting at;
    int64_t count;
    cudasim_seed(0);
    if (begin(&at, row)) {
        cudaGraph_t graph = NULL;
        cudaGraphExec_t executable = NULL;
        CHECK_OK(cudaStreamBeginCapture(at.stream, cudaStreamCaptureModeGlobal));
        start(&at);
        CHECK_OK(cudaStreamEndCapture(at.stream, &graph));
        CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
        for (uint64_t seed = 2; seed < 5; seed++) {
            fill(&at, seed);
            start(&at);
            float *called = outputs(&at, &count);
            fill(&at, seed);
            CHECK_OK(cudaGraphLaunch(executable, at.stream));
            float *replayed = outputs(&at, &count);
            check_statuses(&at);
            CHECK_INT(floats_different(replayed, called, count), 0);
            free(called);
            free(replayed);
        }
        CHECK_OK(cudaGraphExecDestroy(executable));
        CHECK_OK(cudaGraphDestroy(graph));
    }
    end(&at);
}

static void accesses_were_watched(void) { CHECK(cudasim_accesses_seen() > 0); }

int main(int count, char **words)
{
    check_arguments(count, words);
    RUN_CASES(the_order_of_threads_does_not_matter, cases);
    RUN_CASES(a_replay_is_what_calls_are, cases);
    if (count > 1 && strcmp(words[1], "watched") == 0) RUN(accesses_were_watched);
    return check_report();
}

/* Calls on floats that are solved in floats, by packs or by warps of a device: their answers meet the tolerances and
   have the statuses of doubles, whatever is beside them; what floats cannot do is done in doubles, to the bit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"
#include "floats.h"

typedef struct solver_options {
    cnl_isa isa;
    double eps;
    int32_t threads;
    int32_t max_iterations;
    bool keeps;
} solver_options;

#ifdef ON_DEVICE
/* Who runs this on a device whose doubles are slow says so in the environment. */
static bool has_floats(void) { return getenv("EXPECT_FLOATS") != NULL; }
static const char no_floats[] = "no floats where doubles are fast; EXPECT_FLOATS says that here they are slow";
enum { WIDEST = CNL_ISA_AVX2, MOST_THREADS = 1, WAYS = 1 }; /* AVX2 stands for the one kind that a device has */
static bool has_isa(cnl_isa isa) { return isa == CNL_ISA_AVX2; }
#else
/* Packs of floats are packs of AVX2, at least; a build of portable packs alone has none, whatever the CPU. */
static bool has_floats(void) { return cpu_has(CNL_ISA_AVX2); }
static const char no_floats[] = "no packs of floats: without AVX2";
enum { WIDEST = CNL_ISA_AVX512, MOST_THREADS = 2, WAYS = 3 };
static bool has_isa(cnl_isa isa) { return cpu_has(isa); }
#endif

/* A solver of floats and one of doubles for the same dense programs. */
typedef struct pair {
    cnl_context *context;
    cnl_solver *of_floats;
    cnl_solver *of_doubles;
} pair;

static bool pair_open(pair *both, const programs *all, const solver_options *options)
{
    *both = (pair){0};
    cnl_structure structure = programs_structure(all);
    cnl_settings settings = cnl_settings_default();
    settings.method = CNL_METHOD_DUAL;
    settings.eps_abs = settings.eps_rel = options->eps;
    settings.keep_factors = options->keeps;
    if (options->max_iterations > 0) settings.max_iterations = options->max_iterations;
    cnl_context_options made = {.isa = options->isa, .threads = options->threads > 0 ? options->threads : 1};
    CHECK_OK(cnl_context_create(&made, &both->context, NULL));
    CHECK_OK(cnl_solver_create(both->context, &structure, &settings, all->batch, &both->of_doubles, NULL));
    settings.f32 = 1;
    CHECK_OK(cnl_solver_create(both->context, &structure, &settings, all->batch, &both->of_floats, NULL));
    return both->of_doubles && both->of_floats;
}

static void pair_close(pair *both)
{
    cnl_solver_destroy(both->of_floats);
    cnl_solver_destroy(both->of_doubles);
    cnl_context_destroy(both->context);
}

/* All programs by both solvers. */
typedef struct solved {
    pair solvers;
    float_data data;
    float_answers got;
    answers exact;
    float_answers expected; /* `exact`, rounded */
} solved;

static bool solved_open(solved *all, const programs *problems, const solver_options *options)
{
    *all = (solved){.data = float_data_create(problems),
                    .got = float_answers_create(problems->batch, problems->n, problems->m),
                    .exact = answers_create(problems->batch, problems->n, problems->m)};
    bool open = pair_open(&all->solvers, problems, options);
    if (open) {
        cnl_data data = programs_data(problems);
        CHECK_OK(cnl_solve_f32(all->solvers.of_floats, problems->batch, &all->data.view, &all->got.view));
        CHECK_OK(cnl_solve(all->solvers.of_doubles, problems->batch, &data, &all->exact.view));
    }
    all->expected = answers_rounded(&all->exact);
    return open;
}

static void solved_close(solved *all)
{
    pair_close(&all->solvers);
    float_data_free(&all->data);
    float_answers_free(&all->got);
    float_answers_free(&all->expected);
    answers_free(&all->exact);
}

typedef struct test_case {
    const char *name;
    int64_t batch;
    int32_t n;
    cnl_cones cones;
    double eps;
    double tolerance; /* of x, y and s against doubles */
    uint64_t seed;
} test_case;

/* Batches that are no multiple of 8 or 16. Two answers that meet eps differ by more than eps: by the condition of the
   active rows, and in s by the size of the objective, to which the gap is relative: with multipliers of 0.1 and an
   objective of some tens s may be off by 1e3 eps, as the interior point's is where doubles have come by exchanges. */
static const test_case cases[] = {
    {"small", 37, 8, {0, 9, 0, NULL}, 1e-6, 1e-4, 1},        {"n = 10", 133, 10, {0, 10, 0, NULL}, 1e-5, 1e-2, 2},
    {"equalities", 37, 12, {4, 9, 0, NULL}, 1e-8, 1e-5, 3},  {"more rows", 21, 15, {2, 27, 0, NULL}, 1e-8, 1e-4, 4},
    {"fewer rows", 21, 33, {1, 10, 0, NULL}, 1e-6, 1e-4, 5}, {"n = 32", 21, 32, {0, 32, 0, NULL}, 1e-6, 1e-4, 6},
    {"n = 50", 17, 50, {5, 45, 0, NULL}, 1e-8, 1e-5, 7},
};

static programs make_programs(const test_case *row)
{
    check_seed(row->seed);
    check_note("%s", row->name);
    known_recipe recipe = {.batch = row->batch,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->n,
                           .ridge = 1,
                           .density = 1,
                           .seed = row->seed};
    programs all = known_programs(&recipe);
    programs_round(&all);
    return all;
}

static void answers_are_as_good_as_those_of_doubles(const test_case *row)
{
    if (!has_floats()) return check_skip(no_floats);
    programs all = make_programs(row);
    for (int isa = CNL_ISA_AVX2; isa <= (int)WIDEST; isa++) {
        if (!has_isa((cnl_isa)isa)) continue;
        check_note("%s, %s", row->name, isa_word((cnl_isa)isa));
        solved both;
        if (solved_open(&both, &all, &(solver_options){.isa = (cnl_isa)isa, .eps = row->eps})) {
            for (int64_t i = 0; i < all.batch; i++) {
                CHECK_INT(both.got.view.status[i], CNL_SOLVED);
                check_optimal_floats(&all, &both.got, i, row->eps);
            }
            check_close_floats("x", both.got.view.x, both.expected.view.x, all.batch, all.n, row->tolerance);
            check_close_floats("y", both.got.view.y, both.expected.view.y, all.batch, all.m, row->tolerance);
            check_close_floats("s", both.got.view.s, both.expected.view.s, all.batch, all.m, row->tolerance);
            CHECK_THAT(floats_different(both.got.view.residuals, both.expected.view.residuals, 3 * all.batch) >
                           2 * all.batch,
                       "these are the residuals of doubles: were there floats?");
        }
        solved_close(&both);
    }
    programs_free(&all);
}

/* Where there are no packs of floats, or where they are not worth their while. */
static void elsewhere_the_arithmetic_is_that_of_doubles(void)
{
    const test_case row = {"elsewhere", 16, 20, {2, 18, 0, NULL}, 1e-6, 0, 8};
    const solver_options ways[] = {{.eps = 1e-9}, {.isa = CNL_ISA_PORTABLE, .eps = 1e-6}, {.eps = 1e-6, .keeps = true}};
    programs all = make_programs(&row);
    for (int k = 0; k < WAYS; k++) {
        solved both;
        check_note("way %d", k);
        if (solved_open(&both, &all, &ways[k])) check_same_floats(&both.got, 0, &both.expected, 0, all.batch);
        solved_close(&both);
    }
    programs_free(&all);
}

static void neither_place_nor_batch_size_nor_threads_matter(const test_case *row)
{
    if (!has_floats()) return check_skip(no_floats);
    programs all = make_programs(row);
    for (int isa = CNL_ISA_AVX2; isa <= (int)WIDEST; isa++) {
        if (!has_isa((cnl_isa)isa)) continue;
        for (int32_t threads = 1; threads <= MOST_THREADS; threads++) {
            solved whole;
            if (solved_open(&whole, &all, &(solver_options){.isa = (cnl_isa)isa, .eps = row->eps, .threads = threads}))
                for (int64_t size = 1; size <= 17; size += 2) {
                    int64_t first = (size * 7) % (all.batch - size + 1);
                    check_note("%s: %lld problems from %lld on", isa_word((cnl_isa)isa), (long long)size,
                               (long long)first);
                    float_answers part = float_answers_create(size, all.n, all.m);
                    cnl_data_f32 data = float_data_from(&whole.data.view, first);
                    CHECK_OK(cnl_solve_f32(whole.solvers.of_floats, size, &data, &part.view));
                    check_same_floats(&part, 0, &whole.got, first, size);
                    float_answers_free(&part);
                }
            solved_close(&whole);
        }
    }
    programs_free(&all);
}

/* x_0 may grow for ever: also in floats. */
static void make_unbounded_exactly(programs *all, int64_t i)
{
    for (int32_t k = 0; k < all->n; k++) programs_P(all, i)[k] = programs_P(all, i)[(int64_t)k * all->n] = 0;
    for (int32_t r = 0; r < all->m; r++) programs_A(all, i)[(int64_t)r * all->n] = 0;
    programs_c(all, i)[0] = -1;
}

/* In every pack something that floats cannot solve. */
static void spoil(programs *all)
{
    for (int64_t i = 0; i < all->batch; i++) {
        if (i % 10 == 3) make_primal_infeasible(all, i, 5);
        if (i % 50 == 14) programs_P(all, i)[1] = programs_P(all, i)[all->n] = NAN;
        if (i % 50 == 24) programs_c(all, i)[0] = NAN;
        if (i % 50 == 34) programs_A(all, i)[2] = INFINITY;
        if (i % 50 == 44) programs_b(all, i)[1] = NAN;
        if (i % 25 == 16) make_unbounded_exactly(all, i);
    }
    programs_round(all);
}

static bool is_spoilt(int64_t i) { return i % 10 == 3 || (i % 10 == 4 && i % 50 != 4) || i % 25 == 16; }

static void what_floats_cannot_do_is_done_in_doubles(void)
{
    if (!has_floats()) return check_skip(no_floats);
    const test_case row = {"mixed", 101, 12, {0, 14, 0, NULL}, 1e-6, 0, 9};
    for (int isa = CNL_ISA_AVX2; isa <= (int)WIDEST; isa++) {
        if (!has_isa((cnl_isa)isa)) continue;
        programs all = make_programs(&row);
        solved clean;
        solved mixed;
        solver_options options = {.isa = (cnl_isa)isa, .eps = row.eps};
        bool open = solved_open(&clean, &all, &options);
        spoil(&all);
        open = solved_open(&mixed, &all, &options) && open;
        for (int64_t i = 0; open && i < all.batch; i++) {
            check_note("%s: problem %lld", isa_word((cnl_isa)isa), (long long)i);
            CHECK_INT(mixed.got.view.status[i], mixed.expected.view.status[i]);
            if (is_spoilt(i))
                check_same_floats(&mixed.got, i, &mixed.expected, i, 1);
            else
                check_same_floats(&mixed.got, i, &clean.got, i, 1);
        }
        CHECK_INT(mixed.got.view.status[3], CNL_PRIMAL_INFEASIBLE);
        CHECK_INT(mixed.got.view.status[16], CNL_DUAL_INFEASIBLE);
        CHECK_INT(mixed.got.view.status[14], CNL_INVALID_DATA);
        solved_close(&clean);
        solved_close(&mixed);
        programs_free(&all);
    }
}

/* OptNet's P is ill-conditioned: some answers in floats are not good enough, none may be lost. */
static void optnet_has_the_statuses_of_doubles(void)
{
    if (!has_floats()) return check_skip(no_floats);
    for (int isa = CNL_ISA_AVX2; isa <= (int)WIDEST; isa++) {
        if (!has_isa((cnl_isa)isa)) continue;
        for (int32_t n = 10; n <= 40; n += 30) {
            check_note("%s, n = %d", isa_word((cnl_isa)isa), n);
            programs all = optnet_programs(n == 10 ? 600 : 60, n, n, 10);
            programs_round(&all);
            solved both;
            if (solved_open(&both, &all, &(solver_options){.isa = (cnl_isa)isa, .eps = 1e-6}))
                for (int64_t i = 0; i < all.batch; i++) {
                    CHECK_INT(both.got.view.status[i], both.expected.view.status[i]);
                    check_optimal_floats(&all, &both.got, i, 1e-6);
                }
            solved_close(&both);
            programs_free(&all);
        }
    }
}

static void shared_data_are_read_once_for_all(void)
{
    const test_case row = {"shared", 19, 11, {1, 12, 0, NULL}, 1e-6, 0, 11};
    programs all = make_programs(&row);
    for (int64_t i = 1; i < all.batch; i++) { /* the first problem's P and A, feasible as x = 0 stays inside */
        memcpy(programs_P(&all, i), all.P, (size_t)all.n * (size_t)all.n * sizeof *all.P);
        memcpy(programs_A(&all, i), all.A, (size_t)all.m * (size_t)all.n * sizeof *all.A);
        memcpy(programs_b(&all, i), all.b, (size_t)all.m * sizeof *all.b);
    }
    solved own;
    if (solved_open(&own, &all, &(solver_options){.eps = row.eps})) {
        cnl_data_f32 shared = own.data.view;
        shared.P_stride = shared.A_stride = shared.b_stride = 0;
        float_answers got = float_answers_create(all.batch, all.n, all.m);
        CHECK_OK(cnl_solve_f32(own.solvers.of_floats, all.batch, &shared, &got.view));
        check_same_floats(&got, 0, &own.got, 0, all.batch);
        float_answers_free(&got);
    }
    solved_close(&own);
    programs_free(&all);
}

/* Each number of P is the mean of two floats, which no float need hold. x = -P^-1 c, as no row is active, magnifies
   what rounding it would do by P's condition number, 1e4 to 1e5. */
static void means_of_an_asymmetric_P_are_not_rounded(void)
{
    enum { BATCH = 16, N = 12 };
    programs all = optnet_programs(BATCH, N, N, 12);
    for (int64_t k = 0; k < BATCH * N; k++) all.b[k] += 1e4;
    programs_round(&all);
    for (int64_t i = 0; i < BATCH; i++)
        for (int r = 0; r < N; r++)
            for (int k = 0; k < r; k++) {
                double *place = programs_P(&all, i) + r * N + k;
                *place = nextafterf((float)*place, 1000);
            }
    solved both;
    if (solved_open(&both, &all, &(solver_options){.eps = 1e-8}))
        check_close_floats("x", both.got.view.x, both.expected.view.x, BATCH, N, 1e-6);
    solved_close(&both);
    programs_free(&all);
}

static void no_problem_takes_more_iterations_than_allowed(void)
{
    const test_case row = {"limit", 40, 16, {0, 16, 0, NULL}, 1e-8, 0, 13};
    programs all = make_programs(&row);
    int64_t limited = 0;
    for (int32_t most = 1; most <= 7; most += 2) {
        solved both;
        check_note("%d iterations", most);
        if (solved_open(&both, &all, &(solver_options){.eps = row.eps, .max_iterations = most}))
            for (int64_t i = 0; i < all.batch; i++) {
                CHECK(both.got.view.iterations[i] <= most);
                limited += both.got.view.status[i] == CNL_ITERATION_LIMIT;
            }
        solved_close(&both);
    }
    CHECK(limited > all.batch);
    programs_free(&all);
}

/* A solve in floats keeps no factors, and what an earlier one in doubles has kept of other numbers is not used. */
static void derivatives_are_those_of_the_last_solve(void)
{
    const test_case row = {"derivatives", 24, 24, {2, 23, 0, NULL}, 1e-8, 0, 14};
    test_case other_row = row;
    other_row.seed = 15;
    programs all = make_programs(&row);
    programs other = make_programs(&other_row);
    int64_t n = all.n;
    solved both;
    if (solved_open(&both, &all, &(solver_options){.eps = row.eps, .keeps = true})) {
        cnl_data exact = programs_data(&all);
        cnl_data unrelated = programs_data(&other);
        answers ignored = answers_create(all.batch, all.n, all.m);
        CHECK_OK(cnl_solve(both.solvers.of_floats, all.batch, &unrelated, &ignored.view));
        CHECK_OK(cnl_solve_f32(both.solvers.of_floats, all.batch, &both.data.view, &both.got.view));
        double *dx = numbers_create(all.batch * n);
        double *expected = numbers_create(all.batch * n);
        for (int64_t k = 0; k < all.batch * n; k++) dx[k] = 1;
        float *float_dx = narrowed(dx, all.batch * n);
        float *got = floats_create(all.batch * n);
        CHECK_OK(cnl_vjp(both.solvers.of_doubles, all.batch, &exact, &(cnl_cotangent){.dx = dx},
                         &(cnl_gradient){.dc = expected}));
        CHECK_OK(cnl_vjp_f32(both.solvers.of_floats, all.batch, &both.data.view, &(cnl_cotangent_f32){.dx = float_dx},
                             &(cnl_gradient_f32){.dc = got}));
        float *rounded_expected = narrowed(expected, all.batch * n);
        check_close_floats("dc", got, rounded_expected, all.batch, n, 1e-5);
        free(rounded_expected);
        free(got);
        free(float_dx);
        free(expected);
        free(dx);
        answers_free(&ignored);
    }
    solved_close(&both);
    programs_free(&all);
    programs_free(&other);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(answers_are_as_good_as_those_of_doubles, cases);
    RUN_CASES(neither_place_nor_batch_size_nor_threads_matter, cases);
    RUN(elsewhere_the_arithmetic_is_that_of_doubles);
    RUN(what_floats_cannot_do_is_done_in_doubles);
    RUN(optnet_has_the_statuses_of_doubles);
    RUN(shared_data_are_read_once_for_all);
    RUN(means_of_an_asymmetric_P_are_not_rounded);
    RUN(no_problem_takes_more_iterations_than_allowed);
    RUN(derivatives_are_those_of_the_last_solve);
    return check_report();
}

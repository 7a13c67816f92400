/* The sparse KKT system against the dense one, for every way to store the data and every width of a pack. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "context.h"
#include "counting_allocator.h"
#include "dense.h"
#include "sparse_program.h"

static const kkt_variant *const variants[] = {
    &variant_portable_1, &variant_portable_2,
#if defined(CONELET_HAS_X86_PACKS)
    &variant_avx2_1,     &variant_avx2_4,     &variant_avx512_1, &variant_avx512_8,
#endif
};
enum { VARIANTS = sizeof variants / sizeof *variants };

static const program_case cases[] = {
    {1, 0, 0, {0}, P_DENSE, true, 1, false},
    {1, 1, 0, {0}, P_ABSENT, true, 1, false},
    {2, 0, 3, {0}, P_UPPER, true, 1, false},
    {5, 2, 4, {0}, P_DENSE, true, 1, false},
    {9, 3, 8, {0}, P_WHOLE, false, 0.4, false},
    {30, 8, 40, {0}, P_UPPER, false, 0.1, false},
    {30, 8, 40, {0}, P_WHOLE, false, 0.1, true},
    {40, 0, 60, {0}, P_UPPER, false, 0, false}, /* nothing but diagonals */
    {13, 4, 10, {0}, P_ABSENT, true, 1, true},
    {20, 0, 0, {5, 1, 2, 9}, P_UPPER, false, 0.3, false},
    {20, 3, 4, {8, 9, 3, 0}, P_WHOLE, false, 0.2, false},
    {25, 0, 2, {60, 40, 0}, P_ABSENT, true, 1, false},
    {60, 20, 30, {25, 4, 0}, P_UPPER, false, 0.05, false},
    {150, 50, 200, {0}, P_UPPER, false, 0.02, false},
    {100, 20, 90, {30, 30, 6, 0}, P_WHOLE, false, 0.03, false},
};

#define COST 0.5
/* epsilon and delta. Rounding: the elimination may enlarge it by the ratio of the numbers of K to its smallest pivot,
   which is near them. */
#define LARGE  1e-4
#define TINY   1e-12
#define SOLVED 1e-11
#define EXACT  1e-13

static void *room(size_t bytes)
{
    void *memory = aligned_alloc(ARENA_ALIGNMENT, bytes + ARENA_ALIGNMENT - bytes % ARENA_ALIGNMENT);
    if (memory == NULL) abort();
    memset(memory, 0xff, bytes); /* NaN, should anything be read before it is written */
    return memory;
}

/* Runs all problems of a program, pack by pack. */
static bool run_all(const cnl_context *context, const program *made, const kkt_variant *variant, double regularisation)
{
    plan chosen = {.structure = made->shape};
    if (!CHECK_OK(sparse_plan_create(context, made->shape, variant->tile, &chosen.sparse, NULL))) return false;
    void *workspace = room(variant->workspace_size(&chosen));
    for (int first = 0; first < PROGRAM_LANES; first += variant->lanes)
        variant->run(&chosen, workspace, COST, regularisation, regularisation, made->problems + first);
    free(workspace);
    sparse_plan_destroy(context, chosen.sparse);
    return true;
}

/* Of the factor; products are with all of A. */
static double row_weight(const kkt_problem *problem, int i) { return problem->mask ? problem->mask[i] : 1; }

static void check_products(const program *made, const kkt_problem *problem, const double *P, const double *A)
{
    int n = made->n;
    int m = made->m;
    double worst = 0;
    for (int i = 0; i < n; i++) {
        double Px = 0, Aty = 0, norm_P = 0, norm_column = 0;
        for (int j = 0; j < n; j++) {
            Px += P[i * n + j] * problem->f[j];
            norm_P = fmax(norm_P, fabs(P[i * n + j]));
        }
        for (int k = 0; k < m; k++) {
            Aty += A[k * n + i] * problem->g[k];
            norm_column = fmax(norm_column, fabs(A[k * n + i]));
        }
        worst = fmax(worst, fabs(Px - problem->Px[i]) / (1 + norm_P * n));
        worst = fmax(worst, fabs(Aty - problem->Aty[i]) / (1 + norm_column * m));
        CHECK_NEAR(problem->norm_P[i], norm_P, EXACT * norm_P);
        CHECK_NEAR(problem->norm_column[i], norm_column, EXACT * norm_column);
    }
    for (int k = 0; k < m; k++) {
        double Ax = 0, norm_row = 0;
        for (int j = 0; j < n; j++) {
            Ax += A[k * n + j] * problem->f[j];
            norm_row = fmax(norm_row, fabs(A[k * n + j]));
        }
        worst = fmax(worst, fabs(Ax - problem->Ax[k]) / (1 + norm_row * n));
        CHECK_NEAR(problem->norm_row[k], norm_row, EXACT * norm_row);
    }
    CHECK_AT_MOST(worst, EXACT);
}

typedef struct row_sum {
    double sum;  /* of a row of K (x, y) - (f, g) */
    double size; /* of the same without signs */
} row_sum;

static void add_term(row_sum *row, double term)
{
    row->sum += term;
    row->size += fabs(term);
}

static row_sum row_of_x(const program *made, const kkt_problem *problem, const double *P, const double *A,
                        double epsilon, int i)
{
    int n = made->n;
    row_sum row = {0, 0};
    add_term(&row, -problem->f[i]);
    add_term(&row, epsilon * problem->x[i]);
    for (int j = 0; j < n; j++) add_term(&row, P[i * n + j] * problem->x[j]);
    for (int k = 0; k < made->m; k++) add_term(&row, row_weight(problem, k) * A[k * n + i] * problem->y[k]);
    return row;
}

static row_sum row_of_y(const program *made, const kkt_problem *problem, const double *A, const double *H, double delta,
                        int i)
{
    bool masked = row_weight(problem, i) == 0;
    row_sum row = {0, 0};
    add_term(&row, -problem->g[i]);
    add_term(&row, (masked ? -1 : -delta) * problem->y[i]);
    for (int j = 0; j < made->n && !masked; j++) add_term(&row, A[i * made->n + j] * problem->x[j]);
    for (int j = 0; j < made->m && !masked; j++) add_term(&row, -H[i * made->m + j] * problem->y[j]);
    return row;
}

/* The residual of K (x, y) = (f, g) is rounding, beside the largest row of sums of magnitudes. */
static void check_solution(const program *made, const kkt_problem *problem, const double *P, const double *A,
                           const double *H, double regularisation)
{
    double worst = 0;
    double size = 0;
    for (int i = 0; i < made->n + made->m; i++) {
        row_sum row = i < made->n ? row_of_x(made, problem, P, A, regularisation, i)
                                  : row_of_y(made, problem, A, H, regularisation, i - made->n);
        CHECK(isfinite(row.sum));
        worst = fmax(worst, fabs(row.sum));
        size = fmax(size, row.size);
    }
    CHECK_AT_MOST(worst, SOLVED * size);
}

/* Every variant on every problem of a case. */
static void check_case(const program_case *row, uint64_t seed, double regularisation)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    program made = program_make(row, seed);
    double *P = numbers_create((int64_t)made.n * made.n);
    double *A = numbers_create((int64_t)made.m * made.n);
    double *H = numbers_create((int64_t)made.m * made.m);
    for (int v = 0; v < VARIANTS; v++) {
        if (!variants[v]->runs_here()) continue;
        check_note("%s", variants[v]->name);
        if (!run_all(context, &made, variants[v], regularisation)) continue;
        for (int l = 0; l < PROGRAM_LANES; l++) {
            program_matrices(&made, &made.problems[l], COST, P, A);
            program_H(&made, &made.problems[l], H);
            check_products(&made, &made.problems[l], P, A);
            check_solution(&made, &made.problems[l], P, A, H, regularisation);
        }
    }
    free(P);
    free(A);
    free(H);
    program_free(&made);
    cnl_context_destroy(context);
}

static void the_answer_is_that_of_the_dense_system(const program_case *row)
{
    check_case(row, 1 + (uint64_t)(row - cases), LARGE);
}

/* More inequalities than variables, and fewer equalities: the system is regular without any regularisation, but most
   orders of elimination would divide by it. */
static const program_case regular_cases[] = {
    {12, 5, 30, {0}, P_ABSENT, true, 1, false},
    {40, 10, 90, {0}, P_ABSENT, false, 0.2, false},
};

static void no_accuracy_is_lost_where_regularisation_is_tiny(const program_case *row)
{
    check_case(row, 50 + (uint64_t)(row - regular_cases), TINY);
}

/* All lanes' x and y, one after another. */
static double *answers_of(const program *made)
{
    double *kept = numbers_create((int64_t)PROGRAM_LANES * (made->n + made->m));
    double *to = kept;
    for (int l = 0; l < PROGRAM_LANES; l++, to += made->n + made->m) {
        memcpy(to, made->problems[l].x, (size_t)made->n * sizeof *to);
        if (made->m > 0) memcpy(to + made->n, made->problems[l].y, (size_t)made->m * sizeof *to);
    }
    return kept;
}

typedef struct pair {
    const kkt_variant *narrow, *wide;
} pair;

static const pair pairs[] = {
    {&variant_portable_1, &variant_portable_2},
#if defined(CONELET_HAS_X86_PACKS)
    {&variant_avx2_1, &variant_avx2_4},
    {&variant_avx512_1, &variant_avx512_8},
#endif
};

/* One lane and many give the same bits. */
static void the_bits_do_not_depend_on_the_width(const pair *row)
{
    if (!row->wide->runs_here()) {
        check_skip("this CPU lacks the instructions");
        return;
    }
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        program made = program_make(&cases[k], 100 + k);
        check_note("%s, case %d", row->wide->name, (int)k);
        run_all(context, &made, row->narrow, LARGE);
        double *narrow = answers_of(&made);
        run_all(context, &made, row->wide, LARGE);
        double *wide = answers_of(&made);
        CHECK_BITS(wide, narrow, PROGRAM_LANES, made.n + made.m);
        free(narrow);
        free(wide);
        program_free(&made);
    }
    cnl_context_destroy(context);
}

/* Every allocation may fail; then nothing is left behind. */
static void a_failing_allocation_is_reported(void)
{
    program made = program_make(&cases[10], 7);
    cnl_status status = CNL_OUT_OF_MEMORY;
    int left = 1; /* the context itself */
    for (; status != CNL_OK && left < 100; left++) {
        counter count = {.left = left};
        cnl_context_options options = counting(&count);
        cnl_context *context;
        sparse_plan *planned = (sparse_plan *)&count;
        cnl_error error = {0};
        if (!CHECK_OK(cnl_context_create(&options, &context, NULL))) break;
        status = sparse_plan_create(context, made.shape, 4, &planned, &error);
        if (status != CNL_OK) {
            CHECK_INT(status, CNL_OUT_OF_MEMORY);
            CHECK_CONTAINS(error.message, "memory");
            CHECK(planned == NULL);
        }
        sparse_plan_destroy(context, planned);
        cnl_context_destroy(context);
        CHECK_INT(count.allocated, count.released);
    }
    CHECK_OK(status);
    CHECK(left > 5);
    program_free(&made);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(the_answer_is_that_of_the_dense_system, cases);
    RUN_CASES(no_accuracy_is_lost_where_regularisation_is_tiny, regular_cases);
    RUN_CASES(the_bits_do_not_depend_on_the_width, pairs);
    RUN(a_failing_allocation_is_reported);
    return check_report();
}

#include "library_setting.h"

#include <math.h>

#include "check.h"

#ifdef CONELET_CUDASIM
#include "cudasim/math_libraries.h"
#endif

#define CONE_SIZES(...) ((const int32_t[]){__VA_ARGS__})

static const layout dense = {.P = FORM_DENSE};
static const layout absent = {.P = FORM_ABSENT};
static const layout sparse = {.P = FORM_UPPER, .A = FORM_FULL};

/* A cone of more than n/2 rows enters K in a way of its own; so does the second of two. */
const library_case library_cases[LIBRARY_CASES] = {
    [LIBRARY_LINEAR] = {"linear programs", 130, {8, 160, 0, NULL}, 0, CNL_METHOD_PRIMAL, absent},
    [LIBRARY_CONES] = {"cones, and a large one", 131, {5, 60, 3, CONE_SIZES(4, 80, 9)}, 131, CNL_METHOD_PRIMAL, dense},
    [LIBRARY_SPARSE] =
        {"sparse data, two large cones", 137, {0, 11, 2, CONE_SIZES(70, 75)}, 137, CNL_METHOD_PRIMAL, sparse},
    [LIBRARY_FEW_ROWS] = {"few rows", 150, {3, 1, 1, CONE_SIZES(2)}, 150, CNL_METHOD_PRIMAL, dense},
    [LIBRARY_BY_ROWS] = {"definite, as many rows as variables", 106, {10, 96, 0, NULL}, 106, CNL_METHOD_DUAL, dense},
    [LIBRARY_MANY_VARIABLES] = {"definite, few rows", 231, {0, 41, 0, NULL}, 231, CNL_METHOD_DUAL, dense},
    [LIBRARY_BY_ROWS_SPARSE] = {"definite, sparse data, many rows", 71, {3, 118, 0, NULL}, 71, CNL_METHOD_DUAL, sparse},
    [LIBRARY_BY_COLUMNS] = {"definite, by columns", 91, {0, 111, 0, NULL}, 91, CNL_METHOD_PRIMAL, dense},
    [LIBRARY_BY_COLUMNS_SPARSE] =
        {"definite, by columns, sparse data", 43, {1, 352, 0, NULL}, 43, CNL_METHOD_PRIMAL, sparse},
};

const int library_in_order[LIBRARY_BATCH] = {0, 1, 2, 3, 4, 5};

bool library_begin(library_setting *at, const library_case *row)
{
    check_note("%s", row->name);
    CHECK_OK(cudaStreamCreate(&at->stream));
    at->context = context_on_stream(0, at->stream);
    at->programs = library_programs(row, 0);
    at->stored = stored_create(&at->programs, row->layout);
    at->stored.structure.cones = row->cones;
    return library_batch_open(&at->batch, at->context, row->method, &at->stored);
}

void library_end(library_setting *at)
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

void library_start(library_setting *at, int64_t count)
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

answers library_solve(library_setting *at, const int *places, int64_t count)
{
    library_batch_fill(&at->batch, &at->stored, places, count);
    library_start(at, count);
    return library_batch_answers(&at->batch, count);
}

static double largest(const double *numbers, int64_t count)
{
    double most = 1;
    for (int64_t k = 0; k < count; k++) most = fmax(most, fabs(numbers[k]));
    return most;
}

void library_check_close(const double *got, const double *expected, int64_t count)
{
    CHECK_ARRAY(got, expected, 1, count, 1e-8 * largest(expected, count));
}

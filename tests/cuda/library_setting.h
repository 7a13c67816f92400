/**
 * @file library_setting.h
 * The cases of the library executor's tests, and where they are solved: on a stream of their own. In the simulator,
 * calls are watched: they allocate nothing, wait for nothing and use no stream but the context's.
 */
#ifndef TESTS_CUDA_LIBRARY_SETTING_H
#define TESTS_CUDA_LIBRARY_SETTING_H

#include "library_batch.h"

/** One after another in library_cases[]. */
enum {
    LIBRARY_LINEAR,
    LIBRARY_CONES,
    LIBRARY_SPARSE,
    LIBRARY_FEW_ROWS,
    LIBRARY_BY_ROWS,
    LIBRARY_MANY_VARIABLES,
    LIBRARY_BY_ROWS_SPARSE,
    LIBRARY_BY_COLUMNS,
    LIBRARY_BY_COLUMNS_SPARSE,
    LIBRARY_CASES
};

extern const library_case library_cases[LIBRARY_CASES];

/** A stream, a context on it, the programs of a case, and a solver. */
typedef struct library_setting {
    cudaStream_t stream;
    cnl_context *context;
    programs programs;
    stored stored;
    library_batch batch;
} library_setting;

/** All problems of a case, each in its place. */
extern const int library_in_order[LIBRARY_BATCH];

/** @return whether all went well; end it in any case, which checks that nothing is left. */
bool library_begin(library_setting *at, const library_case *row);
void library_end(library_setting *at);

/** Start to solve so many of the problems that are on the device. */
void library_start(library_setting *at, int64_t count);

/** Solve problems places[0 ... count - 1]. @return their answers; freed by the caller. */
answers library_solve(library_setting *at, const int *places, int64_t count);

/** Check numbers to 1e-8 of the largest. */
void library_check_close(const double *got, const double *expected, int64_t count);

#endif

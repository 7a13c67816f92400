/**
 * @file bench_measure.h
 * Time one batch, and judge its answers from the data.
 */
#ifndef CONELET_CLI_BENCH_MEASURE_H
#define CONELET_CLI_BENCH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/conelet.h>

#include "summary.h"

/** What is the same for all batches of a run. */
typedef struct bench_setup {
    const cnl_context *context;
    cnl_settings settings; /**< f32: time the calls on floats */
    int threads;           /**< 0 on a device */
    int64_t repeats;
    bool with_vjp;
    double peak_gflops; /**< measured, of all threads together; NaN on a device */
} bench_setup;

/** A batch of problems; everything is borrowed. */
typedef struct bench_subject {
    const char *name; /**< of the family or the file */
    const cnl_structure *structure;
    const cnl_data *data;
    int64_t batch;
} bench_subject;

/** What was measured. Times are the best of the repeats, per problem unless it says otherwise. */
typedef struct bench_row {
    const char *family;
    const char *isa;
    const char *device; /**< "cpu" or its name */
    int32_t n;
    int32_t m;
    int64_t batch;
    int threads; /**< 0 on a device */
    cnl_method method;
    double eps;
    const char *precision; /**< of the arrays: "f64" or "f32" */
    double create_us;      /**< making the solver, once for the structure and the whole batch: not per problem */
    double setup_us;       /**< what must be done again outside cnl_solve() when all data change: nothing, so 0 */
    double forward_us;
    double backward_us; /**< all four gradients; NaN without --vjp */
    batch_summary summary;
    double worst_residual; /**< recomputed; NaN if no problem was solved */
    double peak_gflops;
    double peak_share; /**< useful operations over time and peak; NaN where there is no count of them, and for floats */
} bench_row;

/** Measure. @return CNL_OK, or why not, with a sentence */
cnl_status bench_measure(const bench_setup *setup, const bench_subject *subject, bench_row *row, cnl_error *error);

/**
 * The worst of the residuals of all problems solved or almost, from the caller's data:
 * |Ax+s-b|_inf, |Px+A'y+c|_inf, |x'Px + c'x + b'y|, and how far s is outside K and y outside K*.
 *
 * @return NaN if there is no such problem, infinity for an answer that is not finite or for lack of memory
 */
double bench_worst_residual(const cnl_structure *structure, const cnl_data *data, int64_t batch,
                            const cnl_solution *solution);

/**
 * Useful operations of one problem, a multiply-add counted as two, for dense data:
 *
 *     dual:    n^3/3 + n^2 m + n m^2 + 6 n^2 + 12 n m   once (factor of P, its product with A', G; start and check),
 *              m^3/3 + 4 m^2                            per iteration (factor, two solves)
 *     primal:  n^2 m + n^3/3 + 6 n^2 + 12 n m           per iteration (P + A'DA, factor, solves and products)
 *
 * @return NaN for the sparse method and for sparse data, whose operations depend on the pattern
 */
double bench_operations(const cnl_structure *structure, cnl_method method, double iterations);

#endif

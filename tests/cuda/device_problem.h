/**
 * @file device_problem.h
 * A batch with all three calls and all their arrays on a device: the inputs in one array, the outputs in another, so
 * that new data can take the place of old, and all answers be compared at once.
 */
#ifndef TESTS_CUDA_DEVICE_PROBLEM_H
#define TESTS_CUDA_DEVICE_PROBLEM_H

#include "stored.h"

/** What a batch looks like. */
typedef struct device_case {
    const char *name;
    int32_t n;
    cnl_cones cones;
    int32_t rank; /**< of P; 0 = all of n */
    cnl_method method;
    layout layout;
    int64_t batch;
    int64_t max_batch; /**< 0 = the batch */
    double density;    /**< of A, and of the factor of P */
} device_case;

/** The arguments of the three calls, in the memory of a device or of the host. */
typedef struct call_arrays {
    cnl_data data;
    cnl_data change;
    cnl_cotangent cotangent;
    cnl_solution solution;
    cnl_gradient gradient;
    double *dx; /**< of cnl_jvp() */
    double *dy;
    double *ds;
    int32_t *info;
    int64_t solution_count; /**< x, y and s, with which the outputs begin */
    int64_t input_count;
    int64_t output_count;
} call_arrays;

typedef struct device_problem {
    const device_case *row;
    const cnl_context *context; /**< borrowed */
    cnl_solver *solver;
    stored stored;     /**< the structure, and the data that are on the device now */
    double *host;      /**< [input_count] what `inputs` holds */
    double *inputs;    /**< [input_count] on the device: data, change, cotangent */
    double *outputs;   /**< [output_count] on the device */
    call_arrays views; /**< of inputs and outputs */
} device_problem;

/** A solver and its arrays, with the data number 0. Whatever fails is a failed check. @return whether all went well;
    close it in any case. */
bool device_problem_open(device_problem *all, const cnl_context *context, const device_case *row);
void device_problem_close(device_problem *all);

/** Other data of the same structure into the same arrays, those of this number; and outputs that no answer looks like.
 */
void device_problem_fill(device_problem *all, int number);

/** Only the latter. */
void device_problem_spoil(device_problem *all);

/** Start cnl_solve(), cnl_vjp() and cnl_jvp(), or the first alone, and check that they say CNL_OK. */
void device_problem_start(device_problem *all);
void device_problem_start_solve(device_problem *all);

/** @return the outputs, after all that is on the context's stream; freed by the caller. */
double *device_problem_outputs(const device_problem *all);

/** The same calls by a context on the CPU. @return its outputs; freed by the caller. */
double *device_problem_on_cpu(const device_problem *all);

/** Check x, y and s to 1e-8 and the derivatives to 1e-6 of the largest number among them, and that the iterations are
   as many: where a kernel is wrong, the second pass mends it, which takes another number of them. */
void device_problem_check_near(const device_problem *all, const double *outputs, const double *expected);

#endif

/**
 * @file device_batch.h
 * Three programs of two variables and three rows, with all arrays of all calls on a context's device. P is shared.
 */
#ifndef TESTS_CUDA_DEVICE_BATCH_H
#define TESTS_CUDA_DEVICE_BATCH_H

#include "conelet/conelet.h"

enum { BATCH = 3, SIZE_N = 2, SIZE_M = 3, BATCH_ARRAYS = 32 };

typedef struct device_batch {
    const cnl_context *context;
    cnl_structure structure;
    cnl_data data;
    cnl_solution solution;
    cnl_cotangent cotangent;
    cnl_gradient gradient;
    cnl_data change;
    double *dx;
    double *dy;
    double *ds;
    int32_t *info;
    void *owned[BATCH_ARRAYS];
    int owned_count;
} device_batch;

/** Take all arrays and send the data; c of problem i starts with 10 + i. Whatever fails is a failed check. */
device_batch device_batch_create(const cnl_context *context);
void device_batch_free(device_batch *batch);

/** Check that an array on the device holds the fake's numbers: [problems, length] of the array FAKE_... */
void check_fake_numbers(const cnl_context *context, const double *numbers, int array, int64_t problems, int64_t length);

#endif

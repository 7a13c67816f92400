/**
 * @file plan_checks.h
 * What holds for every kernel of a plan, and for which batches and sizes the tests look at it.
 */
#ifndef TESTS_CUDA_PLAN_CHECKS_H
#define TESTS_CUDA_PLAN_CHECKS_H

#include "cuda/launch_plan.h"

enum { BATCHES = 5, SIZES = 23 };

extern const int64_t batches[BATCHES];
extern const int sizes[SIZES];

/** A launch fits on the device, all its blocks are resident at once, none is idle, and memory is bounded. */
void check_kernel(const kernel_plan *kernel, const device_traits *device, int64_t batch, int registers);

bool kernels_equal(const kernel_plan *a, const kernel_plan *b);

#endif

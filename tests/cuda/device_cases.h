/**
 * @file device_cases.h
 * A small batch for every kernel of libconelet_cuda but floats' and the libraries': whoever adds one adds a case. All
 * of them also run those of both derivatives; where data are shared, the kernel that sums their gradients too. In this
 * order, in the simulator and on a device of one multiprocessor, each of the first KERNELS_BY_ROW rows runs a kernel
 * that no row before it does. With more rows than variables nothing is kept of a solve: then derivatives by warps start
 * from the data.
 */
#ifndef TESTS_CUDA_DEVICE_CASES_H
#define TESTS_CUDA_DEVICE_CASES_H

#include <string.h>

#include "check.h"
#include "device_problem.h"

#define CONE_SIZES(...) ((const int32_t[]){__VA_ARGS__})

/** Enough problems in a batch for the thread executor, on a device of one multiprocessor. */
enum { MANY = 128, KERNELS_BY_ROW = 10 };

static const layout dense = {.P = FORM_DENSE};
static const layout shared_limits = {.shared_A = true, .shared_b = true};
static const layout shared_data = {.shared_P = true, .shared_c = true, .shared_A = true, .shared_b = true};
static const layout sparse = {.P = FORM_UPPER, .A = FORM_FULL};

static const device_case device_cases[] = {
    {"warp 16", 3, {1, 3, 0, NULL}, 0, CNL_METHOD_DUAL, shared_limits, 3, 0, 0.7},
    {"thread 10", 2, {0, 3, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 3, MANY, 0.7},
    {"warp 24", 17, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 32", 25, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 40", 33, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 48", 41, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 56", 49, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 64", 57, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"crew 80", 65, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"crew 104", 81, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 24, from the data", 17, {0, 18, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 32, from the data", 25, {0, 26, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 40, from the data", 33, {0, 34, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 48, from the data", 41, {0, 42, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 56, from the data", 49, {0, 50, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"warp 64, from the data", 57, {0, 58, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 0.7},
    {"block, dual by rows", 5, {0, 4, 0, NULL}, 0, CNL_METHOD_DUAL, sparse, 2, 0, 0.7},
    {"block, dual by columns", 3, {0, 5, 0, NULL}, 0, CNL_METHOD_PRIMAL, dense, 2, 0, 0.7},
    {"block, embedding", 3, {1, 1, 1, CONE_SIZES(3)}, 0, CNL_METHOD_PRIMAL, dense, 2, 0, 0.7},
    {"block, sparse", 3, {1, 1, 1, CONE_SIZES(3)}, 0, CNL_METHOD_SPARSE, sparse, 2, 0, 0.7},
    {"block, sparse, small fronts", 15, {0, 30, 1, CONE_SIZES(3)}, 0, CNL_METHOD_SPARSE, sparse, 1, 0, 0},
    {"block, sparse, a wide root", 31, {1, 9, 1, CONE_SIZES(3)}, 0, CNL_METHOD_SPARSE, sparse, 1, 0, 0.14},
    {"block, second pass", 4, {0, 5, 0, NULL}, 3, CNL_METHOD_DUAL, dense, 2, 0, 0.7},
    {"threads, shared data", 2, {1, 2, 0, NULL}, 0, CNL_METHOD_DUAL, shared_data, 40, MANY, 0.7},
    {"shared data", 3, {0, 3, 0, NULL}, 0, CNL_METHOD_DUAL, shared_data, 5, 0, 0.7},
};

/** The case of this name. */
static inline const device_case *case_named(const char *name)
{
    for (size_t k = 0; k < sizeof device_cases / sizeof *device_cases; k++)
        if (strcmp(device_cases[k].name, name) == 0) return &device_cases[k];
    CHECK_THAT(false, "there is no case \"%s\"", name);
    return device_cases;
}

#endif

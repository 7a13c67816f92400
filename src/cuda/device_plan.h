/**
 * @file device_plan.h
 * A solver's plan as kernels read it: the core's plan, with its arrays on the device.
 */
#ifndef CUDA_DEVICE_PLAN_H
#define CUDA_DEVICE_PLAN_H

#include "../core/plan.h"

/** Passed to kernels by value; every pointer in it is one of the device. */
typedef struct device_plan {
    structure shape;
    cnl_settings settings;
    enum route route; /**< of the first pass */
    bool rescue;      /**< problems that it leaves open go to ROUTE_EMBEDDING in a second pass */
    const int32_t *P_map;
    double P_weight;
    const int32_t *A_by_rows;
    const int32_t *A_by_columns;
    const sparse_plan *sparse; /**< ROUTE_SPARSE only */
} device_plan;

/** Bytes that the arrays of a plan take on the device. */
size_t device_plan_size(const plan *plan);

/**
 * Copy a plan's arrays.
 *
 * @param[in]  room    device_plan_size() bytes of host memory to copy from
 * @param[in]  memory  as many bytes on the device; owned by the caller
 * @param[out] made    valid as long as that memory
 * @return cudaSuccess, or what went wrong in the copy
 */
int device_plan_make(const plan *plan, void *room, void *memory, device_plan *made);

#endif

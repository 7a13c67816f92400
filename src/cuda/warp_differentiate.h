/**
 * @file warp_differentiate.h
 * The instances of the derivatives by warps and crews, one for each size: dense problems whose method is dual by rows.
 */
#ifndef CUDA_WARP_DIFFERENTIATE_H
#define CUDA_WARP_DIFFERENTIATE_H

#include "device_job.h"
#include "device_plan.h"
#include "instances.h"

/** The kernels of a row of the table in instances.h. */
typedef struct warp_differentiator {
    int (*prepare)(int *blocks_per_multiprocessor);
    int (*vjp)(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream);
    int (*jvp)(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream);
} warp_differentiator;

/** @param[in] instance  a differentiator_name */
const warp_differentiator *warp_differentiator_of(int instance);

#endif

/**
 * @file kept_vjp.h
 * The adjoint derivatives that start from what a solve has kept: for some instances of the solve a kernel.
 */
#ifndef CUDA_KEPT_VJP_H
#define CUDA_KEPT_VJP_H

#include "device_job.h"
#include "device_plan.h"
#include "instances.h"

/** The kernel of a row of kept_differentiators in instances.h. */
typedef struct kept_vjp {
    int (*prepare)(int *blocks_per_multiprocessor);
    int (*launch)(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream);
} kept_vjp;

/** @param[in] instance  an instance_name whose row is not empty */
const kept_vjp *kept_vjp_of(int instance);

#endif

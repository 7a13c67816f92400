/**
 * @file single_vjp.h
 * The kernels of the table `single_adjoints` in instances.h: adjoint derivatives in floats, which start from what a
 * solve in floats has kept and go before those in doubles.
 */
#ifndef CUDA_SINGLE_VJP_H
#define CUDA_SINGLE_VJP_H

#include "device_job.h"
#include "device_plan.h"
#include "instances.h"

/** The kernel of a row. */
typedef struct single_vjp {
    int (*prepare)(int *blocks_per_multiprocessor);
    int (*launch)(const device_plan *plan, const device_single_vjp_job *job, int blocks, void *stream);
} single_vjp;

/** @param[in] name  a single_name */
const single_vjp *single_vjp_of(int name);

#endif

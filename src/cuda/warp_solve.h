/**
 * @file warp_solve.h
 * The instances of the thread and the warp executor and of the block with a pivot warp, one for each size.
 */
#ifndef CUDA_WARP_SOLVE_H
#define CUDA_WARP_SOLVE_H

#include "device_job.h"
#include "device_plan.h"
#include "instances.h"

/** The kernel of a row of instances.h. */
typedef struct warp_solver {
    int (*prepare)(int *blocks_per_multiprocessor);
    int (*launch)(const device_plan *plan, const device_solve_job *job, int blocks, void *stream);
} warp_solver;

/** @param[in] instance  an instance_name */
const warp_solver *warp_solver_of(int instance);

#endif

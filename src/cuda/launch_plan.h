/**
 * @file launch_plan.h
 * Which executor works on a structure, and with how much of a device.
 */
#ifndef CUDA_LAUNCH_PLAN_H
#define CUDA_LAUNCH_PLAN_H

#include "../core/plan.h"
#include "device.h"
#include "warp_solve.h"

/** A launch of the block executor. */
typedef struct block_plan {
    int threads;         /**< of a block: a power of two */
    int blocks;          /**< of the grid: all that are resident at once, or fewer for a small batch */
    bool in_shared;      /**< a block's scratch memory is shared memory */
    size_t workspace;    /**< bytes of it */
    size_t shared_bytes; /**< dynamic shared memory of a block */
} block_plan;

typedef struct launch_plan {
    block_plan solve;        /**< both passes, or the second alone */
    block_plan derivative;   /**< vjp and jvp */
    int64_t sum_length;      /**< numbers of a block's part of the gradients of shared data */
    const warp_solver *warp; /**< takes the first pass, or NULL */
    int warp_blocks;         /**< of its grid */
    size_t warp_scratch;     /**< bytes of global memory for all its warps */
} launch_plan;

/** Plan the launches of a solver. @return CNL_OK or CNL_DEVICE_ERROR */
cnl_status launch_plan_make(const plan *plan, int64_t max_batch, const cudaDeviceProp *properties, launch_plan *made,
                            cnl_error *error);

#endif

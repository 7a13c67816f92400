/**
 * @file block_solve.h
 * Launching the block executor's solve.
 */
#ifndef CUDA_BLOCK_SOLVE_H
#define CUDA_BLOCK_SOLVE_H

#include "device_job.h"
#include "device_plan.h"

/** How a kernel is launched. */
typedef struct block_launch {
    int blocks;
    int threads; /**< of a block: a power of two, at least 32 */
    size_t shared_bytes;
    void *stream;
} block_launch;

/** A kernel that solves: for a definite P, or for everything. */
typedef struct block_solver {
    /** Bytes of a block's scratch memory. */
    size_t (*workspace)(const plan *plan);

    /** Allow that much shared memory. @return cudaSuccess or an error; blocks resident per multiprocessor. */
    int (*prepare)(size_t shared_bytes, int threads, int *blocks_per_multiprocessor);

    /** One pass over a batch; `second`: over what the first one left open. @return cudaSuccess or an error */
    int (*launch)(const device_plan *plan, const device_solve_job *job, int second, const block_launch *launch);
} block_solver;

const block_solver *block_solver_of(enum route route);

/** Bytes of a block's scratch memory, of both passes. */
size_t block_solve_workspace(const plan *plan);

#endif

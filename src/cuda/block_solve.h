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

/** Bytes of a block's scratch memory. */
size_t block_solve_workspace(const plan *plan);

/** Allow that much shared memory. @return cudaSuccess or an error; how many blocks are resident per multiprocessor. */
int block_solve_prepare(size_t shared_bytes, int threads, int *blocks_per_multiprocessor);

/** One pass over a batch; `second`: over the problems that the first one left open. @return cudaSuccess or an error */
int block_solve_launch(const device_plan *plan, const device_solve_job *job, int second, const block_launch *launch);

#endif

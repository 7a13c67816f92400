/**
 * @file block_differentiate.h
 * Launching the block executor's derivatives.
 */
#ifndef CUDA_BLOCK_DIFFERENTIATE_H
#define CUDA_BLOCK_DIFFERENTIATE_H

#include "block_solve.h"

/** Bytes of a block's scratch memory. */
size_t block_differentiate_workspace(const plan *plan);

/** Allow that much shared memory. @return cudaSuccess or an error; how many blocks are resident per multiprocessor. */
int block_differentiate_prepare(size_t shared_bytes, int threads, int *blocks_per_multiprocessor);

/** The adjoints of a batch, and the sums over it of the gradients of shared data. @return cudaSuccess or an error */
int block_vjp_launch(const device_plan *plan, const device_derivative_job *job, const block_launch *launch);

/** The forward derivatives of a batch. @return cudaSuccess or an error */
int block_jvp_launch(const device_plan *plan, const device_derivative_job *job, const block_launch *launch);

#endif

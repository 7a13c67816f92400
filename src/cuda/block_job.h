/**
 * @file block_job.h
 * What a launch of the block executor works on. Passed to kernels by value; every pointer is one of the device.
 */
#ifndef CUDA_BLOCK_JOB_H
#define CUDA_BLOCK_JOB_H

#include <conelet/derivative.h>

/** Scratch memory of the blocks that are resident at once. */
typedef struct block_memory {
    unsigned char *global; /**< NULL: in shared memory, behind the team's own */
    size_t stride;         /**< bytes of one block's */
} block_memory;

/** The arrays of one cnl_solve(). */
typedef struct block_solve_job {
    int64_t batch;
    cnl_data data;
    cnl_solution solution; /**< the user's arrays */
    double *x, *y, *s;     /**< [batch, n], [batch, m], [batch, m] the solver's own copies */
    int32_t *status;       /**< [batch] likewise */
    int32_t *rescue;       /**< [batch] problems that wait for the second pass */
    int32_t *rescue_count; /**< [1] how many; 0 before the first pass */
    block_memory memory;
} block_solve_job;

#endif

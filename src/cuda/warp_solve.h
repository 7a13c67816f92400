/**
 * @file warp_solve.h
 * The instances of the thread and the warp executor and of the block with a pivot warp, one for each size.
 */
#ifndef CUDA_WARP_SOLVE_H
#define CUDA_WARP_SOLVE_H

#include "device_job.h"
#include "device_plan.h"

typedef struct warp_solver {
    int side;       /**< rows and variables of a problem, at most */
    int problems;   /**< that a block works on at once: one for each thread, one for each warp, or one */
    size_t scratch; /**< bytes of global memory that a problem needs meanwhile */
    int (*prepare)(int *blocks_per_multiprocessor);
    int (*launch)(const device_plan *plan, const device_solve_job *job, int blocks, void *stream);
} warp_solver;

/** The smallest instance that takes a structure, or NULL: dense P and A, route by rows, at most 104 rows and variables.
   A large batch of very small problems goes to the thread executor. */
const warp_solver *warp_solver_for(const plan *plan, int64_t max_batch, int multiprocessors);

#endif

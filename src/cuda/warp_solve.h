/**
 * @file warp_solve.h
 * The warp executor's instances, one for each number of tiles.
 */
#ifndef CUDA_WARP_SOLVE_H
#define CUDA_WARP_SOLVE_H

#include "device_job.h"
#include "device_plan.h"

typedef struct warp_solver {
    int side;       /**< rows and variables of a problem, at most */
    int warps;      /**< of a block; each works on a problem of its own */
    size_t scratch; /**< bytes of global memory that a warp needs */
    int (*prepare)(int *blocks_per_multiprocessor);
    int (*launch)(const device_plan *plan, const device_solve_job *job, int blocks, void *stream);
} warp_solver;

/** The smallest instance that takes a structure, or NULL: dense P and A, route by rows, at most 64 rows and variables.
 */
const warp_solver *warp_solver_for(const plan *plan);

#endif

/**
 * @file device_solver.h
 * A solver on a device: one allocation, carved once, and how its kernels are launched.
 */
#ifndef CUDA_DEVICE_SOLVER_H
#define CUDA_DEVICE_SOLVER_H

#include "block_solve.h"
#include "device_context.h"
#include "warp_solve.h"

struct device_solver {
    device_context *context;
    int64_t max_batch;
    device_plan plan;
    device_solve_job job; /* the solver's own arrays; the user's come with a call */
    block_launch solve;
    const warp_solver *warp; /* NULL: the block executor does everything */
    int warp_blocks;
    bool in_shared; /* the scratch memory of blocks */
    void *memory;   /* of the device */
};

cnl_status device_solver_size(const device_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                              cnl_error *error);
cnl_status device_solver_create(device_context *context, const plan *plan, int64_t max_batch, device_solver **made,
                                cnl_error *error);
void device_solver_destroy(device_solver *solver);
cnl_status device_solve(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution);

#endif

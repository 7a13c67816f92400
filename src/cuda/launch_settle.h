/**
 * @file launch_settle.h
 * A plan of launches, and then what the device says to it.
 */
#ifndef CUDA_LAUNCH_SETTLE_H
#define CUDA_LAUNCH_SETTLE_H

#include "launch_plan.h"

/** Which kernel of a plan is meant. */
typedef enum launch_kernel {
    LAUNCH_SOLVE,
    LAUNCH_RESCUE,
    LAUNCH_DERIVATIVE,
    LAUNCH_WARP_DERIVATIVE,
    LAUNCH_KEPT_DERIVATIVE,
    LAUNCH_SINGLE,
    LAUNCH_SINGLE_ADJOINT,
} launch_kernel;

/**
 * Get a kernel ready for a device, and hear how many of its blocks are resident on a multiprocessor.
 *
 * @param[in] context  the caller's
 * @return 0, or the device's error
 */
typedef int launch_ask(const void *context, launch_kernel which, const kernel_plan *kernel, int *resident);

/** Somebody who knows the device. */
typedef struct launch_device {
    const device_traits *traits;
    launch_ask *ask;
    const void *context; /**< handed on to `ask` */
} launch_device;

/** What is returned where no block fits and the device names no error of its own. */
enum { LAUNCH_NO_ROOM = -1 };

CNL_BEGIN_DECLS

/**
 * Plan, and let the device have the last word: grids are as large as it says, and a kernel that it cannot run gives way
 * to the next one that takes the structure.
 *
 * @return 0, the error for a kernel that has no successor, or LAUNCH_NO_ROOM
 */
int launch_plan_settle(const launch_needs *needs, int64_t max_batch, const launch_device *device, launch_plan *made);

CNL_END_DECLS

#endif

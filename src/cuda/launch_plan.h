/**
 * @file launch_plan.h
 * Which executor works on a structure, and with how much of a device. A pure function of the structure, the batch and
 * the device's numbers: no CUDA is asked, so it is tested over devices that nobody has at hand.
 */
#ifndef CUDA_LAUNCH_PLAN_H
#define CUDA_LAUNCH_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include <conelet/status.h>

#include "device_traits.h"
#include "instances.h"
#include "launch_needs.h"

/** A kernel's launches. Blocks are persistent: each takes problems in turn. */
typedef struct kernel_plan {
    enum device_executor executor;
    int instance;         /**< of its table; INSTANCE_COUNT for EXECUTOR_BLOCK and EXECUTOR_LIBRARY */
    int problems;         /**< that a block works on at once */
    int threads;          /**< of a block */
    int blocks;           /**< of the grid: all that are resident at once, or fewer for a small batch */
    size_t shared_bytes;  /**< dynamic shared memory of a block */
    size_t slot_bytes;    /**< global memory of each problem that is worked on; 0: it has all in shared memory */
    size_t scratch_bytes; /**< of all of them */
} kernel_plan;

typedef struct launch_plan {
    kernel_plan single;     /**< calls on floats where doubles are slow: goes before all others, of which `solve` then
                               is one by warps; of no blocks where there is none */
    kernel_plan solve;      /**< first pass over a batch */
    kernel_plan rescue;     /**< second pass, over the problems that the first one left open; by blocks */
    kernel_plan derivative; /**< vjp and jvp; by blocks */
    kernel_plan warp_derivative; /**< by warps or crews, goes before it; of no blocks where there is none */
    kernel_plan kept_derivative; /**< vjp from what `solve` has kept, goes before both; likewise */
    kernel_plan
        single_adjoint; /**< vjp from what `single` has kept, in floats: goes before those in doubles; likewise */
    size_t kept_bytes;  /**< what a solve keeps of all problems; 0: nothing */
} launch_plan;

/** What a device turned out not to take, although its numbers said so: bits `1u << instance_name`, and */
enum {
    REFUSED_SHARED = 1u << INSTANCE_COUNT,                /**< the block executor's problems in shared memory */
    REFUSED_DIFFERENTIATORS = 1u << (INSTANCE_COUNT + 1), /**< this one, times `1u << differentiator_name` */
    REFUSED_LIBRARY = REFUSED_DIFFERENTIATORS << DIFFERENTIATOR_COUNT, /**< the library executor */
    REFUSED_KEPT = REFUSED_LIBRARY << 1,                               /**< derivatives from what a solve has kept */
    REFUSED_SINGLES = REFUSED_KEPT << 1,                               /**< solves in floats */
};

/** Parts of the sums over a batch: first those of the kernel that starts from what is kept, */
static inline int launch_plan_kept_parts(const launch_plan *plan)
{
    const kernel_plan *kept = &plan->kept_derivative;
    const kernel_plan *single = &plan->single_adjoint;
    if (single->blocks > 0) return single->blocks * single_adjoints[single->instance].parts;
    return kept->blocks > 0 ? kept->blocks * kept_differentiators[kept->instance].parts : 0;
}

/** then those of warps and crews; those of the block executor's blocks follow. */
static inline int launch_plan_warp_parts(const launch_plan *plan)
{
    return plan->warp_derivative.blocks * plan->warp_derivative.problems;
}

CNL_BEGIN_DECLS

/**
 * Plan the launches of a solver: the same plan for the same input, with no more blocks than the batch has use for.
 *
 * @param[in] max_batch  at least 1
 * @param[in] refused    0, or what is to be done without
 */
launch_plan launch_plan_make(const launch_needs *needs, int64_t max_batch, const device_traits *device,
                             unsigned refused);

/**
 * Size a kernel's grid and its scratch memory once more.
 *
 * @param[in] resident  blocks that a multiprocessor holds at once, at least 1
 */
void kernel_plan_fill(kernel_plan *kernel, int64_t max_batch, const device_traits *device, int resident);

/** Likewise the derivative's, whose problems at work each sum up gradients of shared data in memory of their own. */
void derivative_plan_fill(kernel_plan *kernel, const launch_needs *needs, int64_t max_batch,
                          const device_traits *device, int resident);

CNL_END_DECLS

#endif

/* The adjoint derivatives by warps from what the solve of the same instance has kept: a warp takes one problem after
   another. The file that includes this defines WARP_TILES, WARPS (of a block), BLOCKS (of a multiprocessor),
   WARP_INSTANCE, its row of instances.h, and KEPT_NAME. */
#include "kept_vjp.h"
#include "kernel_launch.h"

#include "warp_turns.h"

#include "../engine/derivative_rows.h"
#include "kept_active.h"

#include "kept_factored.h"

#include "warp_vjp.h"

#include "kept_problem.h"

static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) vjp_kernel(device_plan plan, device_derivative_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    warp_derivative v;
    double *own = shared + threadIdx.x / WARP * DERIVATIVE_SHARED;
    dual_derivative_place(&v.system, own);
    warp_derivative_place(&plan.shape, own, &v);
    each (e, DERIVATIVE_SHARED) own[e] = zero();
    double *part = job.sums + (job.first_part + warp_slot()) * job.sum_length;
    open_sums(&job, part);
    sync(&tm);
    kept_look(&job, warp_slot(), &v.system.ahead);
    kept_read(&job, warp_slot(), warp_slot() + warp_step(), &v);
    for (int64_t problem = warp_slot(); problem < job.batch; problem += warp_step()) {
        int found = warp_vjp_find(&tm, &plan, &job, problem, &v);
        kept_read(&job, problem + warp_step(), problem + 2 * warp_step(), &v);
        if (found) warp_vjp_store(&plan, &job, problem, part, &v);
        leave_problem(&job, problem, !found);
        sync(&tm);
    }
#endif
}

constexpr size_t SHARED_BYTES = (size_t)WARPS * DERIVATIVE_SHARED * sizeof(double);
KEPT_DIFFERENTIATOR_IS(WARP_INSTANCE, WARPS, 32 * WARPS, SHARED_BYTES, WARPS);
static_assert(instances[WARP_INSTANCE].kept_numbers == KEPT_NUMBERS, "the solve keeps records of another size");

static int prepare(int *blocks_per_multiprocessor)
{
    return kernel_prepare(vjp_kernel, 32 * WARPS, SHARED_BYTES, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, vjp_kernel, *plan, *job);
}

extern const kept_vjp KEPT_NAME;
const kept_vjp KEPT_NAME = {prepare, launch};

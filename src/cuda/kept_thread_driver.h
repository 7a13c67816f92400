/* The adjoints by threads, for problems of at most THREAD_SIDE rows and variables: each lane of a warp has one.
   The file that includes this defines THREAD_SIDE, WARPS (of a block), BLOCKS (of a multiprocessor), THREAD_NAME
   and THREAD_INSTANCE, the instance of the solve whose derivatives these are. */
#include "kept_vjp.h"
#include "kernel_launch.h"

#include "team_thread.h"

#include "../engine/derivative_rows.h"
#include "thread_active.h"

#include "../engine/dual_derivative.h"

#include "thread_vjp.h"

/* A warp's part of the sums starts at 0. */
FN void thread_open_sums(const device_derivative_job *job, double *part)
{
    if (!has_sums(job)) return;
    ROLLED for (int64_t e = threadIdx.x % 32; e < job->sum_length; e += 32) part[e] = 0;
    __syncwarp();
}

/* Lanes without a problem go along, with whatever is kept in their places, and store nothing. */
static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) vjp_kernel(device_plan plan, device_derivative_job job)
{
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    thread_vjp v;
    int lane = (int)threadIdx.x % 32;
    int64_t slot = (int64_t)blockIdx.x * WARPS + threadIdx.x / 32;
    int64_t step = (int64_t)gridDim.x * WARPS * 32;
    double *part = job.sums + (job.first_part + slot) * job.sum_length;
    v.n = plan.shape.n;
    v.m = plan.shape.m;
    v.system.at.numbers = shared + threadIdx.x / 32 * STAGE_NUMBERS + lane;
    thread_open_sums(&job, part);
    for (int64_t first = slot * 32; first < job.batch; first += step) {
        v.system.at.first = first;
        v.system.at.live = lanes_with_problems(job.batch - first);
        v.system.at.next = first + step;
        v.system.at.live_next = lanes_with_problems(job.batch - first - step);
        v.problem = first + (lane < v.system.at.live ? lane : 0);
        thread_vjp_some(&tm, &plan, &job, part, &v);
        __syncwarp();
    }
}

constexpr size_t SHARED_BYTES = (size_t)WARPS * STAGE_NUMBERS * sizeof(double);
KEPT_DIFFERENTIATOR_IS(THREAD_INSTANCE, 32 * WARPS, 32 * WARPS, SHARED_BYTES, WARPS);

static int prepare(int *blocks_per_multiprocessor)
{
    return kernel_prepare(vjp_kernel, 32 * WARPS, SHARED_BYTES, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, vjp_kernel, *plan, *job);
}

extern const kept_vjp THREAD_NAME;
const kept_vjp THREAD_NAME = {prepare, launch};

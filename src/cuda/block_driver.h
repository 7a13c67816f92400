/* The block executor's solve: a thread block takes one problem after another.
   The file that includes this defines BLOCK_SOLVER, and
     size_t block_workspace(const plan *plan)              bytes of a block's scratch memory
     int32_t block_solve_one(team *, const device_plan *, const device_solve_job *, enum route, unsigned char
   *workspace, int64_t problem)              the status stored */
#include "instances.h"
#include "kernel_launch.h"

static_assert((int)TEAM_BYTES == (int)BLOCK_TEAM_BYTES, "instances.h has another number");

/* Problems 0 ... batch - 1, or with `second` those on the rescue list. */
static __global__ void solve_kernel(device_plan plan, device_solve_job job, int second)
{
    DYNAMIC_SHARED(double, shared);
    team tm = {shared, 0};
    unsigned char *workspace = (unsigned char *)shared + TEAM_BYTES;
    if (job.scratch.global) workspace = job.scratch.global + blockIdx.x * job.scratch.stride;
    enum route route = second ? ROUTE_EMBEDDING : plan.route;
    int64_t count = second ? *job.rescue_count : job.batch;
    for (int64_t at = blockIdx.x; at < count; at += gridDim.x) {
        int64_t problem = second ? job.rescue[at] : at;
        if (!problem_is_finite(&tm, &plan, &job.data, problem)) {
            store_refusal(&plan, &job, problem);
            continue;
        }
        int32_t status = block_solve_one(&tm, &plan, &job, route, workspace, problem);
        if (status == CNL_NUMERICAL_ERROR && plan.rescue && !second) store_open(&job, problem);
        sync(&tm);
    }
}

static int prepare(size_t shared_bytes, int threads, int *blocks_per_multiprocessor)
{
    return kernel_prepare(solve_kernel, threads, shared_bytes, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_solve_job *job, int second, const block_launch *launch)
{
    cudaLaunchConfig_t config = kernel_config(launch->blocks, launch->threads, launch->shared_bytes, launch->stream);
    return (int)cudaLaunchKernelEx(&config, solve_kernel, *plan, *job, second);
}

extern const block_solver BLOCK_SOLVER;
const block_solver BLOCK_SOLVER = {block_workspace, prepare, launch};

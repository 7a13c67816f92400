/* The kernel of cnl_solve(): a thread block takes one problem after another. */
#include "block_solve.h"

#include "kernel_launch.h"

#include "team_block.h"

#include "block_cholesky.h"
#include "block_gram.h"
#include "block_product.h"
#include "block_scale.h"
#include "team_room.h"

#include "../engine/dual_setup.h"
#include "../engine/dual_system.h"

#include "../engine/dual_interior_point.h"
#include "../engine/dual_layout.h"
#include "../engine/dual_verify.h"
#include "../engine/interior_point.h"
#include "../engine/primal_layout.h"
#include "../engine/verify.h"

#include "block_dual.h"
#include "block_primal.h"
#include "instances.h"

static_assert((int)TEAM_BYTES == (int)BLOCK_TEAM_BYTES, "instances.h has another number");

FN int32_t block_solve_one(team *tm, const device_plan *plan, const device_solve_job *job, enum route route,
                           unsigned char *workspace, int64_t problem)
{
    if (route == ROUTE_DUAL_BY_ROWS || route == ROUTE_DUAL_BY_COLUMNS)
        return block_solve_dual(tm, plan, job, route, workspace, problem);
    return block_solve_primal(tm, plan, job, route == ROUTE_SPARSE ? plan->sparse : NULL, workspace, problem);
}

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

size_t block_solve_workspace(const plan *plan)
{
    arena memory = {NULL, 0};
    primal general;
    size_t most = block_primal_layout(&memory, plan->structure, plan->sparse, &general);
    if (!plan->rescue) return most;
    dual v;
    real *scratch;
    memory.used = 0;
    size_t other = block_dual_layout(&memory, plan->structure, plan->route, &v, &scratch);
    return other > most ? other : most;
}

int block_solve_launch(const device_plan *plan, const device_solve_job *job, int second, const block_launch *launch)
{
    cudaLaunchConfig_t config = kernel_config(launch->blocks, launch->threads, launch->shared_bytes, launch->stream);
    return (int)cudaLaunchKernelEx(&config, solve_kernel, *plan, *job, second);
}

int block_solve_prepare(size_t shared_bytes, int threads, int *blocks_per_multiprocessor)
{
    return kernel_prepare(solve_kernel, threads, shared_bytes, blocks_per_multiprocessor);
}

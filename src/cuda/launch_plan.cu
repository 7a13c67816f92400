/* Threads, blocks and memory of a launch. */
#include "launch_plan.h"

#include "block_solve.h"
#include "device_context.h"

/* The team's own shared memory, see block_solve.cu. */
static const size_t team_bytes = 512;

/* A thread for about every four entries of the matrix's last columns: more would mostly wait. */
static int threads_for(const plan *plan)
{
    int largest = plan->structure->n > plan->structure->m ? plan->structure->n : plan->structure->m;
    if (largest <= 16) return 32;
    return largest <= 48 ? 64 : largest <= 96 ? 128 : 256;
}

/* Blocks that are resident at once, or as many as a smaller batch has use for. */
static int blocks_for(int64_t max_batch, int per_block, int resident, const cudaDeviceProp *properties)
{
    int64_t useful = (max_batch + per_block - 1) / per_block;
    int64_t most = (int64_t)(resident > 0 ? resident : 1) * properties->multiProcessorCount;
    return (int)(useful < most ? useful : most);
}

static int plan_warps(const plan *plan, int64_t max_batch, const cudaDeviceProp *properties, launch_plan *made)
{
    int resident = 0;
    made->warp = warp_solver_for(plan);
    if (made->warp == NULL) return cudaSuccess;
    int answer = made->warp->prepare(&resident);
    made->warp_blocks = blocks_for(max_batch, made->warp->warps, resident, properties);
    made->warp_scratch = (size_t)made->warp_blocks * made->warp->warps * made->warp->scratch;
    return answer;
}

cnl_status launch_plan_make(const plan *plan, int64_t max_batch, const cudaDeviceProp *properties, launch_plan *made,
                            cnl_error *error)
{
    launch_plan chosen = {};
    chosen.threads = threads_for(plan);
    chosen.workspace = block_solve_workspace(plan);
    chosen.in_shared = chosen.workspace + team_bytes <= properties->sharedMemPerBlockOptin;
    chosen.shared_bytes = team_bytes + (chosen.in_shared ? chosen.workspace : 0);
    int resident = 0;
    int answer = block_solve_prepare(chosen.shared_bytes, chosen.threads, &resident);
    if (answer != cudaSuccess) return device_check(answer, "planning a launch", error);
    chosen.blocks = blocks_for(max_batch, 1, resident, properties);
    answer = plan_warps(plan, max_batch, properties, &chosen);
    if (answer != cudaSuccess) return device_check(answer, "planning a launch", error);
    *made = chosen;
    return CNL_OK;
}

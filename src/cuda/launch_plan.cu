/* Threads, blocks and memory of the launches. */
#include "launch_plan.h"

#include "block_differentiate.h"
#include "block_solve.h"
#include "device_context.h"

/* The team's own shared memory, see team_block.h. */
static const size_t team_bytes = 512;
/* The gradients of shared data are summed in as many parts as there are blocks; these may take so much memory. */
static const size_t most_sum_bytes = (size_t)64 << 20;

/* More threads than there are columns or rows would mostly wait. */
static int threads_for(const structure *shape)
{
    int largest = shape->n > shape->m ? shape->n : shape->m;
    if (largest <= 16) return 32;
    if (largest <= 48) return 64;
    return largest <= 96 ? 128 : 256;
}

/* Blocks that are resident at once, or as many as a smaller batch has use for. */
static int blocks_for(int64_t max_batch, int per_block, int resident, const cudaDeviceProp *properties)
{
    int64_t useful = (max_batch + per_block - 1) / per_block;
    int64_t most = (int64_t)(resident > 0 ? resident : 1) * properties->multiProcessorCount;
    return (int)(useful < most ? useful : most);
}

typedef int prepare_function(size_t shared_bytes, int threads, int *blocks_per_multiprocessor);

static int plan_blocks(const plan *plan, int64_t max_batch, const cudaDeviceProp *properties, size_t workspace,
                       prepare_function *prepare, block_plan *made)
{
    int resident = 0;
    made->threads = threads_for(plan->structure);
    made->workspace = workspace;
    made->in_shared = workspace + team_bytes <= properties->sharedMemPerBlockOptin;
    made->shared_bytes = team_bytes + (made->in_shared ? workspace : 0);
    int answer = prepare(made->shared_bytes, made->threads, &resident);
    made->blocks = blocks_for(max_batch, 1, resident, properties);
    return answer;
}

static void limit_sums(const plan *plan, launch_plan *made)
{
    const structure *shape = plan->structure;
    made->sum_length = shape->P.count + shape->n + shape->A.count + shape->m;
    size_t most = most_sum_bytes / sizeof(double) / (size_t)made->sum_length;
    if (most < 1) most = 1;
    if ((size_t)made->derivative.blocks > most) made->derivative.blocks = (int)most;
}

/* The warp executor, if it takes the structure and a block of it fits on this device. */
static void plan_warps(const plan *plan, int64_t max_batch, const cudaDeviceProp *properties, launch_plan *made)
{
    int resident = 0;
    made->warp = warp_solver_for(plan, max_batch, properties->multiProcessorCount);
    if (made->warp == NULL) return;
    if (made->warp->prepare(&resident) != cudaSuccess || resident == 0) {
        cudaGetLastError(); /* too little shared memory: no failure, the block executor does it */
        made->warp = NULL;
        return;
    }
    made->warp_blocks = blocks_for(max_batch, made->warp->problems, resident, properties);
    made->warp_scratch = (size_t)made->warp_blocks * made->warp->problems * made->warp->scratch;
}

cnl_status launch_plan_make(const plan *plan, int64_t max_batch, const cudaDeviceProp *properties, launch_plan *made,
                            cnl_error *error)
{
    launch_plan chosen = {};
    int answer =
        plan_blocks(plan, max_batch, properties, block_solve_workspace(plan), block_solve_prepare, &chosen.solve);
    if (answer == cudaSuccess)
        answer = plan_blocks(plan, max_batch, properties, block_differentiate_workspace(plan),
                             block_differentiate_prepare, &chosen.derivative);
    if (answer == cudaSuccess) plan_warps(plan, max_batch, properties, &chosen);
    limit_sums(plan, &chosen);
    *made = chosen;
    return device_check(answer, "planning a launch", error);
}

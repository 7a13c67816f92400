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
    int64_t most = (int64_t)(resident > 0 ? resident : 1) * properties->multiProcessorCount;
    chosen.blocks = (int)(max_batch < most ? max_batch : most);
    *made = chosen;
    return CNL_OK;
}

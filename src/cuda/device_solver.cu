/* Solvers on a device. */
#include "device_solver.h"

#include "../core/context.h"
#include "../core/error.h"
#include "launch_plan.h"

/* Everything a solver holds on the device; with memory->base NULL only counts. Returns where its plan goes. */
static void *solver_layout(arena *memory, const plan *plan, int64_t max_batch, const launch_plan *launch,
                           device_solve_job *job)
{
    size_t n = (size_t)plan->structure->n;
    size_t m = (size_t)plan->structure->m;
    size_t batch = (size_t)max_batch;
    void *room = arena_take(memory, 1, device_plan_size(plan));
    job->x = (double *)arena_take(memory, batch * n, sizeof(double));
    job->y = (double *)arena_take(memory, batch * m, sizeof(double));
    job->s = (double *)arena_take(memory, batch * m, sizeof(double));
    job->status = (int32_t *)arena_take(memory, batch, sizeof(int32_t));
    job->rescue = (int32_t *)arena_take(memory, batch, sizeof(int32_t));
    job->rescue_count = (int32_t *)arena_take(memory, 1, sizeof(int32_t));
    job->scratch.stride = launch->workspace;
    size_t scratch = launch->in_shared ? 0 : (size_t)launch->blocks * launch->workspace;
    job->scratch.global = (unsigned char *)arena_take(memory, 1, scratch > launch->warp_scratch ? scratch : launch->warp_scratch);
    return room;
}

cnl_status device_solver_size(const device_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                              cnl_error *error)
{
    device_scope scope(context);
    launch_plan launch;
    device_solve_job job = {};
    arena count = {NULL, 0};
    cnl_status status = launch_plan_make(plan, max_batch, &context->properties, &launch, error);
    if (status == CNL_OK) solver_layout(&count, plan, max_batch, &launch, &job);
    *bytes = count.used;
    return status;
}

/* Copy the plan, through a piece of host memory of the same size. */
static cnl_status send_plan(const device_context *context, const plan *plan, void *room, device_plan *made,
                            cnl_error *error)
{
    void *staged = context_allocate(context->host, device_plan_size(plan));
    if (staged == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory to copy a plan from");
    int answer = device_plan_make(plan, staged, room, made);
    context_release(context->host, staged);
    return device_check(answer, "copying the plan to the device", error);
}

cnl_status device_solver_create(device_context *context, const plan *plan, int64_t max_batch, device_solver **made,
                                cnl_error *error)
{
    device_scope scope(context);
    *made = NULL;
    size_t bytes;
    launch_plan launch;
    cnl_status status = device_solver_size(context, plan, max_batch, &bytes, error);
    if (status == CNL_OK) status = launch_plan_make(plan, max_batch, &context->properties, &launch, error);
    if (status != CNL_OK) return status;
    device_solver *solver = (device_solver *)context_allocate(context->host, sizeof *solver);
    if (solver == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory for a solver");
    *solver = {};
    solver->context = context;
    solver->max_batch = max_batch;
    solver->warp = launch.warp;
    solver->warp_blocks = launch.warp_blocks;
    solver->in_shared = launch.in_shared;
    solver->solve = {launch.blocks, launch.threads, launch.shared_bytes, context->stream};
    status = device_check(cudaMalloc(&solver->memory, bytes), "allocating a solver", error);
    if (status == CNL_OK) {
        arena memory = {(unsigned char *)solver->memory, 0};
        void *room = solver_layout(&memory, plan, max_batch, &launch, &solver->job);
        status = send_plan(context, plan, room, &solver->plan, error);
    }
    if (status != CNL_OK) {
        device_solver_destroy(solver);
        return status;
    }
    *made = solver;
    return CNL_OK;
}

void device_solver_destroy(device_solver *solver)
{
    if (solver == NULL) return;
    device_scope scope(solver->context);
    cudaFree(solver->memory);
    context_release(solver->context->host, solver);
}

cnl_status device_solve(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    device_scope scope(solver->context);
    device_solve_job job = solver->job;
    job.batch = batch;
    job.data = *data;
    job.solution = *solution;
    int answer = cudaMemsetAsync(job.rescue_count, 0, sizeof *job.rescue_count, solver->context->stream);
    device_solve_job by_blocks = job;
    if (solver->in_shared) by_blocks.scratch.global = NULL;
    if (answer == cudaSuccess && solver->warp)
        answer = solver->warp->launch(&solver->plan, &job, solver->warp_blocks, solver->context->stream);
    else if (answer == cudaSuccess)
        answer = block_solve_launch(&solver->plan, &by_blocks, 0, &solver->solve);
    if (answer == cudaSuccess && solver->plan.rescue)
        answer = block_solve_launch(&solver->plan, &by_blocks, 1, &solver->solve);
    return device_check(answer, "solving", NULL);
}

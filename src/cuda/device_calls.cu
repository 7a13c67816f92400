/* cnl_solve(), cnl_vjp() and cnl_jvp() on a device: work put on the context's stream, nothing else. */
#include "block_differentiate.h"
#include "block_solve.h"
#include "device_solver.h"
#include "warp_differentiate.h"
#include "warp_solve.h"

static block_launch launch_of(const device_solver *solver, const kernel_plan *kernel)
{
    block_launch launch = {kernel->blocks, kernel->threads, kernel->shared_bytes, solver->context->stream};
    return launch;
}

static device_scratch scratch_of(const device_solver *solver, const kernel_plan *kernel)
{
    device_scratch scratch = {kernel->slot_bytes > 0 ? solver->scratch : NULL, kernel->slot_bytes};
    return scratch;
}

/* A pass over the batch, or with `second` over what the first one left open. */
static int solve_pass(const device_solver *solver, device_solve_job *job, int second)
{
    const kernel_plan *kernel = second ? &solver->launch.rescue : &solver->launch.solve;
    job->scratch = scratch_of(solver, kernel);
    if (kernel->executor == EXECUTOR_LIBRARY) return library_solve(solver->library, job, solver->context->stream);
    if (kernel->executor != EXECUTOR_BLOCK)
        return warp_solver_of(kernel->instance)->launch(&solver->plan, job, kernel->blocks, solver->context->stream);
    block_launch launch = launch_of(solver, kernel);
    const block_solver *blocks = block_solver_of(second ? ROUTE_EMBEDDING : solver->plan.route);
    return blocks->launch(&solver->plan, job, second, &launch);
}

cnl_status device_solve(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    device_scope scope(solver->context);
    device_solve_job job = {};
    job.batch = batch;
    job.data = *data;
    job.solution = *solution;
    job.x = solver->x;
    job.y = solver->y;
    job.s = solver->s;
    job.status = solver->status;
    job.rescue = solver->rescue;
    job.rescue_count = solver->rescue_count;
    int answer = cudaMemsetAsync(job.rescue_count, 0, sizeof *job.rescue_count, solver->context->stream);
    if (answer == cudaSuccess) answer = solve_pass(solver, &job, 0);
    if (answer == cudaSuccess && solver->plan.rescue) answer = solve_pass(solver, &job, 1);
    return device_check(answer, "solving", NULL);
}

static device_derivative_job derivative_job_of(const device_solver *solver, int64_t batch, const cnl_data *data)
{
    device_derivative_job job = {};
    job.batch = batch;
    job.data = *data;
    job.x = solver->x;
    job.y = solver->y;
    job.s = solver->s;
    job.status = solver->status;
    job.sums = solver->sums;
    job.sum_length = solver->sum_length;
    job.warp_parts = launch_plan_warp_parts(&solver->launch);
    if (job.warp_parts) {
        job.left = solver->rescue;
        job.left_count = solver->rescue_count;
        job.warp_scratch = (double *)solver->scratch;
    }
    job.scratch = scratch_of(solver, &solver->launch.derivative);
    return job;
}

typedef int warp_derivative_launch(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream);

/* The kernels that go before the block executor, or NULL. */
static const warp_differentiator *differentiator_of(const device_solver *solver)
{
    const kernel_plan *kernel = &solver->launch.warp_derivative;
    return kernel->blocks > 0 ? warp_differentiator_of(kernel->instance) : NULL;
}

/* What warps can do, before the block executor does the rest. */
static int by_warps_first(const device_solver *solver, const device_derivative_job *job, warp_derivative_launch *launch)
{
    cudaStream_t stream = solver->context->stream;
    int answer = cudaMemsetAsync(job->left_count, 0, sizeof *job->left_count, stream);
    if (answer != cudaSuccess) return answer;
    return launch(&solver->plan, job, solver->launch.warp_derivative.blocks, stream);
}

cnl_status device_vjp(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                      const cnl_gradient *gradient)
{
    device_scope scope(solver->context);
    device_derivative_job job = derivative_job_of(solver, batch, data);
    job.cotangent = *cotangent;
    job.gradient = *gradient;
    job.info = gradient->info;
    const warp_differentiator *warps = differentiator_of(solver);
    block_launch launch = launch_of(solver, &solver->launch.derivative);
    int answer = warps ? by_warps_first(solver, &job, warps->vjp) : cudaSuccess;
    if (answer == cudaSuccess) answer = block_vjp_launch(&solver->plan, &job, &launch);
    return device_check(answer, "differentiating", NULL);
}

cnl_status device_jvp(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                      double *dy, double *ds, int32_t *info)
{
    device_scope scope(solver->context);
    device_derivative_job job = derivative_job_of(solver, batch, data);
    job.change = *change;
    job.dx = dx;
    job.dy = dy;
    job.ds = ds;
    job.info = info;
    const warp_differentiator *warps = differentiator_of(solver);
    block_launch launch = launch_of(solver, &solver->launch.derivative);
    int answer = warps ? by_warps_first(solver, &job, warps->jvp) : cudaSuccess;
    if (answer == cudaSuccess) answer = block_jvp_launch(&solver->plan, &job, &launch);
    return device_check(answer, "differentiating", NULL);
}

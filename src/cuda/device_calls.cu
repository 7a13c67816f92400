/* cnl_solve(), cnl_vjp() and cnl_jvp() on a device: work put on the context's stream, nothing else. */
#include "block_differentiate.h"
#include "block_solve.h"
#include "device_solver.h"
#include "kept_vjp.h"
#include "single_solve.h"
#include "single_vjp.h"
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

static device_solve_job solve_job_of(const device_solver *solver, int64_t batch, const cnl_solution *solution)
{
    device_solve_job job = {};
    job.batch = batch;
    job.solution = *solution;
    job.x = solver->x;
    job.y = solver->y;
    job.s = solver->s;
    job.status = solver->status;
    job.rescue = solver->rescue;
    job.rescue_count = solver->rescue_count;
    job.kept = solver->kept;
    return job;
}

/* All passes in doubles. */
static int solve_passes(const device_solver *solver, device_solve_job *job)
{
    int answer = cudaMemsetAsync(job->rescue_count, 0, sizeof *job->rescue_count, solver->context->stream);
    if (answer == cudaSuccess) answer = solve_pass(solver, job, 0);
    if (answer == cudaSuccess && solver->plan.rescue) answer = solve_pass(solver, job, 1);
    return answer;
}

cnl_status device_solve(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    device_scope scope(solver->context);
    device_solve_job job = solve_job_of(solver, batch, solution);
    job.data = *data;
    int answer = cudaSuccess;
    if (solver->left) { /* what floats have kept is not of this solve */
        cudaStream_t stream = (cudaStream_t)solver->context->stream;
        answer = (int)cudaMemsetAsync(solver->left, 1, (size_t)batch * sizeof *solver->left, stream);
    }
    if (answer == cudaSuccess) answer = solve_passes(solver, &job);
    return device_check(answer, "solving", NULL);
}

cnl_status device_solve_left(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    device_scope scope(solver->context);
    device_solve_job job = solve_job_of(solver, batch, solution);
    job.data = *data;
    job.left = solver->left;
    return device_check(solve_passes(solver, &job), "solving", NULL);
}

cnl_status device_solve_single(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                               const cnl_solution *solution)
{
    device_scope scope(solver->context);
    const kernel_plan *kernel = &solver->launch.single;
    device_single_job job = {};
    job.solve = solve_job_of(solver, batch, solution);
    job.solve.scratch = scratch_of(solver, kernel);
    job.data = *data;
    job.kept = solver->single_kept;
    job.left = solver->left;
    job.rough = solver->plan.settings;
    if (job.rough.eps_abs < SINGLE_ROUGHLY) job.rough.eps_abs = SINGLE_ROUGHLY;
    if (job.rough.eps_rel < SINGLE_ROUGHLY) job.rough.eps_rel = SINGLE_ROUGHLY;
    const single_solver *singles_of = single_solver_of(kernel->instance);
    int answer = singles_of->launch(&solver->plan, &job, kernel->blocks, solver->context->stream);
    return device_check(answer, "solving in floats", NULL);
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
    job.kept = solver->kept;
    job.warp_scratch = (double *)solver->scratch;
    job.scratch = scratch_of(solver, &solver->launch.derivative);
    return job;
}

/* Kernels go before the block executor's, each with a count of the problems that it leaves. */
static int expect_left(const device_solver *solver, device_derivative_job *job)
{
    job->left = solver->rescue;
    job->left_count = solver->rescue_count;
    return (int)cudaMemsetAsync(job->left_count, 0, LEFT_COUNTS * sizeof(int32_t), solver->context->stream);
}

/* From what the solve has kept, as far as that goes. */
static int vjp_by_kept(const device_solver *solver, device_derivative_job *job)
{
    const kernel_plan *kernel = &solver->launch.kept_derivative;
    if (kernel->blocks == 0) return cudaSuccess;
    int answer = kept_vjp_of(kernel->instance)->launch(&solver->plan, job, kernel->blocks, solver->context->stream);
    job->first_part += launch_plan_kept_parts(&solver->launch);
    return answer;
}

static int vjp_by_warps(const device_solver *solver, device_derivative_job *job)
{
    const kernel_plan *kernel = &solver->launch.warp_derivative;
    if (kernel->blocks == 0) return cudaSuccess;
    const warp_differentiator *warps = warp_differentiator_of(kernel->instance);
    if (job->first_part > 0) { /* a kernel went before */
        job->left_before = job->left_count;
        job->left_count++;
    }
    int answer = warps->vjp(&solver->plan, job, kernel->blocks, solver->context->stream);
    job->first_part += launch_plan_warp_parts(&solver->launch);
    return answer;
}

static int jvp_by_warps(const device_solver *solver, const device_derivative_job *job)
{
    const kernel_plan *kernel = &solver->launch.warp_derivative;
    if (kernel->blocks == 0) return cudaSuccess;
    const warp_differentiator *warps = warp_differentiator_of(kernel->instance);
    return warps->jvp(&solver->plan, job, kernel->blocks, solver->context->stream);
}

static device_derivative_job vjp_job_of(const device_solver *solver, int64_t batch, const cnl_data *data,
                                        const cnl_cotangent *cotangent, const cnl_gradient *gradient)
{
    device_derivative_job job = derivative_job_of(solver, batch, data);
    job.cotangent = *cotangent;
    job.gradient = *gradient;
    job.info = gradient->info;
    return job;
}

cnl_status device_vjp(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                      const cnl_gradient *gradient)
{
    device_scope scope(solver->context);
    device_derivative_job job = vjp_job_of(solver, batch, data, cotangent, gradient);
    block_launch launch = launch_of(solver, &solver->launch.derivative);
    int has_others = solver->launch.kept_derivative.blocks > 0 || solver->launch.warp_derivative.blocks > 0;
    int answer = has_others ? expect_left(solver, &job) : cudaSuccess;
    if (answer == cudaSuccess) answer = vjp_by_kept(solver, &job);
    if (answer == cudaSuccess) answer = vjp_by_warps(solver, &job);
    if (answer == cudaSuccess) answer = block_vjp_launch(&solver->plan, &job, &launch);
    return device_check(answer, "differentiating", NULL);
}

cnl_status device_vjp_single(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                             const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient)
{
    device_scope scope(solver->context);
    const kernel_plan *kernel = &solver->launch.single_adjoint;
    cudaStream_t stream = (cudaStream_t)solver->context->stream;
    device_single_vjp_job job = {};
    job.batch = batch;
    job.data = *data;
    job.x = solver->x;
    job.y = solver->y;
    job.s = solver->s;
    job.status = solver->status;
    job.cotangent = *cotangent;
    job.gradient = *gradient;
    job.kept = solver->single_kept;
    job.unkept = solver->left;
    job.left = solver->rescue;
    job.left_count = solver->rescue_count;
    job.sums = solver->sums;
    job.sum_length = solver->sum_length;
    job.info = gradient->info;
    int answer = (int)cudaMemsetAsync(job.left_count, 0, LEFT_COUNTS * sizeof(int32_t), stream);
    if (answer == cudaSuccess)
        answer = single_vjp_of(kernel->instance)->launch(&solver->plan, &job, kernel->blocks, solver->context->stream);
    if (answer == cudaSuccess)
        answer = (int)cudaMemcpyAsync(solver->left_adjoints, job.left, (size_t)batch * sizeof *job.left,
                                      cudaMemcpyDeviceToDevice, stream);
    return device_check(answer, "differentiating in floats", NULL);
}

cnl_status device_vjp_left(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                           const cnl_gradient *gradient)
{
    device_scope scope(solver->context);
    device_derivative_job job = vjp_job_of(solver, batch, data, cotangent, gradient);
    block_launch launch = launch_of(solver, &solver->launch.derivative);
    job.left = solver->rescue;
    job.left_count = solver->rescue_count;
    job.first_part = launch_plan_kept_parts(&solver->launch);
    int answer = vjp_by_warps(solver, &job);
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
    block_launch launch = launch_of(solver, &solver->launch.derivative);
    int answer = solver->launch.warp_derivative.blocks > 0 ? expect_left(solver, &job) : cudaSuccess;
    if (answer == cudaSuccess) answer = jvp_by_warps(solver, &job);
    if (answer == cudaSuccess) answer = block_jvp_launch(&solver->plan, &job, &launch);
    return device_check(answer, "differentiating", NULL);
}

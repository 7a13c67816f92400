/* Plans of launches, and the device's word on them. */
#include "launch_prepare.h"

#include "block_differentiate.h"
#include "block_solve.h"
#include "kept_vjp.h"
#include "launch_settle.h"
#include "library_solver.h"
#include "single_solve.h"
#include "single_vjp.h"
#include "warp_differentiate.h"
#include "warp_solve.h"

/* A launch_ask, in the context of a solver's plan. */
static int prepare(const void *context, launch_kernel which, const kernel_plan *kernel, int *resident)
{
    const plan *solver = (const plan *)context;
    enum route route = which == LAUNCH_RESCUE ? ROUTE_EMBEDDING : solver->route;
    int failed = cudaSuccess;
    if (which == LAUNCH_SINGLE)
        failed = single_solver_of(kernel->instance)->prepare(resident);
    else if (which == LAUNCH_SINGLE_ADJOINT)
        failed = single_vjp_of(kernel->instance)->prepare(resident);
    else if (which == LAUNCH_KEPT_DERIVATIVE)
        failed = kept_vjp_of(kernel->instance)->prepare(resident);
    else if (which == LAUNCH_WARP_DERIVATIVE)
        failed = warp_differentiator_of(kernel->instance)->prepare(resident);
    else if (kernel->executor == EXECUTOR_LIBRARY)
        failed = library_prepare(route, kernel->threads, resident);
    else if (kernel->executor != EXECUTOR_BLOCK)
        failed = warp_solver_of(kernel->instance)->prepare(resident);
    else if (which == LAUNCH_DERIVATIVE)
        failed = block_differentiate_prepare(kernel->shared_bytes, kernel->threads, resident);
    else
        failed = block_solver_of(route)->prepare(kernel->shared_bytes, kernel->threads, resident);
    if (failed != cudaSuccess) cudaGetLastError(); /* or the next call would answer for this one */
    return failed;
}

cnl_status launch_prepare(const device_context *context, const plan *plan, int64_t max_batch, launch_plan *made,
                          cnl_error *error)
{
    launch_needs needs = launch_needs_of(plan);
    launch_device device = {&context->traits, prepare, plan};
    int answer = launch_plan_settle(&needs, max_batch, &device, made);
    if (answer == LAUNCH_NO_ROOM) answer = cudaErrorLaunchOutOfResources;
    return device_check(answer, "planning a launch", error);
}

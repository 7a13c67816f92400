/* Making and unmaking solvers on a device. */
#include "device_solver.h"

#include "../core/context.h"
#include "../core/error.h"
#include "f32_convert.h"

static size_t larger_size(size_t a, size_t b) { return a > b ? a : b; }

/* Everything a solver holds on the device; with memory->base NULL only counts. Returns where its plan goes. */
static void *solver_layout(arena *memory, const plan *plan, int64_t max_batch, device_solver *v)
{
    const structure *shape = plan->structure;
    size_t n = (size_t)shape->n;
    size_t m = (size_t)shape->m;
    size_t batch = (size_t)max_batch;
    const launch_plan *launch = &v->launch;
    size_t solving = larger_size(launch->solve.scratch_bytes, launch->rescue.scratch_bytes);
    solving = larger_size(solving, launch->single.scratch_bytes);
    size_t differentiating = larger_size(launch->derivative.scratch_bytes, launch->warp_derivative.scratch_bytes);
    void *room = arena_take(memory, 1, device_plan_size(plan));
    v->scratch = (unsigned char *)arena_take(memory, 1, larger_size(solving, differentiating));
    v->x = (double *)arena_take(memory, batch * n, sizeof(double));
    v->y = (double *)arena_take(memory, batch * m, sizeof(double));
    v->s = (double *)arena_take(memory, batch * m, sizeof(double));
    v->status = (int32_t *)arena_take(memory, batch, sizeof(int32_t));
    v->rescue = (int32_t *)arena_take(memory, batch, sizeof(int32_t));
    if (launch->single.blocks > 0) {
        v->left = (int32_t *)arena_take(memory, batch, sizeof(int32_t));
        v->left_adjoints = (int32_t *)arena_take(memory, batch, sizeof(int32_t));
    }
    v->rescue_count = (int32_t *)arena_take(memory, LEFT_COUNTS, sizeof(int32_t));
    v->sum_length = shape->P.count + shape->n + shape->A.count + shape->m;
    size_t parts = (size_t)launch->derivative.blocks + (size_t)launch_plan_warp_parts(launch) +
                   (size_t)launch_plan_kept_parts(launch);
    v->sums = (double *)arena_take(memory, parts * (size_t)v->sum_length, sizeof(double));
    void *kept = launch->kept_bytes > 0 ? arena_take(memory, 1, launch->kept_bytes) : NULL;
    if (launch->single.blocks > 0)
        v->single_kept = (float *)kept;
    else
        v->kept = (double *)kept;
    if (launch->solve.executor == EXECUTOR_LIBRARY)
        v->library_memory = arena_take(memory, 1, library_bytes(plan, &launch->solve));
    if (plan->settings.f32) device_f32_layout(memory, shape, max_batch, &v->f32);
    return room;
}

cnl_status device_solver_size(const device_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                              cnl_error *error)
{
    device_scope scope(context);
    device_solver count = {};
    arena memory = {NULL, 0};
    cnl_status status = launch_prepare(context, plan, max_batch, &count.launch, error);
    if (status == CNL_OK) solver_layout(&memory, plan, max_batch, &count);
    *bytes = memory.used;
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

static cnl_status open_library(device_solver *solver, const plan *plan, cnl_error *error)
{
    if (solver->launch.solve.executor != EXECUTOR_LIBRARY) return CNL_OK;
    library_parts parts = {&solver->plan, plan, &solver->launch.solve, solver->scratch, solver->library_memory};
    int answer = library_open(solver->context->host, &parts, &solver->library);
    return device_check(answer, "opening cuBLAS and cuSOLVER", error);
}

/* The solver's memory on the device, and what it holds from the start. */
static cnl_status solver_open(device_solver *solver, const plan *plan, int64_t max_batch, cnl_error *error)
{
    const device_context *context = solver->context;
    cnl_status status = launch_prepare(context, plan, max_batch, &solver->launch, error);
    if (status == CNL_OK && plan->settings.f32)
        status = device_check(f32_convert_prepare(), "loading the kernels for floats", error);
    if (status != CNL_OK) return status;
    arena memory = {NULL, 0};
    solver_layout(&memory, plan, max_batch, solver);
    status = device_check(cudaMalloc(&solver->memory, memory.used), "allocating a solver", error);
    if (status != CNL_OK) return status;
    memory.base = (unsigned char *)solver->memory;
    memory.used = 0;
    void *room = solver_layout(&memory, plan, max_batch, solver);
    status = send_plan(context, plan, room, &solver->plan, error);
    return status == CNL_OK ? open_library(solver, plan, error) : status;
}

cnl_status device_solver_create(device_context *context, const plan *plan, int64_t max_batch, device_solver **made,
                                cnl_error *error)
{
    device_scope scope(context);
    *made = NULL;
    device_solver *solver = (device_solver *)context_allocate(context->host, sizeof *solver);
    if (solver == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory for a solver");
    *solver = {};
    solver->context = context;
    cnl_status status = solver_open(solver, plan, max_batch, error);
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
    library_close(solver->library);
    cudaFree(solver->memory);
    context_release(solver->context->host, solver);
}

#include "solver.h"

#include <stdio.h>

#include "arena.h"
#include "error.h"
#include "on_device.h"
#include "settings.h"

void solver_quiet(cnl_solver *solver) { solver->message[0] = '\0'; }

cnl_status solver_fail(cnl_solver *solver, cnl_status status, const char *message)
{
    snprintf(solver->message, sizeof solver->message, "%s", message);
    return status;
}

/* Beyond what can be addressed, a sum stays there. */
static size_t add_sizes(size_t a, size_t b) { return a > SIZE_MAX - b ? SIZE_MAX : a + b; }

/* Everything a solver holds in host memory but its plan; with memory->base NULL only counts. */
static cnl_solver *solver_layout(arena *memory, const cnl_context *context, plan *plan, int64_t max_batch)
{
    if (!context->backend) return solver_cpu_layout(memory, context, plan, max_batch);
    cnl_solver *solver = arena_take(memory, 1, sizeof *solver);
    if (solver) *solver = (cnl_solver){.context = context, .max_batch = max_batch, .plan = plan};
    return solver;
}

static cnl_status plan_for(const cnl_context *context, const cnl_structure *structure, const cnl_settings *settings,
                           int64_t max_batch, plan **made, cnl_error *error)
{
    *made = NULL;
    if (context == NULL) return error_set(error, CNL_INVALID_ARGUMENT, "context is NULL");
    if (max_batch < 1 || max_batch > INT32_MAX)
        return error_set(error, CNL_INVALID_ARGUMENT, "max_batch must be from 1 to 2^31 - 1, not %lld",
                         (long long)max_batch);
    return plan_create(context, structure, settings, made, error);
}

cnl_status cnl_solver_size(const cnl_context *context, const cnl_structure *structure, const cnl_settings *settings,
                           int64_t max_batch, size_t *bytes, cnl_error *error)
{
    if (bytes == NULL) return error_set(error, CNL_INVALID_ARGUMENT, "bytes is NULL");
    *bytes = 0;
    plan *plan;
    cnl_status status = plan_for(context, structure, settings, max_batch, &plan, error);
    if (status != CNL_OK) return status;
    arena count = {NULL, 0};
    solver_layout(&count, context, plan, max_batch);
    size_t on_device = 0;
    if (context->backend) status = device_part_size(context, plan, max_batch, &on_device, error);
    if (status == CNL_OK) *bytes = add_sizes(add_sizes(plan->bytes, count.used), on_device);
    plan_destroy(context, plan);
    return status;
}

cnl_status cnl_solver_create(const cnl_context *context, const cnl_structure *structure, const cnl_settings *settings,
                             int64_t max_batch, cnl_solver **solver, cnl_error *error)
{
    if (solver == NULL) return error_set(error, CNL_INVALID_ARGUMENT, "solver is NULL");
    *solver = NULL;
    plan *plan;
    cnl_status status = plan_for(context, structure, settings, max_batch, &plan, error);
    if (status != CNL_OK) return status;
    arena memory = {NULL, 0};
    solver_layout(&memory, context, plan, max_batch);
    size_t bytes = memory.used;
    memory = (arena){context_allocate(context, bytes), 0};
    if (memory.base == NULL) {
        plan_destroy(context, plan);
        return error_set(error, CNL_OUT_OF_MEMORY, "out of memory: a solver for %lld problems takes %zu bytes",
                         (long long)max_batch, bytes);
    }
    cnl_solver *made = solver_layout(&memory, context, plan, max_batch);
    if (context->backend) status = device_part_create(made, error);
    if (status == CNL_OK)
        *solver = made;
    else
        cnl_solver_destroy(made);
    return status;
}

void cnl_solver_destroy(cnl_solver *solver)
{
    if (solver == NULL) return;
    const cnl_context *context = solver->context;
    device_part_destroy(solver);
    plan_destroy(context, solver->plan);
    context_release(context, solver);
}

cnl_method cnl_solver_method(const cnl_solver *solver) { return solver->plan->method; }

const char *cnl_solver_message(const cnl_solver *solver) { return solver->message; }

void cnl_solver_set_progress(cnl_solver *solver, cnl_progress progress, void *user)
{
    solver->progress = progress;
    solver->progress_user = user;
}

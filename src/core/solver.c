#include "solver.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "error.h"
#include "settings.h"

void solver_quiet(cnl_solver *solver) { solver->message[0] = '\0'; }

cnl_status solver_fail(cnl_solver *solver, cnl_status status, const char *message)
{
    snprintf(solver->message, sizeof solver->message, "%s", message);
    return status;
}

/* Two threads' workspaces never share a page. */
static const size_t page = 4096;

static size_t larger_size(size_t a, size_t b) { return a > b ? a : b; }

static size_t packs_of(const cnl_context *context, int64_t max_batch)
{
    size_t lanes = (size_t)context->wide->lanes;
    return ((size_t)max_batch + lanes - 1) / lanes;
}

/* No more threads than packs: a batch of eight needs one workspace. */
static int useful_threads(const cnl_context *context, int64_t max_batch)
{
    size_t packs = packs_of(context, max_batch);
    return packs < (size_t)context->threads ? (int)packs : context->threads;
}

/* The most that any pack of this solver takes; a batch of one never meets a wide pack. */
static size_t largest_size(int64_t max_batch, size_t wide, size_t narrow)
{
    return max_batch == 1 ? narrow : larger_size(wide, narrow);
}

/* Everything a solver holds but its plan; with memory->base NULL only counts. */
static cnl_solver *solver_layout(arena *memory, const cnl_context *context, plan *plan, int64_t max_batch)
{
    size_t n = (size_t)plan->structure->n;
    size_t m = (size_t)plan->structure->m;
    size_t batch = (size_t)max_batch;
    cnl_solver *solver = arena_take(memory, 1, sizeof *solver);
    cnl_solver room = {.context = context, .max_batch = max_batch, .plan = plan};
    room.threads = useful_threads(context, max_batch);
    size_t workspace =
        largest_size(max_batch, context->wide->workspace_size(plan), context->narrow->workspace_size(plan));
    room.workspace_stride = (workspace + page - 1) / page * page;
    room.workspaces = arena_take(memory, (size_t)room.threads, room.workspace_stride);
    room.x = arena_take(memory, batch * n, sizeof *room.x);
    room.y = arena_take(memory, batch * m, sizeof *room.y);
    room.s = arena_take(memory, batch * m, sizeof *room.s);
    room.status = arena_take(memory, batch, sizeof *room.status);
    room.rescue = arena_take(memory, batch, sizeof *room.rescue);
    room.kept_stride = largest_size(max_batch, context->wide->kept_size(plan), context->narrow->kept_size(plan));
    room.kept = arena_take(memory, packs_of(context, max_batch), room.kept_stride);
    size_t sums = solver_sum_parts(max_batch, context->wide->lanes) * (size_t)solver_sum_length(plan->structure);
    room.sums = arena_take(memory, sums, sizeof *room.sums);
    if (solver) *solver = room;
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
    *bytes = plan->bytes + count.used;
    plan_destroy(context, plan);
    return CNL_OK;
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
    *solver = solver_layout(&memory, context, plan, max_batch);
    return CNL_OK;
}

void cnl_solver_destroy(cnl_solver *solver)
{
    if (solver == NULL) return;
    const cnl_context *context = solver->context;
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

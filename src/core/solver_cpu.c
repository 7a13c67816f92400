/* A solver on the CPU: what it holds for the packs of a batch and the threads that work on them. */
#include "solver.h"

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

/* Packs of floats are for whole ones, for dense problems by rows, and for tolerances that a correction or two beyond
   the rounding of floats can meet. They keep nothing for the derivatives, which then take up to twice as long: small
   problems lose more by that than they gain. */
static const double single_accuracy = 1e-8;
enum { SINGLE_LEAST = 8, SINGLE_LEAST_UNKEPT = 24 };

static const single_executor *suitable_single(const cnl_context *context, const plan *plan, int64_t max_batch)
{
    const structure *shape = plan->structure;
    const cnl_settings *settings = &plan->settings;
    int least = settings->keep_factors ? SINGLE_LEAST_UNKEPT : SINGLE_LEAST;
    bool suits = settings->f32 && plan->route == ROUTE_DUAL_BY_ROWS && shape->P.layout == CNL_DENSE &&
                 shape->A.layout == CNL_DENSE && shape->n >= least && shape->m >= least &&
                 (settings->eps_abs >= single_accuracy || settings->eps_rel >= single_accuracy);
    return suits && context->single && max_batch >= context->single->lanes ? context->single : NULL;
}

/* Doubles for calls on floats. */
static void stages_layout(arena *memory, cnl_solver *solver)
{
    if (!solver->plan->settings.f32) return;
    const structure *shape = solver->plan->structure;
    int lanes = solver->context->wide->lanes;
    if (solver->single && solver->single->lanes > lanes) lanes = solver->single->lanes;
    f32_shared_layout(memory, shape, &solver->shared);
    solver->stages = arena_take(memory, (size_t)solver->threads, sizeof *solver->stages);
    for (int thread = 0; thread < solver->threads; thread++) {
        f32_stage stage;
        f32_stage_layout(memory, shape, lanes, &stage);
        if (solver->stages) solver->stages[thread] = stage;
    }
}

cnl_solver *solver_cpu_layout(arena *memory, const cnl_context *context, plan *plan, int64_t max_batch)
{
    size_t n = (size_t)plan->structure->n;
    size_t m = (size_t)plan->structure->m;
    size_t batch = (size_t)max_batch;
    cnl_solver *solver = arena_take(memory, 1, sizeof *solver);
    cnl_solver room = {.context = context, .max_batch = max_batch, .plan = plan};
    room.threads = useful_threads(context, max_batch);
    room.single = suitable_single(context, plan, max_batch);
    size_t workspace =
        largest_size(max_batch, context->wide->workspace_size(plan), context->narrow->workspace_size(plan));
    if (room.single) workspace = larger_size(workspace, room.single->workspace_size(plan));
    room.workspace_stride = (workspace + page - 1) / page * page;
    room.workspaces = arena_take(memory, (size_t)room.threads, room.workspace_stride);
    room.x = arena_take(memory, batch * n, sizeof *room.x);
    room.y = arena_take(memory, batch * m, sizeof *room.y);
    room.s = arena_take(memory, batch * m, sizeof *room.s);
    room.status = arena_take(memory, batch, sizeof *room.status);
    room.rescue = arena_take(memory, batch, sizeof *room.rescue);
    if (room.single) room.reopened = arena_take(memory, batch, sizeof *room.reopened);
    room.kept_stride = largest_size(max_batch, context->wide->kept_size(plan), context->narrow->kept_size(plan));
    room.kept = arena_take(memory, packs_of(context, max_batch), room.kept_stride);
    size_t sums = solver_sum_parts(max_batch, context->wide->lanes) * (size_t)solver_sum_length(plan->structure);
    room.sums = arena_take(memory, sums, sizeof *room.sums);
    stages_layout(memory, &room);
    if (solver) *solver = room;
    return solver;
}

/**
 * @file solver.h
 * The inside of cnl_solver: one block of host memory, carved once; on a device, little more than a handle.
 */
#ifndef CORE_SOLVER_H
#define CORE_SOLVER_H

#include <stdatomic.h>

#include <conelet/derivative.h>

#include "context.h"
#include "executor.h"
#include "f32_stage.h"
#include "plan.h"

enum { SOLVER_MESSAGE = 240 };

struct cnl_solver {
    const cnl_context *context;
    int64_t max_batch;
    plan *plan;
    int64_t solved_batch; /* size of the last solve, 0 = none */
    char message[SOLVER_MESSAGE];

    struct device_solver *device; /* NULL on the CPU; on a device nothing of what follows is there */

    int threads;             /* of a call; each has a workspace */
    size_t workspace_stride; /* bytes between two threads' workspaces */
    unsigned char *workspaces;

    double *x; /* the last solution, for the derivatives */
    double *y;
    double *s;
    int32_t *status;
    int64_t *rescue;    /* problems that wait for the second method */
    int64_t *reopened;  /* those that packs of floats leave to doubles; NULL: there are none */
    bool has_kept;      /* the last solve has filled `kept` */
    size_t kept_stride; /* bytes that a solve keeps of each pack for the derivatives; 0 = nothing */
    unsigned char *kept;

    const single_executor *single; /* packs of floats for cnl_solve_f32(); NULL: it is all in doubles */
    f32_stage *stages;             /* [threads] with settings.f32: a pack in doubles */
    f32_shared shared;             /* likewise */

    double *sums; /* parts of the gradients of shared data, see derivative.c */

    cnl_progress progress;
    void *progress_user;
};

/** Carve a solver for packs of the CPU; with memory->base NULL only counts. @return NULL while counting */
cnl_solver *solver_cpu_layout(arena *memory, const cnl_context *context, plan *plan, int64_t max_batch);

/**
 * cnl_solve(), cnl_vjp() and cnl_jvp() on the CPU, once their arguments have been checked. With f32, not NULL, the
 * arrays are those of that call: the others say no more than strides, and where the sums over shared data go.
 */
void solve_on_cpu(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution,
                  const f32_call *f32);
void vjp_on_cpu(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                const cnl_gradient *gradient, const f32_call *f32);
void jvp_on_cpu(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx, double *dy,
                double *ds, int32_t *info, const f32_call *f32);

/** A sum over the batch is taken in at most this many parts. */
enum { SOLVER_SUM_PARTS = 32 };

/** Parts for a largest batch, and the numbers of one part when all data are shared. */
size_t solver_sum_parts(int64_t max_batch, int lanes);
int64_t solver_sum_length(const structure *shape);

/** The workspace of one thread of a call. */
static inline void *solver_workspace(const cnl_solver *solver, int thread)
{
    return solver->workspaces + (size_t)thread * solver->workspace_stride;
}

/** What a solve keeps of the pack that starts with this problem; NULL if it keeps nothing. */
static inline void *solver_kept(const cnl_solver *solver, int64_t first)
{
    if (solver->kept_stride == 0 || !solver->has_kept) return NULL;
    return solver->kept + (size_t)(first / solver->context->wide->lanes) * solver->kept_stride;
}

/** Forget the last message; for the start of a call. */
void solver_quiet(cnl_solver *solver);

/** Leave a sentence for cnl_solver_message(). @return status */
cnl_status solver_fail(cnl_solver *solver, cnl_status status, const char *message);

#endif

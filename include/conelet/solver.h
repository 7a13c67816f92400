/**
 * @file solver.h
 * @defgroup solver  Solver: a batch of cone programs of one structure
 *
 * A solver is made once for a structure (sizes, sparsity, cones) and a largest batch. It then solves any number of
 * batches, and differentiates the last one (see derivative.h), without allocating.
 *
 *     cnl_solver *solver;
 *     cnl_solver_create(context, &structure, &settings, max_batch, &solver, &error);
 *     cnl_solve(solver, batch, &data, &solution);
 *     cnl_solver_destroy(solver);
 *
 * A problem's answer depends on nothing but the problem: not on its place in the batch, the size of the batch or the
 * number of threads, to the last bit.
 * @{
 */
#ifndef CONELET_SOLVER_H
#define CONELET_SOLVER_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "problem.h"

CNL_BEGIN_DECLS

/** Opaque. Used by one thread at a time; several solvers may run on several threads at once. */
typedef struct cnl_solver cnl_solver;

/** How the interior point reduces the KKT system. All give the same answers up to rounding; cnl_solver_create() answers
    CNL_NOT_SUPPORTED where a structure does not suit the method asked for. */
typedef enum cnl_method {
    CNL_METHOD_AUTO = 0,   /**< the fastest by an estimate from sizes and sparsity (default) */
    CNL_METHOD_PRIMAL = 1, /**< n x n: P + A'H^-1 A, dense Cholesky; for m >> n and second-order cones; n*n and n*m
                                below 2^30. Where P may be positive definite and there are no second-order cones, a
                                faster loop goes first, and a problem that it cannot finish is solved by the one for all
                                cones */
    CNL_METHOD_DUAL = 2,   /**< m x m: H + A P^-1 A', dense Cholesky; needs P, at least one row and no second-order
                                cones. A problem that it cannot finish (a P that is not safely positive definite, slow
                                progress) is solved by the n x n loop for all cones instead */
    CNL_METHOD_SPARSE = 3  /**< sparse LDL' of the whole KKT matrix; fewer than 2^31 numbers */
} cnl_method;

/** Settings of a solver. Start from cnl_settings_default(). */
typedef struct cnl_settings {
    /** A problem is solved when each of its residuals r is at most max(eps_abs, eps_rel * scale). Primal:
        r = |Ax+s-b|_2, scale = |b|_inf + |x|_2 + |s|_2. Dual: r = |Px+A'y+c|_2, scale = |c|_inf + |x|_2 + |y|_2.
        Gap: r = |x'Px + c'x + b'y|, scale = min(|primal objective|, |dual objective|). [Goulart & Chen 2024, sec. 3]
        Default 1e-8 each, range [0, 1), not both 0; reachable down to about 1e-12. */
    double eps_abs;
    double eps_rel; /**< see eps_abs */
    /** A certificate is accepted when its residual is at most this times its objective. Default 1e-8, range (0, 1). */
    double eps_infeasible;
    int32_t max_iterations; /**< default 100, at least 1 */
    cnl_method method;      /**< default ::CNL_METHOD_AUTO */
    /** 1 (default): a solve by ::CNL_METHOD_DUAL keeps of each problem the factors that its derivatives start from, up
        to n*n/2 + n*min(n, m) numbers: cnl_vjp() then takes about half the time, and a solve a tenth more. 0: it
        keeps none; for solvers that are never differentiated, or where memory is short. On a device, of dense problems
        of up to 104 rows and variables, as many numbers as the kernel that takes the larger of n and m: 155 (up to 10,
        in large batches), 394 (16), 1298 (32), 4642 (64) ... 16 656 (104), if that is at most a quarter of its memory
        for the whole batch; 1 also lets warps differentiate such problems from their active rows (docs/derivatives.md),
        several times as fast, and 0 leaves all to the general way. */
    int32_t keep_factors;
    /** 1: the solver also takes arrays of float (f32.h), for which it holds, of each thread, room for twice a pack's
       data; on a device for twice the whole batch's. 0 (default): doubles only. */
    int32_t f32;
} cnl_settings;

/** @return the default settings. */
CNL_API cnl_settings cnl_settings_default(void);

/**
 * Bytes that a solver for these arguments holds from cnl_solver_create() to cnl_solver_destroy(); on a device, those in
 * host memory and those in device memory together (but for a few hundred that the plug-in holds on the host, and what
 * cuBLAS, cuSOLVER and a graph allocate for themselves where a large dense problem uses them). To find out, the solver
 * is planned as it would be, and the plan is freed again; making either takes some more memory for a moment.
 *
 * @param[in]  context    as for cnl_solver_create()
 * @param[in]  structure  likewise
 * @param[in]  settings   likewise; NULL for the defaults
 * @param[in]  max_batch  likewise
 * @param[out] bytes      0 on failure
 * @param[out] error      NULL, or room for a sentence
 * @return as cnl_solver_create()
 */
CNL_API cnl_status cnl_solver_size(const cnl_context *context, const cnl_structure *structure,
                                   const cnl_settings *settings, int64_t max_batch, size_t *bytes, cnl_error *error);

/**
 * Plan and allocate a solver.
 *
 * @param[in]  context    outlives the solver
 * @param[in]  structure  copied
 * @param[in]  settings   copied; NULL for the defaults
 * @param[in]  max_batch  largest batch of a call, 1 ... 2^31 - 1
 * @param[out] solver     owned by the caller: cnl_solver_destroy()
 * @param[out] error      NULL, or room for a sentence
 * @return CNL_OK; CNL_INVALID_ARGUMENT (a size, cone, pattern or setting is out of range); CNL_NOT_SUPPORTED (the
 *         method asked for, or any, cannot take this structure); CNL_OUT_OF_MEMORY; CNL_DEVICE_ERROR. On failure
 *         `*solver` is NULL.
 */
CNL_API cnl_status cnl_solver_create(const cnl_context *context, const cnl_structure *structure,
                                     const cnl_settings *settings, int64_t max_batch, cnl_solver **solver,
                                     cnl_error *error);

/** Free a solver; NULL is accepted. */
CNL_API void cnl_solver_destroy(cnl_solver *solver);

/** @return the method that ::CNL_METHOD_AUTO chose, or the one asked for. */
CNL_API cnl_method cnl_solver_method(const cnl_solver *solver);

/** @return what was wrong with the last call on this solver, "" if nothing; valid until the next call on it. */
CNL_API const char *cnl_solver_message(const cnl_solver *solver);

/** Called after each pack of a solve, from one thread at a time, with how many problems are done (`done` may fall once,
    when problems that need a second method wait for it). Must not call the library. Not called on a device. */
typedef void (*cnl_progress)(void *user, int64_t done, int64_t batch);

/** Set the function told about progress; NULL (the default) for none. */
CNL_API void cnl_solver_set_progress(cnl_solver *solver, cnl_progress progress, void *user);

/**
 * Solve `batch` problems.
 *
 * @param[in,out] solver    workspace; remembers the solution for cnl_vjp() and cnl_jvp()
 * @param[in]     batch     number of problems, 1 ... max_batch
 * @param[in]     data      P, c, A, b; borrowed for the call
 * @param[out]    solution  x, y, s, status, ... [batch, ...]
 * @return CNL_OK also if some problems have no solution: see `solution->status`. CNL_INVALID_ARGUMENT if a pointer,
 *         stride or size is wrong (nothing was written). On a device the arrays are not looked at and the work is only
 *         started: CNL_DEVICE_ERROR or CNL_OUT_OF_MEMORY if that failed, see cnl_context_synchronize() for the rest;
 *         CNL_NOT_SUPPORTED.
 */
CNL_API cnl_status cnl_solve(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution);

CNL_END_DECLS

#endif
/** @} */

/**
 * @file executor.h
 * What a backend offers to the core: whole-pack operations, chosen at run time. One table per instruction set and
 * width; nothing below this line knows of batches, threads or memory.
 */
#ifndef CORE_EXECUTOR_H
#define CORE_EXECUTOR_H

#include <stddef.h>
#include <stdint.h>

#include <conelet/derivative.h>
#include <conelet/f32.h>

#include "plan.h"

enum { MAX_LANES = 16 };

/** The arrays of one cnl_solve(), and where the solver itself remembers the solution. */
typedef struct solve_job {
    const plan *plan;
    const cnl_data *data;
    const cnl_solution *solution; /**< the user's arrays */
    double *x, *y, *s;            /**< [batch, n], [batch, m], [batch, m] the solver's own copies */
    int32_t *status;              /**< [batch] likewise */
} solve_job;

/** The arrays of one cnl_vjp() or cnl_jvp(). */
typedef struct derivative_job {
    const plan *plan;
    const cnl_data *data;
    const double *x, *y, *s; /**< the solution */
    const int32_t *status;
    const cnl_cotangent *cotangent; /**< vjp */
    const cnl_gradient *gradient;   /**< vjp; a shared datum points to the sum of this part of the batch */
    const cnl_data *change;         /**< jvp */
    double *dx, *dy, *ds;           /**< jvp */
    int32_t *info;
} derivative_job;

typedef struct executor {
    const char *name;
    int lanes; /**< problems of a pack, at most MAX_LANES */
    int tile;  /**< height of a panel: decides where the numbers of a matrix go (see plan.h) */
    /** Bytes of the scratch memory of one thread. */
    size_t (*workspace_size)(const plan *plan);
    /** Bytes that a solve keeps of a pack for its derivatives; 0: nothing. */
    size_t (*kept_size)(const plan *plan);
    /** Solve the problems index[0 ... lanes-1] (idle lanes repeat one) by a route; index[lanes]: where the next pack is
       likely to start. `kept`: room for what the derivatives of this pack start from, or NULL. @return a bit for each
       lane that another one should solve. */
    unsigned (*solve)(const solve_job *job, route route, void *workspace, const int64_t *index, void *kept);
    /** Differentiate the problems of a pack; `kept`: what solve() left of the same pack, or NULL. */
    void (*vjp)(const derivative_job *job, void *workspace, const int64_t *index, int live, void *kept);
    void (*jvp)(const derivative_job *job, void *workspace, const int64_t *index, int live, void *kept);
} executor;

/** Packs of floats: ROUTE_DUAL_BY_ROWS where P and A are dense, each answer corrected in doubles. */
typedef struct single_executor {
    int lanes; /**< at most MAX_LANES; the panels are those of the executors of doubles */
    size_t (*workspace_size)(const plan *plan);
    /** Solve the problems index[0 ... lanes-1] of `data`; index[lanes] as in executor.solve. Their answers go where
       `job` says, as those of problems place[0 ... lanes-1]; it has no data. @return as executor.solve */
    unsigned (*solve)(const solve_job *job, const cnl_data_f32 *data, void *workspace, const int64_t *index,
                      const int64_t *place);
} single_executor;

#endif

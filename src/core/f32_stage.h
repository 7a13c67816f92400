/**
 * @file f32_stage.h
 * Arrays of float: what a pack needs is widened into doubles of the thread's own, and its answers are rounded from
 * there. So executors know of doubles only, but for packs of floats, which read such arrays as they are.
 */
#ifndef CORE_F32_STAGE_H
#define CORE_F32_STAGE_H

#include <conelet/f32.h>

#include "arena.h"
#include "executor.h"

/** P, c, A, b in this order. */
enum { F32_DATA = 4 };

/** The doubles of one pack; [lanes, ...]. */
typedef struct f32_stage {
    double *data[F32_DATA];
    double *change[F32_DATA]; /**< changes of the data, or gradients */
    double *x, *y, *s;        /**< a solution, or what belongs to it */
    double *dx, *dy, *ds;     /**< cotangents, or changes of a solution */
    double *objective;
    double *residuals; /**< [lanes, 3] */
    int32_t *iterations;
    int32_t *status;
} f32_stage;

/** The doubles of data that all problems share. */
typedef struct f32_shared {
    double *data[F32_DATA];
    double *change[F32_DATA]; /**< changes, or sums of gradients */
} f32_shared;

/** The arrays of one call; what the call has not is NULL. */
typedef struct f32_call {
    const cnl_data_f32 *data;
    const cnl_solution_f32 *solution;
    const cnl_cotangent_f32 *cotangent;
    const cnl_gradient_f32 *gradient;
    const cnl_data_f32 *change;
    float *dx, *dy, *ds;
    const f32_shared *shared; /**< the shared data among `data` and `change`, already widened */
} f32_call;

/** The problems of a pack: `live` of them, in lanes that the executor sees as problems 0 ... lanes - 1. */
typedef struct f32_pack {
    const int64_t *problems; /**< [live] */
    int64_t lanes[MAX_LANES + 1];
    int live;
} f32_pack;

void f32_stage_layout(arena *memory, const structure *shape, int lanes, f32_stage *stage);
void f32_shared_layout(arena *memory, const structure *shape, f32_shared *shared);

/** Widen what is shared among the data. */
void f32_widen_shared(const structure *shape, const cnl_data_f32 *data, double *const to[F32_DATA]);

/** Round the sums of the gradients of shared data. */
void f32_round_shared(const structure *shape, const cnl_data_f32 *data, double *const from[F32_DATA],
                      const cnl_gradient_f32 *gradient);

f32_pack f32_pack_of(const int64_t *problems, int live, int lanes);

/** The doubles that a solve of this pack reads and writes. data and solution: room for what `job` points to. */
solve_job f32_open_solve(const f32_stage *stage, const f32_call *call, const f32_pack *pack, const plan *plan,
                         cnl_data *data, cnl_solution *solution);

/** The same for a pack of floats, which reads the caller's data itself. */
solve_job f32_open_single(const f32_stage *stage, const plan *plan, cnl_solution *solution);

/** Round its answers, and remember them as `own` says. */
void f32_close_solve(const f32_stage *stage, const f32_call *call, const f32_pack *pack, const solve_job *own);

/** Room for what a derivative's job points to. */
typedef struct f32_derivative {
    cnl_data data, change;
    cnl_cotangent cotangent;
    cnl_gradient gradient;
} f32_derivative;

/** The doubles that a derivative of this pack reads and writes; `job` has the solution and the sums of shared data. */
derivative_job f32_open_derivative(const f32_stage *stage, const f32_call *call, const f32_pack *pack,
                                   const derivative_job *job, f32_derivative *room);

/** Round its answers. */
void f32_close_derivative(const f32_stage *stage, const f32_call *call, const f32_pack *pack,
                          const derivative_job *job);

#endif

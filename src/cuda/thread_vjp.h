/* The adjoints of the 32 problems of a warp, a lane each: f = gx - A'N gs, g = gy - H gs; then dc = -r, db = w + N gs,
   dA = -(y r' + (w + N gs) x'), dP = -(r x' + x r')/2 (engine/derivative.h). In inactive rows N = 1, in others 0. */
#ifndef CUDA_THREAD_VJP_H
#define CUDA_THREAD_VJP_H

#include "thread_active.h"
#include "thread_gradients.h"

/* A vector of each problem, `count` numbers from first * count on, to `to`, this lane's; zeros for lanes without a
   problem, and everywhere where nothing is given. By the whole warp. */
FNBIG void stage_vector(const stage at, const double *from, int count, double *to)
{
    if (from == NULL) {
        ROLLED for (int k = 0; k < count; k++) to[k * STRIDE] = 0;
        return;
    }
    int lane = (int)threadIdx.x % 32;
    int live = at.live * count;
    double *of_lane_0 = to - lane;
    double held[SIDE];
    UNROLL for (int round = 0; round < SIDE; round++)
    {
        int e = lane + 32 * round;
        held[round] = e < live ? from[at.first * count + e] : 0;
    }
    int problem = lane / count;
    int k = lane % count;
    __syncwarp();
    UNROLL for (int round = 0; round < SIDE; round++)
    {
        if (problem < 32) of_lane_0[k * STRIDE + problem] = held[round];
        k += 32 % count;
        problem += 32 / count + (k >= count);
        k -= k >= count ? count : 0;
    }
    __syncwarp();
}

/* What a lane holds. */
typedef struct thread_vjp {
    dual_derivative system;
    int n, m; /* of the problem */
    int64_t problem;
    real f[SIDE], g[SIDE], w[SIDE];
} thread_vjp;

/* Vector number `which` where a matrix is staged. */
FN double *vector_place(const thread_vjp *v, int which) { return v->system.at.numbers + which * SIDE * STRIDE; }

/* Of the staged gs. */
FN double *slack_place(const thread_vjp *v) { return vector_place(v, SIDE - 1); }

/* The active rows, f = gx, and in the active rows g = gy - H gs. */
FN void thread_choose_rows(const device_derivative_job *job, int z, thread_vjp *v)
{
    dual_derivative *system = &v->system;
    const cnl_cotangent *given = &job->cotangent;
    double *s = vector_place(v, 0);
    double *y = vector_place(v, 1);
    double *gx = vector_place(v, 2);
    double *gy = vector_place(v, 3);
    double *gs = slack_place(v);
    stage_vector(system->at, job->s, v->m, s);
    stage_vector(system->at, job->y, v->m, y);
    stage_vector(system->at, given->dx, v->n, gx);
    stage_vector(system->at, given->dy, v->m, gy);
    stage_vector(system->at, given->ds, v->m, gs);
    dual_derivative_choose_rows(system, v->n, z, v->m, s, y);
    UNROLL for (int k = 0; k < SIDE; k++) v->f[k] = k < v->n ? gx[k * STRIDE] : zero();
    UNROLL for (int i = 0; i < SIDE; i++) v->g[i] =
        is_active(system, i) ? mulsub(system->diagonal[i], gs[i * STRIDE], gy[i * STRIDE]) : zero();
}

/* The answers to the places of V. */
FN void thread_vjp_answer(const device_derivative_job *job, int done, thread_vjp *v, warp_answers *answers)
{
    const dual_derivative *system = &v->system;
    double *r = vector_place(v, 0);
    double *w = vector_place(v, 1);
    double *x = vector_place(v, 2);
    double *y = vector_place(v, 3);
    UNROLL for (int k = 0; k < SIDE; k++) r[k * STRIDE] = -v->f[k];
    UNROLL for (int i = 0; i < SIDE; i++) w[i * STRIDE] = -v->w[i];
    double *gs = slack_place(v);
    stage_vector(system->at, job->x, v->n, x);
    stage_vector(system->at, job->y, v->m, y);
    stage_vector(system->at, job->cotangent.ds, v->m, gs);
    ROLLED for (int i = 0; i < SIDE; i++)
    {
        if (!is_active(system, i)) {
            w[i * STRIDE] = i < v->m ? -gs[i * STRIDE] : zero();
            y[i * STRIDE] = zero();
        }
        if (!done) r[i * STRIDE] = w[i * STRIDE] = x[i * STRIDE] = y[i * STRIDE] = zero();
    }
    __syncwarp();
    int lane = (int)threadIdx.x % 32;
    *answers = {r - lane, w - lane, x - lane, y - lane, system->at.first, system->at.live};
}

/* What the warp reads of its next problems. */
FN void thread_ask_ahead(const device_derivative_job *job, const thread_vjp *v)
{
    const stage *at = &v->system.at;
    stage_ask_ahead(at, job->s, v->m);
    stage_ask_ahead(at, job->y, v->m);
    if (job->cotangent.dx) stage_ask_ahead(at, job->cotangent.dx, v->n);
    stage_ask_ahead(at, job->kept, KEPT_NUMBERS);
}

/* 32 problems; `part`: this warp's part of the gradients of shared data. */
FN void thread_vjp_some(team *tm, const device_plan *plan, const device_derivative_job *job, double *part,
                        thread_vjp *v)
{
    dual_derivative *system = &v->system;
    const stage *at = &system->at;
    const double *kept = kept_of(job->kept, at->first);
    system->R.numbers = kept;
    thread_choose_rows(job, plan->shape.z, v);
    dual_derivative_shift(system, v->m, kept, job->cotangent.ds ? slack_place(v) : NULL);
    dual_derivative_load_V(system, kept);
    dual_derivative_gram(system);
    dual_derivative_factor(system);
    dual_derivative_solve(tm, system, v->f, v->g, v->f, v->w);
    int is_own = (int)threadIdx.x % 32 < at->live;
    int has_none = is_own && !has_solution(job, v->problem);
    int done = is_own && is_solved(job, v->problem) && !some(system->unfit);
    warp_answers answers;
    thread_vjp_answer(job, done, v, &answers);
    thread_ask_ahead(job, v);
    store_gradients(&plan->shape, job, &answers, part);
    if (!is_own) return;
    if (done || has_none) store_info(job, v->problem, done, system->degenerate, none());
    leave_problem(job, v->problem, !done && !has_none);
}

#endif

/* A problem of the adjoints from kept factors before its turn: it is read while the gradients of the one before it are
   stored, so that no warp waits for device memory. Its active rows are copied by their numbers, which are read a turn
   earlier still. */
#ifndef CUDA_KEPT_PROBLEM_H
#define CUDA_KEPT_PROBLEM_H

#include "kept_factored.h"

/* A lane's numbers of a problem's vector, which has one at least. */
template <class T, class S> FN void read_own(const T *all, int64_t problem, int count, S *own)
{
    UNROLL for (int e = 0; e < OWN; e++) own[e] = all[problem * count + (own_place(e) < count ? own_place(e) : 0)];
}

/* The same of vectors that may be absent or empty: zeros then. */
template <class T, class S> FN void read_given(const T *all, int64_t problem, int count, S *own)
{
    UNROLL for (int e = 0; e < OWN; e++) own[e] = 0;
    if (all && count > 0) read_own(all, problem, count, own);
}

/* Whether a problem's record is that of its solution. */
FN int is_kept(const derivative_job *job, int64_t problem)
{
#ifdef SINGLE_PRECISION
    if (job->unkept[problem]) return 0;
#endif
    return is_solved(job, problem);
}

/* Which rows of a problem are active, and whether anything is kept of it: before kept_read() of the same problem. */
FN void kept_look(const derivative_job *job, int64_t problem, kept_ahead *to)
{
    if (problem >= job->batch) return;
    const real *record = job->kept + problem * KEPT_NUMBERS;
    int active = kept_active_of(record);
    to->active_after = is_kept(job, problem) ? active : -1;
    read_own(kept_rows_of(record), 0, SIDE, to->rows_after);
}

/* The rest of a problem that kept_look() has looked at, and its active rows sent for; then a look at problem `after`.
 */
FN void kept_read(const derivative_job *job, int64_t problem, int64_t after, warp_derivative *v)
{
    if (problem >= job->batch) return;
    kept_ahead *to = &v->system.ahead;
    const real *record = job->kept + problem * KEPT_NUMBERS;
    to->active = to->active_after;
    UNROLL for (int e = 0; e < OWN; e++) to->rows[e] = to->rows_after[e];
    if (to->active >= 0) dual_derivative_send(&v->system, job->data.A + problem * job->data.A_stride, record);
    kept_look(job, after, to);
    read_own(job->x, problem, v->n, to->x);
    read_given(job->y, problem, v->m, to->y);
    read_given(job->cotangent.dx, problem, v->n, to->f);
    read_given(job->cotangent.dy, problem, v->m, to->g);
    read_given(job->cotangent.ds, problem, v->m, to->slack);
    dual_derivative_read_P(&v->system, record);
}

#endif

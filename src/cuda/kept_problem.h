/* A problem of the adjoints from kept factors before its turn: it is read while the gradients of the one before it are
   stored, so that no warp waits for device memory. */
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

/* What is known to lie in one place: all but the active rows of A and their factor. */
FN void kept_read(const derivative_job *job, int64_t problem, warp_derivative *v)
{
    if (problem >= job->batch) return;
    kept_ahead *to = &v->system.ahead;
    const real *record = job->kept + problem * KEPT_NUMBERS;
    to->active = kept_active_of(record);
    read_own(kept_rows_of(record), 0, SIDE, to->rows);
    read_own(job->x, problem, v->n, to->x);
    read_given(job->y, problem, v->m, to->y);
    read_given(job->cotangent.dx, problem, v->n, to->f);
    read_given(job->cotangent.dy, problem, v->m, to->g);
    read_given(job->cotangent.ds, problem, v->m, to->slack);
    dual_derivative_read_P(&v->system, record);
}

#endif

/* Gradients of the 32 problems of a warp, written together: the lanes take neighbouring numbers of one problem after
   another, from vectors that lie interleaved in shared memory. A shared datum's gradient is summed over the problems on
   the way. */
#ifndef CUDA_THREAD_GRADIENTS_H
#define CUDA_THREAD_GRADIENTS_H

#include "device_plan.h"
#include "team_derivative.h"
#include "team_entry.h"
#include "thread_stage.h"

/* The answers of a warp's adjoint systems, of lane 0: -r, -(w + N gs) and the solution's x and y (0 in inactive rows).
   All are 0 where there is no solution, or the problem is left to the next kernel, which then writes its gradients. */
typedef struct warp_answers {
    const double *r, *w, *x, *y;
    int64_t first; /* problem of lane 0 */
    int live;      /* lanes that have one */
} warp_answers;

/* Where numbers of a gradient go. */
typedef struct gradient_target {
    double *out;    /* NULL: it is not wanted */
    int64_t stride; /* 0: summed over the batch */
    double *part;   /* of the sum, this warp's */
} gradient_target;

/* Number e of a gradient, `entry` for each lane's problem. */
template <class Entry> FN void store_number(const warp_answers *of, const gradient_target *to, int e, Entry entry)
{
    if (to->stride == 0) {
        double sum = 0;
        ROLLED for (int problem = 0; problem < of->live; problem++) sum += entry(problem);
        to->part[e] += sum;
        return;
    }
    double *out = to->out + of->first * to->stride + e;
    UNROLL_SOME for (int problem = 0; problem < of->live; problem++, out += to->stride) *out = entry(problem);
}

/* 0 - from, which makes no zero negative; `count` numbers. */
FN void store_vector_gradients(const warp_answers *of, const gradient_target *to, int count, double sign,
                               const double *from)
{
    int lane = (int)threadIdx.x % 32;
    if (to->out == NULL) return;
    if (to->stride == 0) {
        if (lane < count)
            store_number(of, to, lane, [=](int problem) { return 0 + sign * from[lane * STRIDE + problem]; });
        return;
    }
    ROLLED for (int e = lane; e < of->live * count; e += 32)
    {
        int problem = e / count;
        int k = e % count;
        to->out[(of->first + problem) * to->stride + k] = 0 + sign * from[k * STRIDE + problem];
    }
}

/* -(y r' + w x'), or with SYMMETRIC, where y is x and w is r, half of it. */
template <int SYMMETRIC>
FN void store_matrix_gradients(const warp_answers *of, const gradient_target *to, int rows, int columns,
                               const double *of_y, const double *of_w)
{
    if (to->out == NULL) return;
    ROLLED for (int e = (int)threadIdx.x % 32; e < rows * columns; e += 32)
    {
        const double *y = of_y + e / columns * STRIDE;
        const double *w = of_w + e / columns * STRIDE;
        const double *r = of->r + e % columns * STRIDE;
        const double *x = of->x + e % columns * STRIDE;
        store_number(of, to, e, [=](int problem) {
            if constexpr (SYMMETRIC) return 0.5 * outer_pair(w[problem], y[problem], r[problem], x[problem]);
            return y[problem] * r[problem] + w[problem] * x[problem];
        });
    }
}

/* dc = -r, db = w, dA = -(y r' + w x'), dP = -(r x' + x r')/2. */
FN void store_gradients(const structure *shape, const device_derivative_job *job, const warp_answers *of, double *part)
{
    const cnl_data *data = &job->data;
    int n = shape->n;
    int m = shape->m;
    gradient_target dP = {job->gradient.dP, data->P_stride, part};
    gradient_target dc = {job->gradient.dc, data->c_stride, part + n * n};
    gradient_target dA = {job->gradient.dA, data->A_stride, part + n * n + n};
    gradient_target db = {job->gradient.db, data->b_stride, part + n * n + n + m * n};
    store_matrix_gradients<1>(of, &dP, n, n, of->x, of->r);
    store_vector_gradients(of, &dc, n, 1, of->r);
    store_matrix_gradients<0>(of, &dA, m, n, of->y, of->w);
    store_vector_gradients(of, &db, m, -1, of->w);
}

#endif

/* What the derivatives of every team share: the cotangents in, the gradients and changes out. */
#ifndef CUDA_TEAM_GRADIENTS_H
#define CUDA_TEAM_GRADIENTS_H

#include "device_plan.h"
#include "team_derivative.h"
#include "team_load.h"
#include "team_outer.h"

/* A problem's row of an array that may be absent. */
FN const real *row_of(const real *given, int64_t problem, int count) { return given ? given + problem * count : NULL; }

FN void load_or_zero(const real *from, int64_t problem, int count, real *to)
{
    each (k, count) to[k] = from ? from[problem * count + k] : zero();
}

/* A change of the solution, or 0 where there is none. */
FN void store_change(const real *from, int valid, int64_t problem, int count, real *to)
{
    if (to == NULL) return;
    each (k, count) to[problem * count + k] = valid ? from[k] : zero();
}

/* A team's part of the sums starts at 0. */
FN void open_sums(const derivative_job *job, double *part)
{
    if (!has_sums(job)) return;
    each (e, (int)job->sum_length) part[e] = 0;
}

FN void zero_gradient(real *gradient, int64_t stride, int64_t problem, int64_t count)
{
    if (gradient && stride) load_zeros(count, gradient + problem * stride);
}

/* A problem without a solution has gradients of 0, and adds nothing to a sum. */
FN void store_no_gradients(const structure *shape, const derivative_job *job, int64_t problem)
{
    const auto *data = &job->data;
    zero_gradient(job->gradient.dP, data->P_stride, problem, shape->P.count);
    zero_gradient(job->gradient.dc, data->c_stride, problem, shape->n);
    zero_gradient(job->gradient.dA, data->A_stride, problem, shape->A.count);
    zero_gradient(job->gradient.db, data->b_stride, problem, shape->m);
}

/* The answer of the adjoint system: r and w + N gs, with the solution x and y (0 in inactive rows). */
typedef struct adjoint {
    const real *r, *w, *x, *y;
} adjoint;

#ifndef SINGLE_PRECISION
/* Where a datum's gradient goes: its own place, or this team's part of the sum over the batch. */
FN double *gradient_place(double *gradient, int64_t stride, int64_t problem, double *part)
{
    if (gradient == NULL) return NULL;
    return stride ? gradient + problem * stride : part;
}

/* dc = -r, db = w, dA = -(y r' + w x'), dP = -(r x' + x r')/2. */
FN void store_gradients(const structure *shape, const derivative_job *job, int64_t problem, const adjoint *v,
                        double *part)
{
    const cnl_data *data = &job->data;
    double *sum_c = part + shape->P.count;
    double *sum_A = sum_c + shape->n;
    double *sum_b = sum_A + shape->A.count;
    double *dP = gradient_place(job->gradient.dP, data->P_stride, problem, part);
    double *dc = gradient_place(job->gradient.dc, data->c_stride, problem, sum_c);
    double *dA = gradient_place(job->gradient.dA, data->A_stride, problem, sum_A);
    double *db = gradient_place(job->gradient.db, data->b_stride, problem, sum_b);
    if (dP) outer_symmetric(&shape->P, v->r, v->x, data->P_stride == 0, dP);
    if (dc) outer_vector(shape->n, -1, v->r, data->c_stride == 0, dc);
    if (dA) outer_rectangle(&shape->A, v->y, v->r, v->w, v->x, data->A_stride == 0, dA);
    if (db) outer_vector(shape->m, 1, v->w, data->b_stride == 0, db);
}
#endif

#endif

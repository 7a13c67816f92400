/* The gradients of a problem in floats: its own in floats too, those of shared data as a part of a sum in doubles. */
#ifndef CUDA_SINGLE_GRADIENTS_H
#define CUDA_SINGLE_GRADIENTS_H

#include "team_gradients.h"

FN void store_vector_gradient(int count, real sign, const real *from, int64_t stride, int64_t problem, float *own,
                              double *part)
{
    if (own == NULL) return;
    if (stride)
        outer_vector(count, sign, from, 0, own + problem * stride);
    else
        outer_vector(count, sign, from, 1, part);
}

/* dc = -r, db = w, dA = -(y r' + w x'), dP = -(r x' + x r')/2. */
FN void store_gradients(const structure *shape, const derivative_job *job, int64_t problem, const adjoint *v,
                        double *part)
{
    const cnl_data_f32 *data = &job->data;
    const cnl_gradient_f32 *own = &job->gradient;
    double *sum_c = part + shape->P.count;
    double *sum_A = sum_c + shape->n;
    double *sum_b = sum_A + shape->A.count;
    if (own->dP && data->P_stride)
        outer_symmetric(&shape->P, v->r, v->x, 0, own->dP + problem * data->P_stride);
    else if (own->dP)
        outer_symmetric(&shape->P, v->r, v->x, 1, part);
    if (own->dA && data->A_stride)
        outer_rectangle(&shape->A, v->y, v->r, v->w, v->x, 0, own->dA + problem * data->A_stride);
    else if (own->dA)
        outer_rectangle(&shape->A, v->y, v->r, v->w, v->x, 1, sum_A);
    store_vector_gradient(shape->n, -1, v->r, data->c_stride, problem, own->dc, sum_c);
    store_vector_gradient(shape->m, 1, v->w, data->b_stride, problem, own->db, sum_b);
}

#endif

/* From the user's arrays to a team's memory. */
#ifndef CUDA_TEAM_LOAD_H
#define CUDA_TEAM_LOAD_H

#include "../engine/panel.h"
#include "device_plan.h"

FN void load_vector(const double *from, int64_t count, real *to)
{
    each (e, (int)count) to[e] = from[e];
}

/* to[map[e]] = from[e]. */
FN void load_mapped(const double *from, int64_t count, const int32_t *map, real *to)
{
    each (e, (int)count) to[map[e]] = from[e];
}

FN void load_zeros(int64_t count, real *to)
{
    each (e, (int)count) to[e] = zero();
}

/* The symmetric part of a dense P: a triangle. */
FN void load_symmetric_dense(const double *from, int n, real *to)
{
    each (e, n * n) {
        int i = e / n;
        int k = e % n;
        if (k <= i) to[triangle_at(i, k, n)] = 0.5 * (from[i * n + k] + from[k * n + i]);
    }
}

/* The entries of one half of a sparse P, added to their places; no two threads meet in one. */
FN void load_symmetric_half(const matrix_pattern *P, const double *from, const int32_t *map, double weight, int upper,
                            real *to)
{
    each (k, P->columns) {
        for (int32_t e = P->column_starts[k]; e < P->column_starts[k + 1]; e++) {
            int row = P->row_indices[e];
            if ((row <= k) == upper) to[map[e]] += row == k ? from[e] : weight * from[e];
        }
    }
}

/* The symmetric part of P, zero where it is absent. */
FN void load_symmetric(team *tm, const matrix_pattern *P, const double *from, const int32_t *map, double weight, int n,
                       real *to)
{
    if (P->layout == CNL_DENSE) {
        load_symmetric_dense(from, n, to);
        return;
    }
    load_zeros(triangle_size(n), to);
    sync(tm);
    if (P->layout == CNL_ABSENT) return;
    load_symmetric_half(P, from, map, weight, 1, to);
    sync(tm);
    load_symmetric_half(P, from, map, weight, 0, to);
}

FN mask load_is_finite(const double *numbers, int64_t count)
{
    mask finite = ~none();
    each (e, (int)count) finite &= is_finite(numbers[e]);
    return finite;
}

FN mask problem_is_finite(team *tm, const device_plan *plan, const cnl_data *data, int64_t problem)
{
    mask finite = load_is_finite(data->P + problem * data->P_stride, plan->shape.P.count) &
                  load_is_finite(data->c + problem * data->c_stride, plan->shape.n) &
                  load_is_finite(data->A + problem * data->A_stride, plan->shape.A.count) &
                  load_is_finite(data->b + problem * data->b_stride, plan->shape.m);
    return ~team_any(tm, ~finite);
}

#endif

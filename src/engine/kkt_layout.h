/* Where the arrays of a KKT system lie in one piece of memory. */
#ifndef ENGINE_KKT_LAYOUT_H
#define ENGINE_KKT_LAYOUT_H

#include "kkt.h"

FNBOTH spectrum take_spectrum(arena *memory, const cone_rows *cones, const real *axis)
{
    spectrum of = {.axis = axis};
    of.value = take_vector(memory, cones->z + cones->l);
    of.plus = take(memory, cones->q_count);
    of.minus = take(memory, cones->q_count);
    of.across = take(memory, cones->q_count);
    return of;
}

FNBOTH void kkt_dense_layout(arena *memory, int n, const cone_rows *cones, const real *axis, kkt_dense *v)
{
    int m = cones->m;
    *v = (kkt_dense){.n = n, .m = m};
    v->P = take(memory, triangle_size(n));
    v->K = take(memory, triangle_size(n));
    v->A = take(memory, rectangle_size(n, m));
    v->runs = take_runs(memory, panel_count(n));
    int large_count = 0;
    for (int k = 0; k < cones->q_count; k++) {
        int is_large = kkt_dense_is_large(n, cones->q[k]);
        large_count += is_large;
        v->B_rows += is_large ? 0 : cones->q[k];
    }
    v->B = take(memory, rectangle_size(n, v->B_rows));
    v->C = take(memory, large_count * triangle_size(n));
    v->ends = take(memory, large_count > 0 ? 2 * (int64_t)n : 0);
    v->weight = take_vector(memory, m);
    v->row = take_vector(memory, m);
    v->Ax = take_vector(memory, m);
    v->column = take_vector(memory, n);
    v->buffer = take(memory, GRAM_BUFFER);
    v->inverse = take_spectrum(memory, cones, axis);
}

FNBOTH void kkt_sparse_layout(arena *memory, const sparse_plan *plan, kkt_sparse *v)
{
    const sparse_symbolic *symbolic = plan->symbolic;
    *v = (kkt_sparse){.n = plan->n, .m = plan->m, .plan = plan};
    v->caution = splat(1);
    v->numbers = take(memory, plan->number_count);
    v->factor.schedule = symbolic;
    v->factor.factor = take(memory, symbolic->factor_size);
    v->factor.updates = take(memory, symbolic->update_size);
    v->work = take(memory, plan->order);
    v->weights = take(memory, (int64_t)plan->m + 1);
}

/* Scratch of a KKT system of either kind. */
FNBOTH void kkt_layout(arena *memory, int n, int m, int has_P, kkt *v)
{
    *v = (kkt){.n = n, .m = m, .has_P = has_P};
    v->rx = take_vector(memory, n);
    v->ex = take_vector(memory, n);
    v->ry = take_vector(memory, m);
    v->ey = take_vector(memory, m);
    v->ew = take_vector(memory, m);
}

#endif

/* Where the arrays of interior_point.h and of its system lie in one piece of memory. */
#ifndef ENGINE_PRIMAL_LAYOUT_H
#define ENGINE_PRIMAL_LAYOUT_H

#include "interior_point_state.h"
#include "kkt_layout.h"

/* The interior point and whichever system it works on. */
typedef struct primal {
    interior_point ip;
    kkt system;
    kkt_dense dense;
    kkt_sparse sparse;
} primal;

FNBOTH void interior_point_layout(arena *memory, int n, cone_rows cones, interior_point *v)
{
    int m = cones.m;
    *v = (interior_point){.n = n, .m = m, .cones = cones};
    real **of_n[] = {&v->c,  &v->minus_c, &v->x,  &v->dx,        &v->rx,
                     &v->Px, &v->ux,      &v->fx, &v->by.column, &v->by.inverse_column};
    real **of_m[] = {
        &v->b,         &v->y,        &v->s,   &v->dy,     &v->ds,    &v->ry,   &v->uy,     &v->fy,
        &v->Ax,        &v->Adx,      &v->Aux, &v->lambda, &v->shift, &v->axis, &v->by.row, &v->by.inverse_row,
        &v->inverse.s, &v->inverse.y};
    for (size_t k = 0; k < sizeof of_n / sizeof *of_n; k++) *of_n[k] = take_vector(memory, n);
    for (size_t k = 0; k < sizeof of_m / sizeof *of_m; k++) *of_m[k] = take_vector(memory, m);
    v->W = take_spectrum(memory, &v->cones, v->axis);
    v->H = take_spectrum(memory, &v->cones, v->axis);
}

/* `sparse`: NULL for the dense system. `v` must stay where it is. Returns the bytes. */
FNBOTH size_t primal_layout(arena *memory, int n, cone_rows cones, int has_P, const sparse_plan *sparse, primal *v)
{
    interior_point_layout(memory, n, cones, &v->ip);
    kkt_layout(memory, n, cones.m, has_P, &v->system);
    if (sparse) {
        kkt_sparse_layout(memory, sparse, &v->sparse);
        v->system.sparse = &v->sparse;
    } else {
        kkt_dense_layout(memory, n, &cones, v->ip.axis, &v->dense);
        v->dense.no_P = !has_P;
        v->system.dense = &v->dense;
    }
    v->ip.system = &v->system;
    return memory->used;
}

#endif

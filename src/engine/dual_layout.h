/* Where the arrays of dual_interior_point.h lie in one piece of memory. */
#ifndef ENGINE_DUAL_LAYOUT_H
#define ENGINE_DUAL_LAYOUT_H

#include "dual_system.h"
#include "spectrum.h"

/* `scratch`: [2 n] for the judgement of the answer. Returns the bytes. */
FNBOTH size_t dual_layout(arena *memory, cone_rows cones, int n, int by_columns, dual *v, real **scratch)
{
    int m = cones.m;
    int64_t triangle = triangle_size(by_columns ? n : m);
    *v = (dual){.n = n, .m = m, .z = cones.z, .by_columns = by_columns};
    v->P = take(memory, triangle_size(n));
    v->R = take(memory, triangle_size(n));
    v->A = take(memory, rectangle_size(m, n));
    v->V = take(memory, rectangle_size(m, n));
    v->G = take(memory, triangle);
    v->K = take(memory, triangle);
    v->c = take_vector(memory, n);
    v->b = take_vector(memory, m);
    real **of_n[] = {&v->w, &v->x, &v->p, &v->u, &v->f};
    real **of_m[] = {&v->d,         &v->delta,    &v->y,      &v->s,   &v->q,      &v->dy, &v->ds,
                     &v->inverse_y, &v->diagonal, &v->target, &v->ray, &v->weight, &v->row};
    for (size_t k = 0; k < sizeof of_n / sizeof *of_n; k++) *of_n[k] = take_vector(memory, n);
    for (size_t k = 0; k < sizeof of_m / sizeof *of_m; k++) *of_m[k] = take_vector(memory, m);
    v->buffer = take(memory, by_columns ? GRAM_BUFFER : 0);
    *scratch = take(memory, 2 * (int64_t)n);
    return memory->used;
}

#endif

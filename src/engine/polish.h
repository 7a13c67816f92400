/* One Newton step on the optimality conditions, at the end of a solve with second-order cones.

   The interior point ends with s'y small. That leaves s and y of a second-order cone askew by the square root of it,
   and x off by as much. Written in v = y - s, with y = Pi(v) and s = Pi(v) - v, the conditions

       P x + A'Pi(v) + c = 0,   A x + Pi(v) - v - b = 0

   have the derivative's own matrix as Jacobian; a step with it squares the error. */
#ifndef ENGINE_POLISH_H
#define ENGINE_POLISH_H

#include "derivative.h"

/* y = Pi(v), s = Pi(v) - v on one second-order cone, where s holds -v on entry and y is not read. */
FN void project_cone(int size, real *s, real *y)
{
    real square = zero();
    for (int k = 1; k < size; k++) square = muladd(s[k], s[k], square);
    real length = square_root(square);
    real t = -s[0];
    /* the eigenvalues of v that are positive: t + |u|, t - |u| */
    real high = larger(t + length, zero());
    real low = larger(t - length, zero());
    real first = 0.5 * (high + low);
    real rest = 0.5 * (high - low) * reciprocal(larger(length, splat(1e-280)));
    y[0] = first;
    for (int k = 1; k < size; k++) y[k] = -rest * s[k];
    s[0] += first;
    for (int k = 1; k < size; k++) s[k] += y[k];
}

/* From v (in s, negated) to y and s. Rows of the zero cone: y = v, s = 0. */
FNSTEP void project_rows(team *tm, const cone_rows *cones, real *s, real *y)
{
    each (i, cones->z + cones->l) {
        real v = -s[i];
        y[i] = i < cones->z ? v : larger(v, zero());
        s[i] = i < cones->z ? zero() : y[i] - v;
    }
    each (k, cones->q_count) project_cone(cones->q[k], s + cones->q_start[k], y + cones->q_start[k]);
    sync(tm);
}

/* One step from x, y, s, refined up to `refinements` times; the derivative's factor is made there. c and b are the
   problem's; scratch: [m]. */
FNSTEP void polish(team *tm, derivative *d, int refinements, const real *c, const real *b, real *x, real *y, real *s,
                   real *scratch)
{
    kkt *system = d->system;
    derivative_factor(tm, d, s, y);
    each (i, d->m) s[i] = (i < d->cones.z ? zero() : s[i]) - y[i];
    sync(tm);
    project_rows(tm, &d->cones, s, y);
    kkt_multiply_P(tm, system, x, d->f);
    kkt_multiply_At(tm, system, y, system->rx);
    kkt_multiply_A(tm, system, x, d->g);
    each (k, d->n) d->f[k] = -(d->f[k] + system->rx[k] + c[k]);
    each (i, d->m) d->g[i] = b[i] - d->g[i] - s[i];
    sync(tm);
    each (i, d->m) s[i] -= y[i]; /* -v */
    each (i, d->m) scratch[i] = d->g[i];
    sync(tm);
    derivative_solve(tm, d, refinements);

    /* dv = dy + H dy on the range of D, A dx - g on its null space */
    kkt_multiply_A(tm, system, d->x, y);
    each (i, d->m) y[i] -= scratch[i];
    sync(tm);
    derivative_null_part(tm, d, y, system->ry);
    each (i, d->m) s[i] -= system->ry[i] + d->y[i];
    sync(tm);
    derivative_multiply_H(tm, d, d->y);
    each (i, d->m) s[i] -= d->y[i];
    each (k, d->n) x[k] += d->x[k];
    sync(tm);
    project_rows(tm, &d->cones, s, y);
}

#endif

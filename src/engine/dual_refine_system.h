/* The executor's part of dual_refine.h where matrices lie in memory: P = R R', V = A R^-T. */
#ifndef ENGINE_DUAL_REFINE_SYSTEM_H
#define ENGINE_DUAL_REFINE_SYSTEM_H

#include "dual_setup.h"
#include "dual_system.h"

/* u = R^-1 r, q += V u. */
FN void dual_refine_slack(team *tm, dual *v)
{
    solve_lower(tm, v->n, v->R, v->u);
    dual_multiply(tm, v, v->V, v->u, v->row);
    each (i, v->m) v->q[i] += v->row[i];
    sync(tm);
}

/* x = -R^-T (u + V'dy). */
FN void dual_refine_x(team *tm, dual *v)
{
    dual_multiply_transposed(tm, v, v->V, v->dy, v->p);
    each (k, v->n) v->x[k] = -(v->p[k] + v->u[k]);
    sync(tm);
    solve_upper(tm, v->n, v->R, v->x);
}

#endif

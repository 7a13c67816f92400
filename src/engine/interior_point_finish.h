/* From the last iterate to the user's answer (interior_point.h). */
#ifndef ENGINE_INTERIOR_POINT_FINISH_H
#define ENGINE_INTERIOR_POINT_FINISH_H

#include "interior_point_measure.h"
#include "outcome.h"
#include "polish.h"
#include "verify.h"

enum { IP_POLISH_STEPS = 1 };

/* From the embedding to the user's solution or certificate; back to the user's units. */
FNSTEP void ip_recover(team *tm, interior_point *v, const ip_residual *r, const outcome *out)
{
    const equilibration *by = &v->by;
    real scale = reciprocal(v->tau);
    scale = pick(out->primal_infeasible, reciprocal(-r->slope * by->inverse_cost), scale);
    scale = pick(out->dual_infeasible, reciprocal(-r->linear * by->inverse_cost), scale);
    each (k, v->n) v->x[k] *= by->column[k] * scale;
    each (i, v->m) {
        v->y[i] *= by->row[i] * by->inverse_cost * scale;
        v->s[i] *= by->inverse_row[i] * scale;
    }
    sync(tm);
}

/* The derivative's system over the interior point's arrays. */
FN derivative ip_derivative(const interior_point *v)
{
    derivative d = {.n = v->n, .m = v->m, .cones = v->cones, .system = v->system, .H = v->H, .axis = v->axis};
    d.inverse = v->system->dense ? v->system->dense->inverse : v->W;
    d.row_mask = v->ds;
    d.x = v->dx;
    d.y = v->dy;
    d.f = v->fx;
    d.g = v->fy;
    return d;
}

/* A Newton step (polish.h) on the problems that are solved or almost solved; those it does not serve keep what they
   have. Almost solved ones may end solved. */
FNSTEP void ip_polish(team *tm, interior_point *v, const cnl_settings *set, outcome *out)
{
    real tau = v->tau;
    real inverse_tau = reciprocal(tau);
    each (k, v->n) {
        v->ux[k] = v->x[k];
        v->x[k] *= inverse_tau;
    }
    each (i, v->m) {
        v->uy[i] = v->y[i];
        v->shift[i] = v->s[i];
        v->y[i] *= inverse_tau;
        v->s[i] *= inverse_tau;
    }
    sync(tm);
    derivative d = ip_derivative(v);
    if (v->system->sparse) v->system->sparse->caution = splat(1); /* the derivative's regularisation is its own */
    int refinements = v->system->dense ? v->refinements : DERIVATIVE_REFINEMENTS;
    for (int step = 0; step < IP_POLISH_STEPS; step++)
        polish(tm, &d, refinements, v->c, v->b, v->x, v->y, v->s, v->lambda);

    v->tau = splat(1);
    kkt_multiply_A(tm, v->system, v->x, v->Ax);
    mask better = (out->solved | out->almost_solved) & ip_measure(tm, v, set).solved;
    out->solved |= better;
    out->almost_solved &= ~better;
    v->tau = pick(better, splat(1), tau);
    each (k, v->n) v->x[k] = pick(better, v->x[k], v->ux[k]);
    each (i, v->m) {
        v->y[i] = pick(better, v->y[i], v->uy[i]);
        v->s[i] = pick(better, v->s[i], v->shift[i]);
    }
    sync(tm);
}

/* Judge the answer, in the user's units: all scalings are powers of two, so nothing is rounded on the way. */
FNSTEP mask ip_verify(team *tm, interior_point *v, const cnl_settings *set, outcome *out)
{
    const equilibration *by = &v->by;
    each (k, v->n) v->fx[k] = v->x[k] * by->inverse_column[k];
    each (i, v->m) v->fy[i] = v->y[i] * by->inverse_row[i] * by->cost;
    sync(tm);
    kkt_multiply_P(tm, v->system, v->fx, v->Px);
    kkt_multiply_At(tm, v->system, v->fy, v->ux);
    kkt_multiply_A(tm, v->system, v->fx, v->uy);
    each (k, v->n) {
        real back = by->inverse_column[k] * by->inverse_cost;
        v->Px[k] *= back;
        v->ux[k] *= back;
        v->fx[k] = v->c[k] * back;
    }
    each (i, v->m) {
        v->uy[i] *= by->inverse_row[i];
        v->fy[i] = v->b[i] * by->inverse_row[i];
    }
    sync(tm);
    claim answer = {v->n, v->m, v->fx, v->fy, v->x, v->y, v->s, v->Px, v->ux, v->uy};
    return verify(tm, &answer, set, out);
}

#endif

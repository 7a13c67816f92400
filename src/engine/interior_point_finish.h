/* From the last iterate to the user's answer (interior_point.h). */
#ifndef ENGINE_INTERIOR_POINT_FINISH_H
#define ENGINE_INTERIOR_POINT_FINISH_H

#include "interior_point_measure.h"
#include "outcome.h"
#include "polish.h"
#include "verify.h"

/* Newton steps at the end: the first serves all problems but a few. More are for those that it leaves almost solved. */
enum { IP_POLISH_STEPS = 5 };

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

/* The iterate in the problems of `which`, put down as their answer: in ux, uy and shift, which are free at the end. */
FN void ip_put_down(interior_point *v, mask which)
{
    each (k, v->n) v->ux[k] = pick(which, v->x[k], v->ux[k]);
    each (i, v->m) {
        v->uy[i] = pick(which, v->y[i], v->uy[i]);
        v->shift[i] = pick(which, v->s[i], v->shift[i]);
    }
}

FN void ip_pick_up(team *tm, interior_point *v)
{
    each (k, v->n) v->x[k] = v->ux[k];
    each (i, v->m) {
        v->y[i] = v->uy[i];
        v->s[i] = v->shift[i];
    }
    sync(tm);
}

/* Newton steps (polish.h) on the problems that are solved or almost solved; those they do not serve keep what they
   have. Almost solved ones may end solved. What the first step leaves almost solved has nearly always a system so near
   to singular that the step left its null part out: the later ones do not. */
FNSTEP void ip_polish(team *tm, interior_point *v, const cnl_settings *set, outcome *out)
{
    real tau = v->tau;
    real inverse_tau = reciprocal(tau);
    ip_put_down(v, ~none());
    each (k, v->n) v->x[k] *= inverse_tau;
    each (i, v->m) {
        v->y[i] *= inverse_tau;
        v->s[i] *= inverse_tau;
    }
    sync(tm);
    v->tau = splat(1);
    derivative d = ip_derivative(v);
    if (v->system->sparse) v->system->sparse->caution = splat(1); /* the derivative's regularisation is its own */
    int refinements = v->system->dense ? v->refinements : DERIVATIVE_REFINEMENTS;
    mask open = out->solved | out->almost_solved;
    for (int step = 0; step < IP_POLISH_STEPS && some(open); step++) {
        d.insists = step > 0;
        polish(tm, &d, d.insists ? DERIVATIVE_REFINEMENTS : refinements, v->c, v->b, v->x, v->y, v->s, v->lambda);
        kkt_multiply_A(tm, v->system, v->x, v->Ax);
        mask better = open & ip_measure(tm, v, set).solved;
        ip_put_down(v, better);
        tau = pick(better, v->tau, tau);
        out->solved |= better;
        out->almost_solved &= ~better;
        open = out->almost_solved;
    }
    v->tau = tau;
    ip_pick_up(tm, v);
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

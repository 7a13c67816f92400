/* Certificates out of an iterate that is near one (interior_point.h).

   Without a solution y, or x and s, tends to a certificate, but only as exactly as the directions are: what they miss
   stays in A'y, or in A x + s, and where the system is ill conditioned that is more than a certificate may have. So the
   rest is taken away by itself, where it is the whole right-hand side and a relative error counts for little:

       A'dy = -A'y,  dy least in the norm of H,    or    A dx + ds = -(A x + s),  ds least in that of H^-1,

   with the factor at hand. In the nonnegative cone H = s/y: where y is small it moves little, so y + dy hardly leaves
   the cone. It is brought back, and the two steps are repeated as long as they converge. */
#ifndef ENGINE_INTERIOR_POINT_RAY_H
#define ENGINE_INTERIOR_POINT_RAY_H

#include "interior_point_measure.h"
#include "polish.h"

enum { IP_RAY_PASSES = 10 };
/* s is chosen so that A x + s vanishes: then all that tells of the rounding in A x is the size of x. */
#define IP_RAY_ROUNDING 1e-15

/* |by x|^2: the size of a scaled vector in the user's units. */
FN real ip_square(team *tm, int count, const real *x, const real *by)
{
    real sum = zero();
    each (k, count) {
        real own = x[k] * by[k];
        sum = muladd(own, own, sum);
    }
    return team_sum(tm, sum);
}

FN real ip_inner(team *tm, int count, const real *a, const real *b)
{
    real sum = zero();
    each (k, count) sum = muladd(a[k], b[k], sum);
    return team_sum(tm, sum);
}

/* A certificate for c'x or b'y = -gain with this residual? `open` loses those that are, and those that no longer come
   nearer. */
FN mask ip_is_ray(real gain, real residual, real *last, const cnl_settings *set, mask *open)
{
    mask proven = *open & less(zero(), gain) & at_most(residual, set->eps_infeasible * gain);
    real share = residual * reciprocal(gain);
    *open &= ~proven & less(zero(), gain) & less(2 * share, *last);
    *last = share;
    return proven;
}

/* uy += dy, then back into the cone. */
FNBIG void ip_move_y(team *tm, interior_point *v, mask which)
{
    kkt_multiply_At(tm, v->system, v->uy, v->fx);
    each (k, v->n) v->fx[k] = -v->fx[k];
    each (i, v->m) v->fy[i] = zero();
    sync(tm);
    kkt_equation e = {v->fx, v->fy, v->dx, v->dy, v->Adx};
    kkt_solve(tm, v->system, &v->cones, &v->H, &e, which, 0);
    each (i, v->m) v->ds[i] = -(v->uy[i] + v->dy[i]);
    sync(tm);
    project_rows(tm, &v->cones, v->ds, v->uy);
}

/* A y with A'y = 0 and b'y < 0 near the iterate's, for the problems of `which` that have one. */
FNSTEP void ip_primal_ray(team *tm, interior_point *v, const cnl_settings *set, mask which, ip_residual *r)
{
    real last = splat(INFINITY);
    each (i, v->m) v->uy[i] = v->y[i];
    sync(tm);
    for (int pass = 0; pass < IP_RAY_PASSES && some(which); pass++) {
        ip_move_y(tm, v, which);
        kkt_multiply_At(tm, v->system, v->uy, v->fx);
        real slope = ip_inner(tm, v->m, v->b, v->uy);
        real residual = square_root(ip_square(tm, v->n, v->fx, v->by.inverse_column));
        mask proven = ip_is_ray(-slope, residual, &last, set, &which);
        each (i, v->m) v->y[i] = pick(proven, v->uy[i], v->y[i]);
        sync(tm);
        r->slope = pick(proven, slope, r->slope);
        r->primal_infeasible |= proven;
    }
}

/* ux += dx, and ds the point of the cone nearest to -A ux. Leaves P ux in fx, A ux + ds in fy. */
FNBIG void ip_move_x(team *tm, interior_point *v, mask which)
{
    each (k, v->n) v->fx[k] = -v->fx[k];
    each (i, v->m) v->fy[i] = -v->fy[i];
    sync(tm);
    kkt_equation e = {v->fx, v->fy, v->dx, v->dy, v->Adx};
    kkt_solve(tm, v->system, &v->cones, &v->H, &e, which, 0);
    each (k, v->n) v->ux[k] += v->dx[k];
    sync(tm);
    kkt_multiply_P(tm, v->system, v->ux, v->fx);
    kkt_multiply_A(tm, v->system, v->ux, v->fy);
    each (i, v->m) v->ds[i] = -v->fy[i];
    sync(tm);
    project_rows(tm, &v->cones, v->ds, v->dy);
    each (i, v->m) v->fy[i] += v->ds[i];
    sync(tm);
}

/* An x and s with P x = 0, A x + s = 0 and c'x < 0, likewise. */
FNSTEP void ip_dual_ray(team *tm, interior_point *v, const cnl_settings *set, mask which, ip_residual *r)
{
    real last = splat(INFINITY);
    real cost = v->by.inverse_cost;
    real rounding = IP_RAY_ROUNDING * square_root(ip_inner(tm, v->m, v->by.inverse_row, v->by.inverse_row));
    each (k, v->n) v->ux[k] = v->x[k];
    sync(tm);
    kkt_multiply_P(tm, v->system, v->ux, v->fx);
    kkt_multiply_A(tm, v->system, v->ux, v->fy);
    each (i, v->m) v->fy[i] += v->s[i];
    sync(tm);
    for (int pass = 0; pass < IP_RAY_PASSES && some(which); pass++) {
        ip_move_x(tm, v, which);
        real linear = ip_inner(tm, v->n, v->c, v->ux);
        real curved = square_root(ip_square(tm, v->n, v->fx, v->by.inverse_column)) * cost;
        real outside = square_root(ip_square(tm, v->m, v->fy, v->by.inverse_row));
        outside = muladd(rounding, square_root(ip_inner(tm, v->n, v->ux, v->ux)), outside);
        mask proven = ip_is_ray(-linear * cost, larger(curved, outside), &last, set, &which);
        each (k, v->n) v->x[k] = pick(proven, v->ux[k], v->x[k]);
        each (i, v->m) v->s[i] = pick(proven, v->ds[i], v->s[i]);
        sync(tm);
        r->linear = pick(proven, linear, r->linear);
        r->dual_infeasible |= proven;
    }
}

/* Look for certificates in the open problems whose iterate is near one, and in those about to be given up. */
FNSTEP void ip_rays(team *tm, interior_point *v, const cnl_settings *set, mask open, mask stuck, ip_residual *r)
{
    open &= ~(r->solved | r->primal_infeasible | r->dual_infeasible);
    mask fading = at_most(v->tau, v->kappa);
    mask primal = open & ((fading & r->near_primal_ray) | stuck);
    if (some(primal)) ip_primal_ray(tm, v, set, primal, r);
    mask dual = open & ((fading & r->near_dual_ray) | stuck) & ~r->primal_infeasible;
    if (some(dual)) ip_dual_ray(tm, v, set, dual, r);
}

#endif

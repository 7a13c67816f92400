/* The directions of the interior point: affine, then combined (interior_point.h). */
#ifndef ENGINE_INTERIOR_POINT_DIRECTION_H
#define ENGINE_INTERIOR_POINT_DIRECTION_H

#include "interior_point_state.h"

/* The two forms of what divides dtau may differ by this factor, and cancel to this share of their terms. */
#define IP_TRUST 0.1
#define IP_NOISE 1e-12

/* ds: -H dy - shift where that is exact row by row; in a second-order cone, whose H spreads over many magnitudes and
   would blow up the rounding of dy, from the primal equation: A dx + ds - b dtau = -part ry. */
FN void ip_slack_direction(team *tm, interior_point *v, real part)
{
    int orthant = v->cones.z + v->cones.l;
    each (i, orthant) v->ds[i] = i < v->cones.z ? zero() : -muladd(v->H.value[i], v->dy[i], v->shift[i]);
    each_from (i, orthant, v->m) v->ds[i] = muladd(v->b[i], v->dtau, -muladd(part, v->ry[i], v->Adx[i]));
    sync(tm);
}

/* The right-hand side -part rx, -part ry + v->shift, to be solved for dx, dy. */
FN kkt_equation ip_right_hand_side(team *tm, interior_point *v, real part)
{
    each (k, v->n) v->fx[k] = -part * v->rx[k];
    each (i, v->m) v->fy[i] = mulsub(part, v->ry[i], v->shift[i]);
    sync(tm);
    return (kkt_equation){v->fx, v->fy, v->dx, v->dy, v->Adx};
}

/* From its solution to the direction, with -part tau_row and kappa tau -> target. */
FNSTEP void ip_direction(team *tm, interior_point *v, const ip_residual *r, real part, real kappa_target)
{
    /* dtau = (part tau_row - kappa_target/tau + (2 P x/tau + c)'dx + b'dy) / pivot */
    real inverse_tau = reciprocal(v->tau);
    real twice = 2 * inverse_tau;
    real along = zero();
    each (k, v->n) along = muladd(muladd(twice, v->Px[k], v->c[k]), v->dx[k], along);
    each (i, v->m) along = muladd(v->b[i], v->dy[i], along);
    along = team_sum(tm, along);
    v->dtau = (muladd(part, r->tau_row, along) - kappa_target * inverse_tau) * reciprocal(v->tau_pivot);
    v->dkappa = -muladd(v->kappa, v->dtau, kappa_target) * inverse_tau;

    each (k, v->n) v->dx[k] = muladd(v->dtau, v->ux[k], v->dx[k]);
    each (i, v->m) v->dy[i] = muladd(v->dtau, v->uy[i], v->dy[i]);
    sync(tm);
    if (v->system->dense)
        each (i, v->m) v->Adx[i] = muladd(v->dtau, v->Aux[i], v->Adx[i]);
    else if (v->cones.q_count > 0)
        kkt_multiply_A(tm, v->system, v->dx, v->Adx);
    ip_slack_direction(tm, v, part);
}

/* Longest step <= 1 inside the cone and tau, kappa > 0. */
FNSTEP real ip_step(team *tm, interior_point *v)
{
    real step = cone_step(tm, &v->cones, &v->inverse, v->s, v->ds, v->y, v->dy);
    real worst = larger(-v->dtau * reciprocal(v->tau), -v->dkappa * reciprocal(v->kappa));
    return pick(less(splat(1), worst * step), reciprocal(larger(worst, splat(1e-300))), step);
}

/* What divides dtau: kappa/tau + x'Px/tau^2 - (2 P x/tau + c)'ux - b'uy. With these directions, inexact as they may be,
   it makes tau's row exact; but near the solution it cancels to noise. With exact directions it is the sum of squares
   kappa/tau + |ux - x/tau|_P^2 + uy'H uy, which cannot: so that bounds how far it is trusted, and takes its place where
   it is noise. */
FN real ip_tau_pivot(team *tm, interior_point *v, const ip_residual *r)
{
    real inverse_tau = reciprocal(v->tau);
    real twice = 2 * inverse_tau;
    each (k, v->n) v->fx[k] = mulsub(v->x[k], inverse_tau, v->ux[k]);
    sync(tm);
    real *P_fx = v->system->ex; /* free between two solves */
    kkt_multiply_P(tm, v->system, v->fx, P_fx);
    real square = zero();
    each (k, v->n) square = muladd(v->fx[k], P_fx[k], square);
    square = larger(team_sum(tm, square), zero()) + spectrum_energy(tm, &v->cones, &v->H, v->uy);
    real squares = muladd(v->kappa, inverse_tau, square);
    if (v->cones.q_count > 0) return squares; /* their directions spread too far for the difference to mean anything */
    real across = zero(), size = zero();
    each (k, v->n) {
        real term = muladd(twice, v->Px[k], v->c[k]) * v->ux[k];
        across += term;
        size += magnitude(term);
    }
    each (i, v->m) {
        real term = v->b[i] * v->uy[i];
        across += term;
        size += magnitude(term);
    }
    real difference = (v->kappa + r->quadratic * inverse_tau) * inverse_tau - team_sum(tm, across);
    size = muladd(v->kappa + r->quadratic * inverse_tau, inverse_tau, team_sum(tm, size));
    real bounded = larger(IP_TRUST * squares, smaller(difference, (1 / IP_TRUST) * squares));
    return pick(less(IP_NOISE * size, squares), bounded, squares);
}

/* The constant right-hand side and the affine direction, solved together with the factor at hand. Returns its step. */
FNSTEP real ip_predict(team *tm, interior_point *v, const ip_residual *r)
{
    each (i, v->m) v->shift[i] = v->s[i];
    sync(tm);
    kkt_equation constant = {v->minus_c, v->b, v->ux, v->uy, v->Aux};
    kkt_equation affine = ip_right_hand_side(tm, v, splat(1));
    v->useless = kkt_solve_pair(tm, v->system, &v->cones, &v->H, &constant, &affine, v->refine, v->refinements);
    v->tau_pivot = ip_tau_pivot(tm, v, r);
    ip_direction(tm, v, r, splat(1), v->tau * v->kappa);
    return ip_step(tm, v);
}

/* shift = s - W (lambda \ (sigma mu e - (W^-1 ds) o (W dy))): the complementarity row of the combined direction. */
FN void ip_complementarity(team *tm, interior_point *v, real centre, real second_order)
{
    int orthant = v->cones.z + v->cones.l;
    each_from (i, v->cones.z, orthant) {
        real target = mulsub(second_order, v->ds[i] * v->dy[i], centre);
        v->shift[i] = mulsub(target, v->inverse.y[i], v->s[i]);
    }
    each (k, v->cones.q_count) {
        int size = v->cones.q[k];
        int start = v->cones.q_start[k];
        real plus = v->W.plus[k], minus = v->W.minus[k], across = v->W.across[k];
        const real *axis = v->axis + start;
        real *lambda = v->lambda + start;
        real *ds = v->ds + start;
        real *dy = v->dy + start;
        spectrum_apply_cone(size, plus, minus, across, axis, v->y + start, lambda);
        spectrum_apply_cone(size, plus, minus, across, axis, dy, dy);
        spectrum_apply_cone(size, reciprocal(plus), reciprocal(minus), reciprocal(across), axis, ds, ds);
        jordan_quotient(size, lambda, centre, second_order, ds, dy, lambda);
        spectrum_apply_cone(size, plus, minus, across, axis, lambda, lambda);
        for (int j = 0; j < size; j++) v->shift[start + j] = v->s[start + j] - lambda[j];
    }
    each (i, v->cones.z) v->shift[i] = zero();
    sync(tm);
}

/* The combined direction: centring by sigma = (1 - affine step)^3 and the second-order correction. Returns 1 - sigma,
   the share of the residuals that a whole step would remove. */
FNSTEP real ip_correct(team *tm, interior_point *v, const ip_residual *r, real affine_step, real last_step,
                       mask stalled)
{
    real left = 1 - affine_step;
    real sigma = left * left * left;
    mask short_step = less(last_step, splat(0.2));
    sigma = pick(short_step, larger(sigma, splat(0.5)), sigma);
    sigma = pick(stalled, larger(sigma, splat(0.3)), sigma); /* Mehrotra's corrector can cycle: docs/architecture.md */
    real second_order = pick(short_step | stalled, zero(), splat(1));
    real centre = sigma * r->mu;
    real kappa_target = v->tau * v->kappa - centre + second_order * v->dtau * v->dkappa;
    ip_complementarity(tm, v, centre, second_order);
    kkt_equation combined = ip_right_hand_side(tm, v, 1 - sigma);
    v->useless |= kkt_solve(tm, v->system, &v->cones, &v->H, &combined, v->refine, v->refinements);
    ip_direction(tm, v, r, 1 - sigma, kappa_target);
    return 1 - sigma;
}

#endif

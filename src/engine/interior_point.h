/* The interior point of the primal and the sparse method: all cones, all P, certificates of infeasibility.

   A homogeneous embedding that keeps the quadratic term [Andersen & Ye 1999; Goulart & Chen 2024]: find x, y, s and
   tau, kappa >= 0 with
       P x + A'y + c tau = 0,   A x + s - b tau = 0,   x'Px/tau + c'x + b'y + kappa = 0,   s'y = 0, tau kappa = 0.
   tau > 0 gives the solution (x, y, s)/tau; tau = 0 a certificate that there is none. Predictor-corrector after
   Mehrotra with Nesterov-Todd scaling; one factorisation and three solves per iteration. */
#ifndef ENGINE_INTERIOR_POINT_H
#define ENGINE_INTERIOR_POINT_H

#include "equilibrate.h"
#include "outcome.h"
#include "polish.h"
#include "verify.h"

typedef struct interior_point {
    int n, m;
    cone_rows cones;
    kkt *system;      /* P, A (equilibrated) and their factors */
    real *c, *b;      /* equilibrated */
    equilibration by; /* by what */
    /* iterate, directions */
    real *x, *y, *s, *dx, *dy, *ds;
    real tau, kappa, dtau, dkappa, tau_pivot;
    /* residuals; Px; solution of the constant right-hand side; right-hand sides */
    real *rx, *ry, *Px, *ux, *uy, *fx, *fy, *lambda, *shift;
    spectrum W, H, inverse_W;
    real *axis;
    real scale_b, scale_c; /* |b|_inf, |c|_inf in the user's units */
    mask refine;           /* problems whose directions have been too inexact */
} interior_point;

typedef struct ip_residual {
    real tau_row;                  /* x'Px/tau + c'x + b'y + kappa */
    real mu;                       /* (s'y + tau kappa) / (degree + 1) */
    real quadratic, linear, slope; /* x'Px, c'x, b'y */
    real primal, dual;             /* 2-norms, user's units, divided by tau */
    real gap;                      /* |x'Px + c'x + b'y| of the solution x/tau, y/tau */
    mask solved, almost;
    mask primal_infeasible, dual_infeasible;
} ip_residual;

#define IP_STEP          0.99 /* share of the step to the boundary */
#define IP_ALMOST_GAP    5e-5 /* reduced tolerances of an almost solved problem */
#define IP_ALMOST        1e-4
#define IP_SHORTEST_STEP 1e-4
/* The two forms of what divides dtau may differ by this factor, and cancel to this share of their terms. */
#define IP_TRUST 0.1
#define IP_NOISE 1e-12
/* Residuals fall by the step if the directions are exact; a problem whose residuals end this many times higher gets
   refined directions from then on. Most never do, and each refinement costs as much as all solves. */
#define IP_INEXACT 4
enum { IP_REFINEMENTS = 2 };
/* From this mu on all directions are refined: tau's divides by numbers so small that inexact ones show. */
enum { IP_POLISH_STEPS = 1 };
#define IP_LATE       1e-8
#define IP_LATE_CONES 1e-5

/* Equilibrate; remember the size of the user's data. */
FN void ip_prepare(team *tm, interior_point *v)
{
    v->scale_b = zero();
    v->scale_c = zero();
    each (i, v->m) v->scale_b = larger(v->scale_b, magnitude(v->b[i]));
    each (k, v->n) v->scale_c = larger(v->scale_c, magnitude(v->c[k]));
    v->scale_b = team_max(tm, v->scale_b);
    v->scale_c = team_max(tm, v->scale_c);
    equilibrate(tm, v->system, &v->cones, v->c, v->b, &v->by, v->ux, v->uy);
}

/* A start inside the cone: (x, -s) from the KKT system with H = I, then shifted. */
FN void ip_start(team *tm, interior_point *v)
{
    each (i, v->cones.z + v->cones.l) v->H.value[i] = splat(i < v->cones.z ? 0 : 1);
    each (k, v->cones.q_count) v->H.plus[k] = v->H.minus[k] = v->H.across[k] = splat(1);
    each (i, v->m) v->axis[i] = zero();
    for (int k = 0; k < v->cones.q_count; k++)
        if (v->cones.q[k] > 1) v->axis[v->cones.q_start[k] + 1] = splat(1);
    sync(tm);
    kkt_factor(tm, v->system, &v->cones, &v->H);

    each (k, v->n) v->fx[k] = v->system->has_P ? -v->c[k] : zero();
    each (i, v->m) v->fy[i] = v->b[i];
    kkt_solve(tm, v->system, &v->cones, &v->H, v->fx, v->fy, v->x, v->y, ~none(), 2);
    each (i, v->m) v->s[i] = i < v->cones.z ? zero() : -v->y[i];
    if (!v->system->has_P) { /* a linear objective: y from its own least-squares problem */
        each (k, v->n) v->fx[k] = -v->c[k];
        each (i, v->m) v->fy[i] = zero();
        kkt_solve(tm, v->system, &v->cones, &v->H, v->fx, v->fy, v->ux, v->y, ~none(), 2);
    }
    shift_into_cone(tm, &v->cones, v->s);
    shift_into_cone(tm, &v->cones, v->y);
    v->tau = splat(1);
    v->kappa = splat(1);
    v->refine = none();
}

/* The residuals of the embedding, and what they say in the user's units. */
FN ip_residual ip_measure(team *tm, interior_point *v, const cnl_settings *set)
{
    ip_residual r;
    const equilibration *by = &v->by;
    real inverse_tau = reciprocal(v->tau);
    kkt_multiply_P(tm, v->system, v->x, v->Px);
    kkt_multiply_At(tm, v->system, v->y, v->rx);
    kkt_multiply_A(tm, v->system, v->x, v->ry);

    real quadratic = zero(), linear = zero(), dual = zero(), ray_dual = zero(), ray_P = zero(), size_x = zero();
    each (k, v->n) {
        quadratic = muladd(v->x[k], v->Px[k], quadratic);
        linear = muladd(v->x[k], v->c[k], linear);
        real back = by->inverse_column[k];
        real At_y = v->rx[k] * back;
        real P_x = v->Px[k] * back;
        real own = v->x[k] * by->column[k];
        ray_dual = muladd(At_y, At_y, ray_dual);
        ray_P = muladd(P_x, P_x, ray_P);
        size_x = muladd(own, own, size_x);
        v->rx[k] = muladd(v->c[k], v->tau, v->Px[k] + v->rx[k]);
        real r_x = v->rx[k] * back;
        dual = muladd(r_x, r_x, dual);
    }
    real slope = zero(), inner = zero(), primal = zero(), ray_primal = zero(), size_s = zero(), size_y = zero();
    each (i, v->m) {
        slope = muladd(v->b[i], v->y[i], slope);
        inner = muladd(v->s[i], v->y[i], inner);
        real back = by->inverse_row[i];
        real ray = v->ry[i] + v->s[i];
        real s = v->s[i] * back;
        real y = v->y[i] * by->row[i];
        size_s = muladd(s, s, size_s);
        size_y = muladd(y, y, size_y);
        v->ry[i] = mulsub(v->b[i], v->tau, ray);
        real r_y = v->ry[i] * back;
        primal = muladd(r_y, r_y, primal);
        ray *= back;
        ray_primal = muladd(ray, ray, ray_primal);
    }
    sync(tm);
    r.quadratic = team_sum(tm, quadratic);
    r.linear = team_sum(tm, linear);
    r.slope = team_sum(tm, slope);
    r.tau_row = muladd(r.quadratic, inverse_tau, r.linear + r.slope + v->kappa);
    r.mu = muladd(v->tau, v->kappa, team_sum(tm, inner)) * splat(1.0 / (cone_degree(&v->cones) + 1));

    /* the user's units: objective / cost, y / cost */
    real cost = by->inverse_cost;
    real norm_x = square_root(team_sum(tm, size_x));
    real norm_y = square_root(team_sum(tm, size_y)) * cost;
    real norm_s = square_root(team_sum(tm, size_s));
    real primal_objective = muladd(splat(0.5) * r.quadratic, inverse_tau, r.linear) * inverse_tau * cost;
    real dual_objective = -muladd(splat(0.5) * r.quadratic, inverse_tau, r.slope) * inverse_tau * cost;
    r.primal = square_root(team_sum(tm, primal)) * inverse_tau;
    r.dual = square_root(team_sum(tm, dual)) * inverse_tau * cost;
    r.gap = magnitude(primal_objective - dual_objective);
    real scale_primal = v->scale_b + (norm_x + norm_s) * inverse_tau;
    real scale_dual = v->scale_c + (norm_x + norm_y) * inverse_tau;
    real scale_gap = smaller(magnitude(primal_objective), magnitude(dual_objective));
    real floor = splat(set->eps_abs);
    r.solved = at_most(r.primal, larger(floor, set->eps_rel * scale_primal)) &
               at_most(r.dual, larger(floor, set->eps_rel * scale_dual)) &
               at_most(r.gap, larger(floor, set->eps_rel * scale_gap));
    r.almost = at_most(r.primal, IP_ALMOST * larger(splat(1), scale_primal)) &
               at_most(r.dual, IP_ALMOST * larger(splat(1), scale_dual)) &
               at_most(r.gap, IP_ALMOST_GAP * larger(splat(1), scale_gap));

    /* certificates: b'y = -1, A'y = 0; c'x = -1, P x = 0, A x + s = 0 */
    real enough_y = -set->eps_infeasible * r.slope * cost;
    real enough_x = -set->eps_infeasible * r.linear * cost;
    real worst_x = larger(square_root(team_sum(tm, ray_P)) * cost, square_root(team_sum(tm, ray_primal)));
    r.primal_infeasible = less(r.slope, zero()) & at_most(square_root(team_sum(tm, ray_dual)) * cost, enough_y);
    r.dual_infeasible = less(r.linear, zero()) & at_most(worst_x, enough_x);
    return r;
}

/* ds: -H dy - shift where that is exact row by row; in a second-order cone, whose H spreads over many magnitudes and
   would blow up the rounding of dy, from the primal equation: A dx + ds - b dtau = -part ry. */
FN void ip_slack_direction(team *tm, interior_point *v, real part)
{
    int orthant = v->cones.z + v->cones.l;
    each (i, orthant) v->ds[i] = i < v->cones.z ? zero() : -muladd(v->H.value[i], v->dy[i], v->shift[i]);
    if (v->cones.q_count > 0) {
        kkt_multiply_A(tm, v->system, v->dx, v->lambda);
        for (int i = orthant; i < v->m; i++) v->ds[i] = muladd(v->b[i], v->dtau, -muladd(part, v->ry[i], v->lambda[i]));
    }
    sync(tm);
}

/* Direction for right-hand sides -part rx, -part ry + v->shift, -part tau_row and kappa tau -> target. */
FN void ip_direction(team *tm, interior_point *v, const ip_residual *r, real part, real kappa_target)
{
    each (k, v->n) v->fx[k] = -part * v->rx[k];
    each (i, v->m) v->fy[i] = mulsub(part, v->ry[i], v->shift[i]);
    sync(tm);
    kkt_solve(tm, v->system, &v->cones, &v->H, v->fx, v->fy, v->dx, v->dy, v->refine, IP_REFINEMENTS);

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
    ip_slack_direction(tm, v, part);
}

/* Longest step <= 1 inside the cone and tau, kappa > 0. */
FN real ip_step(team *tm, interior_point *v)
{
    real step = cone_step(tm, &v->cones, v->s, v->ds, v->y, v->dy);
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
    kkt_multiply_P(tm, v->system, v->fx, v->dx);
    real square = zero(), across = zero(), size = zero();
    each (k, v->n) {
        square = muladd(v->fx[k], v->dx[k], square);
        real term = muladd(twice, v->Px[k], v->c[k]) * v->ux[k];
        across += term;
        size += magnitude(term);
    }
    each (i, v->m) {
        real term = v->b[i] * v->uy[i];
        across += term;
        size += magnitude(term);
    }
    square = larger(team_sum(tm, square), zero()) + spectrum_energy(tm, &v->cones, &v->H, v->uy);
    real squares = muladd(v->kappa, inverse_tau, square);
    if (v->cones.q_count > 0) return squares; /* their directions spread too far for the difference to mean anything */
    real difference = (v->kappa + r->quadratic * inverse_tau) * inverse_tau - team_sum(tm, across);
    size = muladd(v->kappa + r->quadratic * inverse_tau, inverse_tau, team_sum(tm, size));
    real bounded = larger(IP_TRUST * squares, smaller(difference, (1 / IP_TRUST) * squares));
    return pick(less(IP_NOISE * size, squares), bounded, squares);
}

/* Factor, the constant right-hand side, and the affine direction. Returns its step. */
FN real ip_predict(team *tm, interior_point *v, const ip_residual *r)
{
    nesterov_todd(tm, &v->cones, v->s, v->y, v->axis, &v->W, &v->H);
    kkt_factor(tm, v->system, &v->cones, &v->H);
    each (k, v->n) v->fx[k] = -v->c[k];
    each (i, v->m) v->fy[i] = v->b[i];
    sync(tm);
    kkt_solve(tm, v->system, &v->cones, &v->H, v->fx, v->fy, v->ux, v->uy, v->refine, IP_REFINEMENTS);
    v->tau_pivot = ip_tau_pivot(tm, v, r);
    each (i, v->m) v->shift[i] = v->s[i];
    sync(tm);
    ip_direction(tm, v, r, splat(1), v->tau * v->kappa);
    return ip_step(tm, v);
}

/* shift = s - W (lambda \ (sigma mu e - (W^-1 ds) o (W dy))): the complementarity row of the combined direction. */
FN void ip_complementarity(team *tm, interior_point *v, real centre, real second_order)
{
    int orthant = v->cones.z + v->cones.l;
    for (int i = v->cones.z; i < orthant; i++) {
        real target = mulsub(second_order, v->ds[i] * v->dy[i], centre);
        v->shift[i] = mulsub(target, reciprocal(v->y[i]), v->s[i]);
    }
    for (int k = 0; k < v->cones.q_count; k++) {
        int size = v->cones.q[k];
        int start = v->cones.q_start[k];
        real plus = v->W.plus[k], minus = v->W.minus[k], across = v->W.across[k];
        const real *axis = v->axis + start;
        real *lambda = v->lambda + start;
        real *ds = v->ds + start;
        real *dy = v->dy + start;
        spectrum_apply_cone(size, 1, plus, minus, across, axis, v->y + start, lambda);
        spectrum_apply_cone(size, 1, plus, minus, across, axis, dy, dy);
        spectrum_apply_cone(size, 1, reciprocal(plus), reciprocal(minus), reciprocal(across), axis, ds, ds);
        jordan_product(size, ds, dy, ds);
        for (int j = 0; j < size; j++) ds[j] = -second_order * ds[j];
        ds[0] += centre;
        jordan_quotient(size, lambda, ds, ds);
        spectrum_apply_cone(size, 1, plus, minus, across, axis, ds, ds);
        for (int j = 0; j < size; j++) v->shift[start + j] = v->s[start + j] - ds[j];
    }
    for (int i = 0; i < v->cones.z; i++) v->shift[i] = zero();
    sync(tm);
}

/* The combined direction: centring by sigma = (1 - affine step)^3 and the second-order correction. Returns 1 - sigma,
   the share of the residuals that a whole step would remove. */
FN real ip_correct(team *tm, interior_point *v, const ip_residual *r, real affine_step, real last_step, mask stalled)
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
    ip_direction(tm, v, r, 1 - sigma, kappa_target);
    return 1 - sigma;
}

/* A problem that is done keeps its bits. */
FN void ip_advance(team *tm, interior_point *v, real step, mask done)
{
    each (k, v->n) v->x[k] = pick(done, v->x[k], muladd(step, v->dx[k], v->x[k]));
    each (i, v->m) {
        v->y[i] = pick(done, v->y[i], muladd(step, v->dy[i], v->y[i]));
        v->s[i] = pick(done, v->s[i], muladd(step, v->ds[i], v->s[i]));
    }
    v->tau = pick(done, v->tau, muladd(step, v->dtau, v->tau));
    v->kappa = pick(done, v->kappa, muladd(step, v->dkappa, v->kappa));
    sync(tm);
}

/* From the embedding to the user's solution or certificate; back to the user's units. */
FN void ip_recover(team *tm, interior_point *v, const ip_residual *r, const outcome *out)
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
FN void ip_polish(team *tm, interior_point *v, const cnl_settings *set, outcome *out)
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
    for (int step = 0; step < IP_POLISH_STEPS; step++) polish(tm, &d, v->c, v->b, v->x, v->y, v->s, v->lambda);
    if (v->system->sparse) v->system->sparse->row_mask = NULL;

    v->tau = splat(1);
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
FN mask ip_verify(team *tm, interior_point *v, const cnl_settings *set, outcome *out)
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

FN void interior_point_solve(team *tm, interior_point *v, const cnl_settings *set, outcome *out)
{
    ip_prepare(tm, v);
    mask done = none();
    real last_step = splat(1);
    real predicted = splat(INFINITY);
    real last_mu = splat(INFINITY);
    ip_residual r;
    ip_start(tm, v);
    for (int iteration = 0;; iteration++) {
        r = ip_measure(tm, v, set);
        mask open = ~done;
        out->solved |= open & r.solved;
        out->primal_infeasible |= open & ~r.solved & r.primal_infeasible;
        out->dual_infeasible |= open & ~r.solved & ~r.primal_infeasible & r.dual_infeasible;
        mask short_step = less(last_step, splat(IP_SHORTEST_STEP));
        mask stuck = (short_step & v->refine) | ~is_finite(r.mu) | ~is_finite(r.primal + r.dual);
        out->almost_solved |= open & stuck & r.almost & ~(out->solved | out->primal_infeasible | out->dual_infeasible);
        done |= out->solved | out->primal_infeasible | out->dual_infeasible | stuck;
        if (every(done) || iteration == set->max_iterations) break;
        out->iterations = pick(done, out->iterations, splat(iteration + 1));
        v->refine |= short_step | less(IP_INEXACT * predicted, r.primal + r.dual);
        v->refine |= less(r.mu, splat(v->cones.q_count > 0 ? IP_LATE_CONES : IP_LATE));

        real affine_step = ip_predict(tm, v, &r);
        real part = ip_correct(tm, v, &r, affine_step, last_step, less(0.9 * last_mu, r.mu));
        last_mu = r.mu;
        real step = IP_STEP * ip_step(tm, v);
        mask broken = ~is_finite(step) | ~is_finite(v->dtau); /* keep the last iterate */
        last_step = pick(broken, zero(), step);
        ip_advance(tm, v, step, done | broken);
        predicted = mulsub(step, part, splat(1)) * (r.primal + r.dual);
    }
    out->almost_solved |= ~done & r.almost;
    out->iteration_limit |= ~done & ~r.almost;
    if (v->cones.q_count > 0 && some(out->solved | out->almost_solved)) ip_polish(tm, v, set, out);
    ip_recover(tm, v, &r, out);
    mask verified = ip_verify(tm, v, set, out);
    out->almost_solved |= out->solved & ~verified;
    out->solved &= verified;
}

#endif

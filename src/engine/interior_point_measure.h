/* How far the interior point is, and what its iterate proves (interior_point.h). */
#ifndef ENGINE_INTERIOR_POINT_MEASURE_H
#define ENGINE_INTERIOR_POINT_MEASURE_H

#include "interior_point_state.h"
#include "verify.h"

/* Residuals below this share of their tolerance are left alone. */
#define IP_HARMLESS 0.1
/* Reduced tolerances of an almost solved problem. */
#define IP_ALMOST_GAP 5e-5
#define IP_ALMOST     1e-4
/* An iterate is near a certificate when its residual is this share of its objective. */
#define IP_NEAR_RAY 1e-3

/* Sums over the rows and columns that every judgement of the iterate needs; residuals in the user's units. */
typedef struct ip_sums {
    real quadratic, linear, slope, inner; /* x'Px, c'x, b'y, s'y */
    real dual, ray_dual, ray_P;           /* |P x + A'y + c tau|^2, |A'y|^2, |P x|^2 */
    real primal, ray_primal;              /* |A x + s - b tau|^2, |A x + s|^2 */
    real size_x, size_y, size_s;          /* squares */
} ip_sums;

/* rx = P x + A'y + c tau, and the sums over the columns. */
FN void ip_measure_columns(team *tm, interior_point *v, ip_sums *sum)
{
    const equilibration *by = &v->by;
    kkt_multiply_P(tm, v->system, v->x, v->Px);
    kkt_multiply_At(tm, v->system, v->y, v->rx);
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
    sync(tm);
    sum->quadratic = team_sum(tm, quadratic);
    sum->linear = team_sum(tm, linear);
    sum->dual = team_sum(tm, dual);
    sum->ray_dual = team_sum(tm, ray_dual);
    sum->ray_P = team_sum(tm, ray_P);
    sum->size_x = team_sum(tm, size_x);
}

/* ry = A x + s - b tau, and the sums over the rows. */
FN void ip_measure_rows(team *tm, interior_point *v, ip_sums *sum)
{
    const equilibration *by = &v->by;
    if (v->system->sparse) kkt_multiply_A(tm, v->system, v->x, v->Ax);
    real slope = zero(), inner = zero(), primal = zero(), ray_primal = zero(), size_s = zero(), size_y = zero();
    each (i, v->m) {
        slope = muladd(v->b[i], v->y[i], slope);
        inner = muladd(v->s[i], v->y[i], inner);
        real back = by->inverse_row[i];
        real ray = v->Ax[i] + v->s[i];
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
    sum->slope = team_sum(tm, slope);
    sum->inner = team_sum(tm, inner);
    sum->primal = team_sum(tm, primal);
    sum->ray_primal = team_sum(tm, ray_primal);
    sum->size_s = team_sum(tm, size_s);
    sum->size_y = team_sum(tm, size_y);
}

/* Certificates: b'y = -1, A'y = 0; c'x = -1, P x = 0, A x + s = 0. */
FN void ip_certificates(const ip_sums *sum, real cost, const cnl_settings *set, ip_residual *r)
{
    real gain_y = -sum->slope * cost;
    real gain_x = -sum->linear * cost;
    real worst_y = square_root(sum->ray_dual) * cost;
    real worst_x = larger(square_root(sum->ray_P) * cost, square_root(sum->ray_primal));
    mask gains_y = less(zero(), gain_y) & is_finite(gain_y); /* infinity would be at most a share of itself */
    mask gains_x = less(zero(), gain_x) & is_finite(gain_x);
    r->primal_infeasible = gains_y & at_most(worst_y, set->eps_infeasible * gain_y);
    r->dual_infeasible = gains_x & at_most(worst_x, set->eps_infeasible * gain_x);
    r->near_primal_ray = gains_y & at_most(worst_y, IP_NEAR_RAY * gain_y);
    r->near_dual_ray = gains_x & at_most(worst_x, IP_NEAR_RAY * gain_x);
}

/* The residuals of the embedding, and what they say in the user's units. */
FNSTEP ip_residual ip_measure(team *tm, interior_point *v, const cnl_settings *set)
{
    ip_sums sum;
    ip_measure_columns(tm, v, &sum);
    ip_measure_rows(tm, v, &sum);
    real inverse_tau = reciprocal(v->tau);
    ip_residual r = {.quadratic = sum.quadratic, .linear = sum.linear, .slope = sum.slope};
    r.tau_row = muladd(sum.quadratic, inverse_tau, sum.linear + sum.slope + v->kappa);
    r.mu = muladd(v->tau, v->kappa, sum.inner) * splat(1.0 / (cone_degree(&v->cones) + 1));

    /* the user's units: objective / cost, y / cost */
    real cost = v->by.inverse_cost;
    real norm_x = square_root(sum.size_x);
    real norm_y = square_root(sum.size_y) * cost;
    real norm_s = square_root(sum.size_s);
    real primal_objective = muladd(splat(0.5) * sum.quadratic, inverse_tau, sum.linear) * inverse_tau * cost;
    real dual_objective = -muladd(splat(0.5) * sum.quadratic, inverse_tau, sum.slope) * inverse_tau * cost;
    r.primal = square_root(sum.primal) * inverse_tau;
    r.dual = square_root(sum.dual) * inverse_tau * cost;
    r.gap = magnitude(primal_objective - dual_objective);
    real scale_primal = v->scale_b + (norm_x + norm_s) * inverse_tau;
    real scale_dual = v->scale_c + (norm_x + norm_y) * inverse_tau;
    real scale_gap = smaller(magnitude(primal_objective), magnitude(dual_objective));
    real floor = splat(set->eps_abs);
    real enough_primal = larger(floor, set->eps_rel * scale_primal);
    real enough_dual = larger(floor, set->eps_rel * scale_dual);
    real terms = (sum.quadratic * inverse_tau + magnitude(sum.linear) + magnitude(sum.slope)) * inverse_tau * cost;
    r.solved = at_most(r.primal, enough_primal) & at_most(r.dual, enough_dual) &
               gap_is_safe(r.gap, terms, larger(floor, set->eps_rel * scale_gap));
    r.harmless = at_most(r.primal, IP_HARMLESS * enough_primal) & at_most(r.dual, IP_HARMLESS * enough_dual);
    r.almost = at_most(r.primal, IP_ALMOST * larger(splat(1), scale_primal)) &
               at_most(r.dual, IP_ALMOST * larger(splat(1), scale_dual)) &
               at_most(r.gap, IP_ALMOST_GAP * larger(splat(1), scale_gap));
    ip_certificates(&sum, cost, set, &r);
    return r;
}

#endif

/* The interior point of the primal and the sparse method: all cones, all P, certificates of infeasibility.

   A homogeneous embedding that keeps the quadratic term [Andersen & Ye 1999; Goulart & Chen 2024]: find x, y, s and
   tau, kappa >= 0 with
       P x + A'y + c tau = 0,   A x + s - b tau = 0,   x'Px/tau + c'x + b'y + kappa = 0,   s'y = 0, tau kappa = 0.
   tau > 0 gives the solution (x, y, s)/tau; tau = 0 a certificate that there is none. Predictor-corrector after
   Mehrotra with Nesterov-Todd scaling; one factorisation and three solves per iteration. */
#ifndef ENGINE_INTERIOR_POINT_H
#define ENGINE_INTERIOR_POINT_H

#include "interior_point_direction.h"
#include "interior_point_finish.h"
#include "interior_point_measure.h"
#include "interior_point_ray.h"

/* Share of the step to the boundary. Too near to that of a large second-order cone the next directions are short: with
   0.99 portfolios with one take a seventh more iterations (random programs with small ones 4 % fewer). */
#define IP_STEP          0.99
#define IP_STEP_CONES    0.98
#define IP_SHORTEST_STEP 1e-4
/* No solution has such a tau, and a certificate that was to be found has been: what goes on is rounding. */
#define IP_VANISHED 1e-20
/* A sparse factor that leads nowhere: so much more regularisation the next time, up to this. */
#define IP_CAUTION      4
#define IP_MOST_CAUTION 100
/* The sparse regularisation lets the directions that weigh less than it creep. Most problems are done before that
   shows, and some need all of it, those whose solutions are not unique; one that is still open gets this share of it.
 */
#define IP_BOLDNESS 1e-3
enum { IP_PATIENCE = 25 };
/* Residuals (of the embedding: times tau) fall by the step if the directions are exact; a problem whose residuals end
   this many times higher gets refined directions from then on. Most never do, and each refinement costs as much as all
   solves. */
#define IP_INEXACT 4
/* A refined direction that lifts an almost solution's residuals, or its s'y, so many times above what they were is
   beyond what the factor can tell. */
#define IP_SPOILT 10
/* From this mu on all directions are refined: tau's divides by numbers so small that inexact ones show, with
   second-order cones sooner, unless the solution may be so coarse that it is found before. */
#define IP_LATE       1e-9
#define IP_LATE_CONES 1e-7
#define IP_COARSE     1e-7
/* Solutions finer than this take directions refined twice instead of once. */
#define IP_FINE 1e-10

/* Equilibrate; remember the size of the user's data. */
FNSTEP void ip_prepare(team *tm, interior_point *v)
{
    v->scale_b = zero();
    v->scale_c = zero();
    each (i, v->m) v->scale_b = larger(v->scale_b, magnitude(v->b[i]));
    each (k, v->n) v->scale_c = larger(v->scale_c, magnitude(v->c[k]));
    v->scale_b = team_max(tm, v->scale_b);
    v->scale_c = team_max(tm, v->scale_c);
    equilibrate(tm, v->system, &v->cones, v->c, v->b, &v->by, v->ux, v->uy);
    each (k, v->n) v->minus_c[k] = -v->c[k];
    sync(tm);
}

/* H = I, whose factor gives the start. */
FNSTEP void ip_scale_start(team *tm, interior_point *v)
{
    each (i, v->cones.z + v->cones.l) v->H.value[i] = splat(i < v->cones.z ? 0 : 1);
    each (k, v->cones.q_count) v->H.plus[k] = v->H.minus[k] = v->H.across[k] = splat(1);
    each (i, v->m) v->axis[i] = zero();
    sync(tm);
    each (k, v->cones.q_count)
        if (v->cones.q[k] > 1) v->axis[v->cones.q_start[k] + 1] = splat(1);
    sync(tm);
}

/* A start inside the cone: (x, -s) from the KKT system with H = I, then shifted. */
FNSTEP void ip_start(team *tm, interior_point *v)
{
    each (k, v->n) v->fx[k] = v->system->has_P ? v->minus_c[k] : zero();
    each (i, v->m) v->fy[i] = v->b[i];
    sync(tm);
    kkt_equation e = {v->fx, v->fy, v->x, v->y, v->Ax};
    kkt_solve(tm, v->system, &v->cones, &v->H, &e, ~none(), 0);
    each (i, v->m) v->s[i] = i < v->cones.z ? zero() : -v->y[i];
    if (!v->system->has_P) { /* a linear objective: y from its own least-squares problem */
        each (i, v->m) v->fy[i] = zero();
        sync(tm);
        e = (kkt_equation){v->minus_c, v->fy, v->ux, v->y, v->Aux};
        kkt_solve(tm, v->system, &v->cones, &v->H, &e, ~none(), 0);
    }
    shift_into_cone(tm, &v->cones, v->s);
    shift_into_cone(tm, &v->cones, v->y);
    v->tau = splat(1);
    v->kappa = splat(1);
    v->refine = none();
}

/* A problem that is done keeps its bits. */
FNSTEP void ip_advance(team *tm, interior_point *v, real step, mask done)
{
    each (k, v->n) v->x[k] = pick(done, v->x[k], muladd(step, v->dx[k], v->x[k]));
    each (i, v->m) {
        v->y[i] = pick(done, v->y[i], muladd(step, v->dy[i], v->y[i]));
        v->s[i] = pick(done, v->s[i], muladd(step, v->ds[i], v->s[i]));
        if (v->system->dense) v->Ax[i] = pick(done, v->Ax[i], muladd(step, v->Adx[i], v->Ax[i]));
    }
    v->tau = pick(done, v->tau, muladd(step, v->dtau, v->tau));
    v->kappa = pick(done, v->kappa, muladd(step, v->dkappa, v->kappa));
    sync(tm);
}

/* With second-order cones the last step is taken back where it spoilt an iterate that was almost a solution: no later
   one is better, but the Newton steps of ip_polish() start from there. (A sparse factor gets more regularisation
   first, as long as there is any: ip_caution.) Returns where. */
FNSTEP mask ip_take_back(team *tm, interior_point *v, real step, mask spoilt)
{
    if (v->cones.q_count == 0) return none();
    if (v->system->sparse) spoilt &= ~less(v->system->sparse->caution, splat(IP_MOST_CAUTION));
    if (some(spoilt)) ip_advance(tm, v, -step, ~spoilt);
    return spoilt;
}

/* Where a sparse factor was of no use, the next ones get more regularisation. Returns which problems that helps. */
FN mask ip_caution(kkt_sparse *v, mask stuck)
{
    mask again = stuck & less(v->caution, splat(IP_MOST_CAUTION));
    v->caution = pick(again, IP_CAUTION * v->caution, v->caution);
    return again;
}

/* The solve in phases. Between them lies the factor of the KKT system with the scaling H at hand, which an executor may
   make in a way of its own, for many problems at once:

       open;  factor;  start;  as long as judge says so: scale, factor, move;  close */

/* From the problem's data to the scaling of the first factor. */
FN void ip_open(team *tm, interior_point *v, const cnl_settings *set, ip_progress *at)
{
    ip_prepare(tm, v);
    double eps = set->eps_abs > set->eps_rel ? set->eps_abs : set->eps_rel;
    v->refinements = eps < IP_FINE ? 2 : 1;
    at->iteration = 0;
    at->late = v->cones.q_count > 0 && eps < IP_COARSE ? IP_LATE_CONES : IP_LATE;
    at->done = at->was_almost = none();
    at->last_step = splat(1);
    at->predicted = at->last_mu = at->last_residual = at->last_gap = splat(INFINITY);
    ip_scale_start(tm, v);
}

/* Where the last step has spoilt an almost solution. Judged by x/tau, y/tau and s/tau: tau may have collapsed, and all
   else with it. What the new iterate proves stays proven. */
FN mask ip_spoilt(const interior_point *v, ip_progress *at)
{
    const ip_residual *r = &at->r;
    real inverse_tau = reciprocal(v->tau);
    real residual = r->primal + r->dual;
    real gap = r->mu * inverse_tau * inverse_tau;
    mask worse = less(IP_SPOILT * at->last_residual, residual) & ~r->harmless;
    worse |= less(IP_SPOILT * at->last_gap, gap);
    at->last_residual = residual;
    at->last_gap = gap;
    return worse & at->was_almost & v->refine & ~(r->solved | r->primal_infeasible | r->dual_infeasible);
}

/* Whatever the iterate proves. Returns the problems that are stuck. */
FN mask ip_conclude(team *tm, interior_point *v, const cnl_settings *set, ip_progress *at, outcome *out)
{
    ip_residual *r = &at->r;
    *r = ip_measure(tm, v, set);
    mask open = ~at->done;
    mask spoilt = ip_take_back(tm, v, at->last_step, open & ip_spoilt(v, at));
    r->almost |= spoilt;
    at->was_almost = r->almost;
    mask stuck = (less(at->last_step, splat(IP_SHORTEST_STEP)) & v->refine) | less(v->tau, IP_VANISHED * v->kappa);
    stuck |= spoilt | ~is_finite(r->mu) | ~is_finite(r->primal + r->dual);
    ip_rays(tm, v, set, open, stuck, r);
    out->solved |= open & r->solved;
    out->primal_infeasible |= open & ~r->solved & r->primal_infeasible;
    out->dual_infeasible |= open & ~r->solved & ~r->primal_infeasible & r->dual_infeasible;
    if (v->system->sparse)
        stuck &= ~ip_caution(v->system->sparse, open & stuck & is_finite(r->mu + r->primal + r->dual));
    out->almost_solved |= open & stuck & r->almost & ~(out->solved | out->primal_infeasible | out->dual_infeasible);
    return stuck;
}

/* Judge the iterate. Returns whether another iteration is wanted, and then knows which directions to refine. */
FN int ip_judge(team *tm, interior_point *v, const cnl_settings *set, ip_progress *at, outcome *out)
{
    mask stuck = ip_conclude(tm, v, set, at, out);
    const ip_residual *r = &at->r;
    at->done |= out->solved | out->primal_infeasible | out->dual_infeasible | stuck;
    if (every(at->done) || at->iteration == set->max_iterations) return 0;
    out->iterations = pick(at->done, out->iterations, splat(at->iteration + 1));
    mask short_step = less(at->last_step, splat(IP_SHORTEST_STEP));
    v->refine |= short_step | (less(IP_INEXACT * at->predicted, v->tau * (r->primal + r->dual)) & ~r->harmless);
    v->refine |= less(r->mu, splat(at->late));
    v->refine &= ~at->done; /* or the finished problems would have those of the pack that go on refined */
    if (v->system->sparse && at->iteration == IP_PATIENCE) v->system->sparse->caution *= splat(IP_BOLDNESS);
    return 1;
}

/* The scaling of the iterate, whose factor gives the directions. */
FN void ip_scale(team *tm, interior_point *v)
{
    nesterov_todd(tm, &v->cones, v->s, v->y, v->axis, &v->inverse, &v->W, &v->H);
}

/* Directions and step. */
FN void ip_move(team *tm, interior_point *v, ip_progress *at)
{
    const ip_residual *r = &at->r;
    real affine_step = ip_predict(tm, v, r);
    real part = ip_correct(tm, v, r, affine_step, at->last_step, less(0.9 * at->last_mu, r->mu));
    at->last_mu = r->mu;
    real step = splat(v->cones.q_count > 0 ? IP_STEP_CONES : IP_STEP) * ip_step(tm, v);
    mask broken = ~is_finite(step) | ~is_finite(v->dtau) | v->useless; /* keep the last iterate */
    at->last_step = pick(broken, zero(), step);
    real tau = v->tau;
    ip_advance(tm, v, step, at->done | broken);
    at->predicted = mulsub(step, part, splat(1)) * tau * (r->primal + r->dual);
    at->iteration++;
}

/* From the last iterate to the answer. */
FN void ip_close(team *tm, interior_point *v, const cnl_settings *set, const ip_progress *at, outcome *out)
{
    out->almost_solved |= ~at->done & at->r.almost;
    out->iteration_limit |= ~at->done & ~at->r.almost;
    if (v->cones.q_count > 0 && some(out->solved | out->almost_solved)) ip_polish(tm, v, set, out);
    ip_recover(tm, v, &at->r, out);
    mask verified = ip_verify(tm, v, set, out);
    out->almost_solved |= out->solved & ~verified;
    out->solved &= verified;
}

FN void interior_point_solve(team *tm, interior_point *v, const cnl_settings *set, outcome *out)
{
    ip_progress at;
    ip_open(tm, v, set, &at);
    kkt_factor(tm, v->system, &v->cones, &v->H);
    ip_start(tm, v);
    while (ip_judge(tm, v, set, &at, out)) {
        ip_scale(tm, v);
        kkt_factor(tm, v->system, &v->cones, &v->H);
        ip_move(tm, v, &at);
    }
    ip_close(tm, v, set, &at, out);
}

#endif

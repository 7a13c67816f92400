/* The derivative of the solution map, and its transpose.

   At a solution, v = y - s, D = the derivative of the projection onto K* at v. D is symmetric with eigenvalues in [0,
   1] that are explicit for each cone (a spectrum), so with dy in the range of D and H = (1 - D) D^-1 there, the system
   of derivative.h becomes symmetric, one factor for both directions:

       [ P  A' ] [dx]   [ f ]        jvp: f = -(dP x + dA'y + dc), g = -(dA x - db),  ds = N (g - A dx) - H dy
       [ A  -H ] [dy] = [ g ]        vjp: f = gx - A'N gs, g = gy - H gs  ->  r, w:
                                          dc = -r, db = w + N gs, dA = -(y r' + (w + N gs) x'), dP = -(r x' + x r')/2

   with N the projection onto the null space of D.

   Rows in which D vanishes (inactive constraints) drop out. The factor is regularised, [P + eps, A'; A, -(H + delta)],
   and refined: the normal equations alone lose half of the digits. Where the system is singular its null space is a
   product, N_x x N_y, and the part of the right-hand side in it is removed first: what remains has a solution, and
   refinement from 0 leads to the one of least norm. */
#ifndef ENGINE_DERIVATIVE_H
#define ENGINE_DERIVATIVE_H

#include "derivative_rows.h"
#include "dual_active.h"
#include "dual_derivative.h"
#include "kkt.h"

typedef struct derivative {
    int n, m;
    cone_rows cones;
    kkt *system;              /* one of these two */
    dual_derivative *regular; /* a system known to be regular */
    spectrum H;               /* 0 where D vanishes */
    spectrum inverse;         /* D (1 - D + delta D)^-1, 0 where D vanishes */
    real *axis;
    real *x, *y, *f, *g; /* solution and right-hand side of the system */
    real epsilon, delta;
    int insists;    /* solved as it stands, however nearly singular: nothing of the right-hand side is left out */
    real *row_mask; /* [m] sparse: 0 at the rows that drop out */
    mask degenerate, singular;
} derivative;

/* Regularisation, relative to the mean eigenvalue of P and the mean |row of A|^2. */
#define DERIVATIVE_EPSILON 1e-8
#define DERIVATIVE_DELTA   1e-7
/* Share of delta in a system that is to be solved as it stands: what lies below it only creeps. */
#define DERIVATIVE_INSISTENCE 1e-5
/* Share of a generic right-hand side that the regularisation alone answers in a singular system. */
#define DERIVATIVE_SINGULAR 1e-3
/* Refinement ends when the next correction would be this small beside the solution. */
#define DERIVATIVE_ENOUGH 1e-13
enum { DERIVATIVE_REFINEMENTS = 8, DERIVATIVE_NULL_PASSES = 3, DERIVATIVE_PROJECTIONS = 2 };
/* H in the directions of second-order cones that have dropped out, for the sparse system. */
#define DERIVATIVE_WALL 1e4

/* epsilon and delta from the size of the dense data; padding rows are zero and do not count. */
FN void derivative_regularise(team *tm, derivative *v, const real *P, const real *A)
{
    real trace = zero(), square = zero();
    each (k, v->n) trace += P[triangle_at(k, k, v->n)];
    each (k, v->n * v->m) square = muladd(A[k], A[k], square);
    trace = team_sum(tm, trace);
    square = team_sum(tm, square);
    real mean_P = pick(less(zero(), trace), trace * splat(1.0 / v->n), splat(1));
    real mean_A = pick(less(zero(), square), square * splat(1.0 / v->n), splat(1));
    v->epsilon = DERIVATIVE_EPSILON * mean_P;
    v->delta = DERIVATIVE_DELTA * mean_A * reciprocal(mean_P);
}

/* Eigenvalues of D on a second-order cone. The axis is -u/|u| of v = (t, u) = y - s, so that the larger eigenvalue of H
   is `plus`, as in the interior point: plus belongs to t - |u|, minus to t + |u|. */
FN void derivative_of_cone(int size, const real *s, const real *y, real *axis, real *lambda, mask *degenerate)
{
    real square = zero();
    for (int k = 1; k < size; k++) {
        axis[k] = s[k] - y[k];
        square = muladd(axis[k], axis[k], square);
    }
    unit_axis(size, axis, square, axis);
    real t = y[0] - s[0];
    real length = square_root(square);
    real edge[2] = {t - length, t + length};
    real scale = magnitude(t) + length;
    for (int k = 0; k < 2; k++) {
        mask flat = at_most(magnitude(edge[k]), 1e-6 * scale);
        *degenerate |= flat;
        lambda[k] = pick(flat, splat(0.5), pick(less(zero(), edge[k]), splat(1), zero()));
    }
    real tilt = t * reciprocal(larger(length, splat(1e-280)));
    lambda[2] = clamp(0.5 + 0.5 * tilt, 0, 1);
}

/* H and inverse from the solution; delta must be set. Where D vanishes the dense system drops out by its inverse and H
   may be 0; the sparse one, which keeps its pattern, wants a wall. */
FN void derivative_linearise(team *tm, derivative *v, const real *s, const real *y, real wall)
{
    mask degenerate = none();
    each (i, v->cones.z + v->cones.l) {
        real lambda = i < v->cones.z ? splat(1) : derivative_of_row(s[i], y[i], &degenerate);
        derivative_eigenvalue(lambda, v->delta, zero(), &v->H.value[i], &v->inverse.value[i]);
    }
    each (k, v->cones.q_count) {
        int start = v->cones.q_start[k];
        real lambda[3];
        derivative_of_cone(v->cones.q[k], s + start, y + start, v->axis + start, lambda, &degenerate);
        derivative_eigenvalue(lambda[0], v->delta, wall, &v->H.plus[k], &v->inverse.plus[k]);
        derivative_eigenvalue(lambda[1], v->delta, wall, &v->H.minus[k], &v->inverse.minus[k]);
        derivative_eigenvalue(lambda[2], v->delta, wall, &v->H.across[k], &v->inverse.across[k]);
    }
    sync(tm);
    v->degenerate = team_any(tm, degenerate);
}

/* The projection of a row vector onto the range of D. */
FNSTEP void derivative_mask(team *tm, const derivative *v, real *y)
{
    sync(tm);
    each (i, v->cones.z + v->cones.l) y[i] = pick(less(zero(), v->inverse.value[i]), y[i], zero());
    each (k, v->cones.q_count) {
        int start = v->cones.q_start[k];
        real plus = pick(less(zero(), v->inverse.plus[k]), splat(1), zero());
        real minus = pick(less(zero(), v->inverse.minus[k]), splat(1), zero());
        real across = pick(less(zero(), v->inverse.across[k]), splat(1), zero());
        spectrum_apply_cone(v->cones.q[k], plus, minus, across, v->axis + start, y + start, y + start);
    }
    sync(tm);
}

/* The factor of a regular system. */
FN void derivative_factor_regular(team *tm, derivative *v, const real *s, const real *y)
{
    v->delta = splat(1);
    derivative_linearise(tm, v, s, y, zero());
    each (i, v->m) v->regular->diagonal[i] = pick(less(zero(), v->inverse.value[i]), v->H.value[i], splat(1));
    sync(tm);
    if (v->regular->has_inactive) dual_derivative_mask(tm, v->regular, v->inverse.value);
    dual_derivative_factor(tm, v->regular);
    v->singular = none();
}

/* The factor of the system at a solution. */
FNSTEP void derivative_factor(team *tm, derivative *v, const real *s, const real *y)
{
    kkt *system = v->system;
    if (v->regular) {
        derivative_factor_regular(tm, v, s, y);
    } else if (system->sparse) {
        v->epsilon = splat(KKT_EPSILON);
        v->delta = splat(KKT_DELTA);
        derivative_linearise(tm, v, s, y, splat(DERIVATIVE_WALL));
        int orthant = v->cones.z + v->cones.l;
        each (i, v->m) {
            mask kept = less(zero(), i < orthant ? v->inverse.value[i] : splat(1));
            v->row_mask[i] = pick(kept, splat(1), zero());
        }
        sync(tm);
        system->sparse->row_mask = v->row_mask;
        kkt_sparse_factor(tm, system->sparse, &v->cones, &v->H, KKT_EPSILON, KKT_DELTA);
        system->sparse->row_mask = NULL; /* products are with all of A; derivative_mask() does the rest */
    } else {
        derivative_regularise(tm, v, system->dense->P, system->dense->A);
        if (v->insists) v->delta *= splat(DERIVATIVE_INSISTENCE);
        derivative_linearise(tm, v, s, y, zero());
        kkt_dense_form(tm, system->dense, &v->cones);
        kkt_dense_finish(tm, system->dense, v->epsilon);
    }
}

FN real norm_of(team *tm, int n, const real *x, int m, const real *y)
{
    real square = zero();
    each (k, n) square = muladd(x[k], x[k], square);
    each (i, m) square = muladd(y[i], y[i], square);
    return square_root(team_sum(tm, square));
}

/* A generic right-hand side shows whether the system is singular: its answer is then about its null part / delta. */
FNSTEP void derivative_probe(team *tm, derivative *v)
{
    each (k, v->n) v->x[k] = splat(0.5 + (double)((k * 37 + 11) % 64) / 64);
    each (i, v->m) v->y[i] = splat(0.5 + (double)((i * 29 + 5) % 64) / 64);
    derivative_mask(tm, v, v->y);
    real size_x = norm_of(tm, v->n, v->x, 0, NULL);
    real size_y = norm_of(tm, 0, NULL, v->m, v->y);
    kkt_solve_once(tm, v->system, &v->cones, v->x, v->y, v->x, v->y);
    derivative_mask(tm, v, v->y);
    real null_x = v->epsilon * norm_of(tm, v->n, v->x, 0, NULL);
    real null_y = v->delta * norm_of(tm, 0, NULL, v->m, v->y);
    v->singular = less(DERIVATIVE_SINGULAR * size_x, null_x) | less(DERIVATIVE_SINGULAR * size_y, null_y);
}

/* f, g of the singular problems lose their null part: Delta (M + Delta)^-1 leaves that alone and all but kills the
   rest, so a few passes give it. */
FNSTEP void derivative_to_range(team *tm, derivative *v)
{
    each (k, v->n) v->x[k] = v->f[k];
    each (i, v->m) v->y[i] = v->g[i];
    sync(tm);
    for (int pass = 0; pass < DERIVATIVE_NULL_PASSES; pass++) {
        kkt_solve_once(tm, v->system, &v->cones, v->x, v->y, v->x, v->y);
        each (k, v->n) v->x[k] *= v->epsilon;
        each (i, v->m) v->y[i] *= -v->delta;
        sync(tm);
    }
    derivative_mask(tm, v, v->y);
    each (k, v->n) v->f[k] = pick(v->singular, v->f[k] - v->x[k], v->f[k]);
    each (i, v->m) v->g[i] = pick(v->singular, v->g[i] - v->y[i], v->g[i]);
    sync(tm);
}

/* The transpose of it on the answer x, y, which keeps the whole map symmetric and rids it of noise in the null space.
 */
FNSTEP void derivative_least_norm(team *tm, derivative *v)
{
    real *x = v->system->ex;
    real *y = v->system->ey;
    each (k, v->n) x[k] = v->x[k];
    each (i, v->m) y[i] = v->y[i];
    sync(tm);
    for (int pass = 0; pass < DERIVATIVE_NULL_PASSES; pass++) {
        each (k, v->n) x[k] *= v->epsilon;
        each (i, v->m) y[i] *= -v->delta;
        sync(tm);
        kkt_solve_once(tm, v->system, &v->cones, x, y, x, y);
    }
    derivative_mask(tm, v, y);
    each (k, v->n) v->x[k] = pick(v->singular, v->x[k] - x[k], v->x[k]);
    each (i, v->m) v->y[i] = pick(v->singular, v->y[i] - y[i], v->y[i]);
    sync(tm);
}

/* Solve for x, y with the right-hand side f, g (which a singular problem loses its null part of); refined as often as
   the last digits ask for, but no more than `most` times. */
FNSTEP void derivative_solve(team *tm, derivative *v, int most)
{
    derivative_mask(tm, v, v->g);
    if (v->regular) {
        dual_derivative_solve(tm, v->regular, v->f, v->g, v->x, v->y);
        return;
    }
    v->singular = none();
    if (!v->insists) derivative_probe(tm, v);
    if (some(v->singular)) derivative_to_range(tm, v);
    kkt_solve_once(tm, v->system, &v->cones, v->f, v->g, v->x, v->y);
    derivative_mask(tm, v, v->y);
    mask open = ~none();
    real last = zero();
    for (int step = 0; step < most && some(open); step++) {
        kkt *system = v->system;
        kkt_residual(tm, system, &v->cones, &v->H, v->f, v->g, v->x, v->y);
        derivative_mask(tm, v, system->ry);
        kkt_solve_once(tm, system, &v->cones, system->rx, system->ry, system->ex, system->ey);
        derivative_mask(tm, v, system->ey);
        kkt_add(tm, system, v->x, v->y, open);
        real size = norm_of(tm, v->n, v->x, v->m, v->y);
        real correction = norm_of(tm, v->n, system->ex, v->m, system->ey);
        /* corrections shrink by about correction / last each time */
        real next = step == 0 ? correction : correction * correction * reciprocal(larger(last, splat(1e-280)));
        open &= less(DERIVATIVE_ENOUGH * size, next);
        last = correction;
    }
    /* twice: a sparse factor's projection leaves about 1e-6 in the null space */
    for (int pass = 0; pass < DERIVATIVE_PROJECTIONS && some(v->singular); pass++) derivative_least_norm(tm, v);
}

/* out = N in, with N the projection onto the null space of D; in is left masked to its range. */
FN void derivative_null_part(team *tm, const derivative *v, real *in, real *out)
{
    each (i, v->m) out[i] = in[i];
    sync(tm);
    derivative_mask(tm, v, in);
    each (i, v->m) out[i] -= in[i];
    sync(tm);
}

/* in = H in on the range of D, 0 elsewhere; `in` must lie in the range. */
FN void derivative_multiply_H(team *tm, const derivative *v, real *in)
{
    spectrum_apply(tm, &v->cones, &v->H, in, in);
    derivative_mask(tm, v, in);
}

#endif

/* The symmetric cones: Nesterov-Todd scaling and steps inside them [Nesterov & Todd 1997; Vandenberghe 2010, sec. 4].

   For s, y inside K the scaling W = W' satisfies W y = W^-1 s = lambda; H = W^2 is the block of the KKT matrix. For the
   second-order cone, J = diag(1, -I), |s|_J = sqrt(s'Js):
       eta^2 = |s|_J / |y|_J,   w = (s/|s|_J + J y/|y|_J) / norm, w'Jw = 1,   W = eta (the hyperbolic rotation to w).
   W has the eigenvalues eta (w0 + |w1|), eta / (w0 + |w1|) along (1, +-a), a = w1/|w1|, and eta across. */
#ifndef ENGINE_CONE_H
#define ENGINE_CONE_H

#include "spectrum.h"

/* 1 / s and 1 / y of the rows of the nonnegative cone; of a second-order cone, in its first row, 1 / |s|_J and
   1 / |y|_J. */
typedef struct cone_inverse {
    real *s, *y; /* [m] */
} cone_inverse;

/* u/|u|, from |u|^2. Where the iterate has no direction of its own (u = 0) any unit vector will do: the first axis. */
FN void unit_axis(int size, const real *u, real square, real *axis)
{
    mask flat = ~less(splat(1e-280), square);
    real inverse = reciprocal_root(pick(flat, splat(1), square));
    for (int k = 1; k < size; k++) axis[k] = pick(flat, splat(k == 1), u[k] * inverse);
}

/* t^2 - |u|^2 without cancellation of the squares. */
FN real hyperbolic_square(int size, const real *v)
{
    real length = square_root(cone_dot(size, v, v));
    return larger((v[0] - length) * (v[0] + length), splat(1e-300));
}

FN void scaling_of_cone(int size, const real *s, const real *y, real *axis, cone_inverse *inverse, real *plus,
                        real *minus, real *across)
{
    real square_s = hyperbolic_square(size, s);
    real inverse_s = reciprocal_root(square_s);
    real inverse_y = reciprocal_root(hyperbolic_square(size, y));
    *inverse->s = inverse_s;
    *inverse->y = inverse_y;
    real w0 = muladd(s[0], inverse_s, y[0] * inverse_y);
    for (int k = 1; k < size; k++) axis[k] = mulsub(y[k], inverse_y, s[k] * inverse_s);
    real square = cone_dot(size, axis, axis);
    real length = square_root(square);
    unit_axis(size, axis, square, axis);
    /* normalise: (w0 + |w1|) / (w0 - |w1|) = rotation^2 */
    real gap = (w0 - length) * (w0 + length);
    real rotation = (w0 + length) * reciprocal_root(larger(gap, splat(1e-300)));
    real eta = square_root(square_s * inverse_s * inverse_y);
    *across = eta;
    *plus = eta * rotation;
    *minus = eta * reciprocal(rotation);
}

/* From s and y: W of the second-order cones, H = W^2, and the inverses. */
FNSTEP void nesterov_todd(team *tm, const cone_rows *cones, const real *s, const real *y, real *axis,
                          const cone_inverse *inverse, const spectrum *W, const spectrum *H)
{
    each (i, cones->z) H->value[i] = zero();
    each_from (i, cones->z, cones->z + cones->l) {
        inverse->s[i] = reciprocal(s[i]);
        inverse->y[i] = reciprocal(y[i]);
        H->value[i] = s[i] * inverse->y[i];
    }
    each (k, cones->q_count) {
        int start = cones->q_start[k];
        cone_inverse own = {inverse->s + start, inverse->y + start};
        scaling_of_cone(cones->q[k], s + start, y + start, axis + start, &own, &W->plus[k], &W->minus[k],
                        &W->across[k]);
        H->plus[k] = W->plus[k] * W->plus[k];
        H->minus[k] = W->minus[k] * W->minus[k];
        H->across[k] = W->across[k] * W->across[k];
    }
    sync(tm);
}

/* out = lambda \ (centre e - part a o b), where a o b = (a'b, a0 b1 + b0 a1) is the Jordan product of a second-order
   cone and lambda \ d the x with lambda o x = d. |lambda|_J^2 would be |s|_J |y|_J, but near the boundary those are
   mostly rounding. out may be lambda. */
FN void jordan_quotient(int size, const real *lambda, real centre, real part, const real *a, const real *b, real *out)
{
    real lambda0 = lambda[0];
    real of_a = part * b[0]; /* d1 = -(of_a a1 + of_b b1) */
    real of_b = part * a[0];
    real d0 = centre - part * muladd(a[0], b[0], cone_dot(size, a, b));
    real minus_dot = muladd(of_a, cone_dot(size, lambda, a), of_b * cone_dot(size, lambda, b));
    real first = muladd(lambda0, d0, minus_dot) * reciprocal(hyperbolic_square(size, lambda));
    real inverse = -reciprocal(lambda0);
    real of_lambda = first * inverse;
    of_a *= inverse;
    of_b *= inverse;
    for (int k = 1; k < size; k++) out[k] = muladd(of_a, a[k], muladd(of_b, b[k], of_lambda * lambda[k]));
    out[0] = first;
}

/* 1 / a for the largest step a with v + a dv in a second-order cone, for v inside it; inverse = 1 / |v|_J. */
FN real step_in_cone(int size, const real *v, real inverse, const real *dv)
{
    /* in the coordinates in which v is (1, 0): dv' = (p, r), and the boundary is at 1 / (|r| - p) */
    real dot = muladd(v[0], dv[0], -cone_dot(size, v, dv));
    real p = dot * inverse * inverse;
    real lift = (p + dv[0] * inverse) * reciprocal(muladd(v[0], inverse, splat(1))) * inverse;
    real square = zero();
    for (int k = 1; k < size; k++) {
        real r = mulsub(lift, v[k], dv[k] * inverse);
        square = muladd(r, r, square);
    }
    return square_root(square) - p;
}

/* The largest step <= 1 along which s and y stay in the cone and its dual. */
FNSTEP real cone_step(team *tm, const cone_rows *cones, const cone_inverse *inverse, const real *s, const real *ds,
                      const real *y, const real *dy)
{
    real worst = splat(1e-30);
    each_from (i, cones->z, cones->z + cones->l) {
        worst = larger(worst, -ds[i] * inverse->s[i]);
        worst = larger(worst, -dy[i] * inverse->y[i]);
    }
    each (k, cones->q_count) {
        int start = cones->q_start[k];
        worst = larger(worst, step_in_cone(cones->q[k], s + start, inverse->s[start], ds + start));
        worst = larger(worst, step_in_cone(cones->q[k], y + start, inverse->y[start], dy + start));
    }
    worst = team_max(tm, worst);
    sync(tm); /* whoever reads a cone's rows has done so */
    return pick(less(splat(1), worst), reciprocal(worst), splat(1));
}

/* Move v into the interior of the cone: if it is not at least `margin` inside, add (1 + how far outside) e. */
FNSTEP void shift_into_cone(team *tm, const cone_rows *cones, real *v)
{
    sync(tm);
    real outside = splat(-INFINITY);
    each_from (i, cones->z, cones->z + cones->l) outside = larger(outside, -v[i]);
    each (k, cones->q_count) {
        const real *own = v + cones->q_start[k];
        real square = zero();
        for (int j = 1; j < cones->q[k]; j++) square = muladd(own[j], own[j], square);
        outside = larger(outside, square_root(square) - own[0]);
    }
    outside = team_max(tm, outside);
    real shift = pick(less(splat(-1e-8), outside), 1 + outside, zero());
    shift = pick(is_finite(shift), shift, splat(1));
    sync(tm);
    each_from (i, cones->z, cones->z + cones->l) v[i] += shift;
    each (k, cones->q_count) v[cones->q_start[k]] += shift;
    sync(tm);
}

/* Number of barrier units: mu = s'y / degree. */
FN int cone_degree(const cone_rows *cones) { return cones->l + cones->q_count; }

#endif

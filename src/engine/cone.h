/* The symmetric cones: Nesterov-Todd scaling and steps inside them [Nesterov & Todd 1997; Vandenberghe 2010, sec. 4].

   For s, y inside K the scaling W = W' satisfies W y = W^-1 s = lambda; H = W^2 is the block of the KKT matrix. For the
   second-order cone, J = diag(1, -I), |s|_J = sqrt(s'Js):
       eta^2 = |s|_J / |y|_J,   w = (s/|s|_J + J y/|y|_J) / norm, w'Jw = 1,   W = eta (the hyperbolic rotation to w).
   W has the eigenvalues eta (w0 + |w1|), eta / (w0 + |w1|) along (1, +-a), a = w1/|w1|, and eta across. */
#ifndef ENGINE_CONE_H
#define ENGINE_CONE_H

#include "spectrum.h"

/* Where the iterate has no direction of its own (w1 = 0) any unit vector will do: the first axis. */
FN void unit_axis(int size, const real *u, real *axis)
{
    real square = zero();
    for (int k = 1; k < size; k++) square = muladd(u[k], u[k], square);
    mask flat = ~less(splat(1e-280), square);
    real inverse = reciprocal_root(pick(flat, splat(1), square));
    for (int k = 1; k < size; k++) axis[k] = pick(flat, splat(k == 1), u[k] * inverse);
}

/* sqrt(t^2 - |u|^2) without cancellation of the squares. */
FN real hyperbolic_norm(int size, const real *v)
{
    real square = zero();
    for (int k = 1; k < size; k++) square = muladd(v[k], v[k], square);
    real length = square_root(square);
    real product = (v[0] - length) * (v[0] + length);
    return square_root(larger(product, splat(1e-300)));
}

FN void scaling_of_cone(int size, const real *s, const real *y, real *axis, real *plus, real *minus, real *across)
{
    real norm_s = hyperbolic_norm(size, s);
    real norm_y = hyperbolic_norm(size, y);
    real inverse_s = reciprocal(norm_s);
    real inverse_y = reciprocal(norm_y);
    real w0 = muladd(s[0], inverse_s, y[0] * inverse_y);
    for (int k = 1; k < size; k++) axis[k] = mulsub(y[k], inverse_y, s[k] * inverse_s);
    real square = zero();
    for (int k = 1; k < size; k++) square = muladd(axis[k], axis[k], square);
    real length = square_root(square);
    unit_axis(size, axis, axis);
    /* normalise: (w0 + |w1|) / (w0 - |w1|) = rotation^2 */
    real gap = (w0 - length) * (w0 + length);
    real rotation = (w0 + length) * reciprocal_root(larger(gap, splat(1e-300)));
    real eta = square_root(norm_s * inverse_y);
    *across = eta;
    *plus = eta * rotation;
    *minus = eta * reciprocal(rotation);
}

/* W, and the eigenvalues of H = W^2, from s and y. */
FNSTEP void nesterov_todd(team *tm, const cone_rows *cones, const real *s, const real *y, real *axis, const spectrum *W,
                          const spectrum *H)
{
    each (i, cones->z + cones->l) {
        if (i < cones->z) {
            H->value[i] = zero();
            W->value[i] = zero();
        } else {
            H->value[i] = s[i] * reciprocal(y[i]);
            W->value[i] = square_root(H->value[i]);
        }
    }
    each (k, cones->q_count) {
        int start = cones->q_start[k];
        scaling_of_cone(cones->q[k], s + start, y + start, axis + start, &W->plus[k], &W->minus[k], &W->across[k]);
        H->plus[k] = W->plus[k] * W->plus[k];
        H->minus[k] = W->minus[k] * W->minus[k];
        H->across[k] = W->across[k] * W->across[k];
    }
    sync(tm);
}

/* out = a o b, the Jordan product of a second-order cone: (a'b, a0 b1 + b0 a1). */
FN void jordan_product(int size, const real *a, const real *b, real *out)
{
    real dot = zero();
    for (int k = 0; k < size; k++) dot = muladd(a[k], b[k], dot);
    real a0 = a[0];
    real b0 = b[0];
    for (int k = 1; k < size; k++) out[k] = muladd(a0, b[k], b0 * a[k]);
    out[0] = dot;
}

/* out = lambda \ b: the x with lambda o x = b. */
FN void jordan_quotient(int size, const real *lambda, const real *b, real *out)
{
    real norm = hyperbolic_norm(size, lambda);
    real inverse_square = reciprocal(norm * norm);
    real dot = zero();
    for (int k = 1; k < size; k++) dot = muladd(lambda[k], b[k], dot);
    real first = mulsub(splat(1), dot, lambda[0] * b[0]) * inverse_square;
    real inverse = reciprocal(lambda[0]);
    for (int k = 1; k < size; k++) out[k] = mulsub(first, lambda[k], b[k]) * inverse;
    out[0] = first;
}

/* The largest step a <= 1 with v + a dv in the cone, for v inside a second-order cone. */
FN real step_in_cone(int size, const real *v, const real *dv)
{
    /* in the coordinates in which v is (1, 0): dv' = (p, r), and the boundary is at 1 / (|r| - p) */
    real norm = hyperbolic_norm(size, v);
    real inverse = reciprocal(norm);
    real dot = v[0] * dv[0];
    for (int k = 1; k < size; k++) dot = mulsub(v[k], dv[k], dot);
    real p = dot * inverse * inverse;
    real lift = (p + dv[0] * inverse) * reciprocal(muladd(v[0], inverse, splat(1)));
    real square = zero();
    for (int k = 1; k < size; k++) {
        real r = mulsub(lift * inverse, v[k], dv[k] * inverse);
        square = muladd(r, r, square);
    }
    return square_root(square) - p; /* its reciprocal is the step */
}

/* The largest step <= 1 along which s and y stay in the cone and its dual. */
FNSTEP real cone_step(team *tm, const cone_rows *cones, const real *s, const real *ds, const real *y, const real *dy)
{
    real worst = splat(1e-30);
    each_from (i, cones->z, cones->z + cones->l) {
        worst = larger(worst, -ds[i] * reciprocal(s[i]));
        worst = larger(worst, -dy[i] * reciprocal(y[i]));
    }
    each (k, cones->q_count) {
        int start = cones->q_start[k];
        worst = larger(worst, step_in_cone(cones->q[k], s + start, ds + start));
        worst = larger(worst, step_in_cone(cones->q[k], y + start, dy + start));
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

/* Block-diagonal operators on the rows of a cone that act alike on everything the cone's symmetry allows.

   On a row of the zero or nonnegative cone such an operator is a number. On a second-order cone with the unit
   direction a (in the space of u of the cone's (t, u)) it has the eigenvectors (1, a)/sqrt 2, (1, -a)/sqrt 2 and (0, v)
   for every v across a, with the eigenvalues plus, minus and across. The Nesterov-Todd scaling, its inverse and square
   root, and the derivative of the projection are all of this kind, so one text applies them all. */
#ifndef ENGINE_SPECTRUM_H
#define ENGINE_SPECTRUM_H

/* The cones of the rows, for the engine. */
typedef struct cone_rows {
    int m, z, l;
    int q_count;
    const int32_t *q;       /* sizes of the second-order cones */
    const int32_t *q_start; /* their first rows */
} cone_rows;

/* Eigenvalues of an operator. `value` has one entry per row: of a row of the zero or nonnegative cone its number; of a
   second-order cone plus, minus and across in the arrays below. `axis` holds a, row for row (first row unused). */
typedef struct spectrum {
    real *value;                 /* [z + l] */
    real *plus, *minus, *across; /* [q_count] */
    const real *axis;            /* [m] */
} spectrum;

/* a'b over the rows of a second-order cone but the first. Even and odd rows are summed apart: each sum is a chain in
   which every step waits for the last. */
FN real cone_dot(int size, const real *a, const real *b)
{
    real even = zero();
    real odd = zero();
    int k = 1;
    for (; k + 2 <= size; k += 2) {
        odd = muladd(a[k], b[k], odd);
        even = muladd(a[k + 1], b[k + 1], even);
    }
    if (k < size) odd = muladd(a[k], b[k], odd);
    return even + odd;
}

/* out = (operator) in, on one second-order cone; in may be out. In the eigenvectors' own coordinates: the eigenvalues
   may lie twenty magnitudes apart, and rounding of the largest must not leak into the direction of the smallest. */
FN void spectrum_apply_cone(int size, real plus, real minus, real across, const real *axis, const real *in, real *out)
{
    real along = cone_dot(size, axis, in); /* a'u */
    real up = 0.5 * plus * (in[0] + along);
    real down = 0.5 * minus * (in[0] - along);
    real lift = up - down;
    out[0] = up + down;
    for (int k = 1; k < size; k++) out[k] = muladd(lift, axis[k], across * mulsub(along, axis[k], in[k]));
}

/* out = (operator) in, over all rows; in may be out. */
FNSTEP void spectrum_apply(team *tm, const cone_rows *cones, const spectrum *op, const real *in, real *out)
{
    each (i, cones->z + cones->l) out[i] = op->value[i] * in[i];
    each (k, cones->q_count) {
        int start = cones->q_start[k];
        spectrum_apply_cone(cones->q[k], op->plus[k], op->minus[k], op->across[k], op->axis + start, in + start,
                            out + start);
    }
    sync(tm);
}

/* y'(operator) y on one second-order cone, as a sum of squares. */
FN real spectrum_energy_cone(int size, real plus, real minus, real across, const real *axis, const real *y)
{
    real along = cone_dot(size, axis, y);
    real rest = zero();
    for (int k = 1; k < size; k++) {
        real r = mulsub(along, axis[k], y[k]);
        rest = muladd(r, r, rest);
    }
    real up = y[0] + along;
    real down = y[0] - along;
    return muladd(splat(0.5), muladd(plus, up * up, minus * down * down), across * rest);
}

/* y'(operator) y. */
FNSTEP real spectrum_energy(team *tm, const cone_rows *cones, const spectrum *op, const real *y)
{
    real sum = zero();
    each (i, cones->z + cones->l) sum = muladd(op->value[i], y[i] * y[i], sum);
    each (k, cones->q_count) {
        int start = cones->q_start[k];
        sum += spectrum_energy_cone(cones->q[k], op->plus[k], op->minus[k], op->across[k], op->axis + start, y + start);
    }
    return team_sum(tm, sum);
}

/* of = function(op) with function(x) = 1 / (x + shift); the axis is shared. */
FNSTEP void spectrum_invert(team *tm, const cone_rows *cones, const spectrum *op, real shift, const spectrum *of)
{
    each (i, cones->z + cones->l) of->value[i] = reciprocal(op->value[i] + shift);
    each (k, cones->q_count) {
        of->plus[k] = reciprocal(op->plus[k] + shift);
        of->minus[k] = reciprocal(op->minus[k] + shift);
        of->across[k] = reciprocal(op->across[k] + shift);
    }
    sync(tm);
}

#endif

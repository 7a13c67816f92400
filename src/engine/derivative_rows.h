/* Rows of the nonnegative cone in a derivative: the projection's derivative D there, what the systems of derivative.h
   make of it, and when dual_derivative.h may serve them. */
#ifndef ENGINE_DERIVATIVE_ROWS_H
#define ENGINE_DERIVATIVE_ROWS_H

/* s and y within this factor of each other: no strict complementarity, D = 1/2. */
#define DERIVATIVE_DEGENERATE 1e-2
/* Where a pivot of P or of V V' + H loses more than this against its diagonal, elimination by P^-1 costs more digits
   than the system of derivative.h has to lose (at 1e7 it was off by 1e-9 without fused multiply-adds); in floats, more
   than a correction brings back. */
#ifdef SINGLE_PRECISION
#define DUAL_DERIVATIVE_WORST_PIVOT 2e4
#else
#define DUAL_DERIVATIVE_WORST_PIVOT 1e6
#endif
/* Where one of V V' + H loses more than this, its solves are corrected once (without that errors reach 2e-12 there; the
   correction is 5 % of a vjp). */
#define DUAL_DERIVATIVE_EXACT_PIVOT 1e3

/* The eigenvalue of D on a row of the nonnegative cone. */
FN real derivative_of_row(real s, real y, mask *degenerate)
{
    mask equal = less(DERIVATIVE_DEGENERATE * larger(s, y), smaller(s, y));
    *degenerate |= equal;
    return pick(equal, splat(0.5), pick(less(s, y), splat(1), zero()));
}

/* H and the regularised inverse of one eigenvalue of D; H is `wall` where D vanishes. */
FN void derivative_eigenvalue(real lambda, real delta, real wall, real *H, real *inverse)
{
    mask gone = ~less(zero(), lambda);
    real left = 1 - lambda;
    *H = pick(gone, wall, left * reciprocal(pick(gone, splat(1), lambda)));
    *inverse = lambda * reciprocal(muladd(delta, lambda, pick(gone, splat(1), left)));
}

#endif

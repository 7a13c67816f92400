/* What the interior point carries from step to step (interior_point.h). */
#ifndef ENGINE_INTERIOR_POINT_STATE_H
#define ENGINE_INTERIOR_POINT_STATE_H

#include "equilibrate.h"

typedef struct interior_point {
    int n, m;
    cone_rows cones;
    kkt *system;      /* P, A (equilibrated) and their factors */
    real *c, *b;      /* equilibrated */
    real *minus_c;    /* [n] with b the constant right-hand side */
    equilibration by; /* by what */
    /* iterate, directions */
    real *x, *y, *s, *dx, *dy, *ds;
    real tau, kappa, dtau, dkappa, tau_pivot;
    /* residuals; Px; solution of the constant right-hand side; right-hand sides */
    real *rx, *ry, *Px, *ux, *uy, *fx, *fy, *lambda, *shift;
    real *Ax, *Adx, *Aux; /* A x, carried along with a dense A; A dx; A ux */
    spectrum W, H;
    cone_inverse inverse; /* of s and y */
    real *axis;
    real scale_b, scale_c; /* |b|_inf, |c|_inf in the user's units */
    int refinements;       /* of a direction, in the problems of `refine` */
    mask refine;           /* problems whose directions have been too inexact */
    mask useless;          /* problems whose directions are no better than none */
} interior_point;

typedef struct ip_residual {
    real tau_row;                  /* x'Px/tau + c'x + b'y + kappa */
    real mu;                       /* (s'y + tau kappa) / (degree + 1) */
    real quadratic, linear, slope; /* x'Px, c'x, b'y */
    real primal, dual;             /* 2-norms, user's units, divided by tau */
    real gap;                      /* |x'Px + c'x + b'y| of the solution x/tau, y/tau */
    mask solved, almost;
    mask harmless; /* primal and dual residual are far below what a solution may have */
    mask primal_infeasible, dual_infeasible;
    mask near_primal_ray, near_dual_ray;
} ip_residual;

/* What the loop over the iterations carries from one to the next. */
typedef struct ip_progress {
    ip_residual r; /* of the last iterate */
    int iteration;
    double late; /* from this mu on directions are refined */
    mask done, was_almost;
    real last_step, last_mu;
    real last_residual, last_gap; /* of the solution x/tau: |residuals|, mu/tau^2 */
    real predicted;               /* what the residuals should be after the last step */
} ip_progress;

#endif

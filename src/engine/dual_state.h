/* What dual_interior_point.h carries, where matrices lie in memory (tiles in registers have a state of their own). */
#ifndef ENGINE_DUAL_STATE_H
#define ENGINE_DUAL_STATE_H

#include "panel.h"

typedef struct dual {
    int n, m, z;
    int by_columns; /* also: A and V lie in panels of their columns, not of their rows */
    double regularisation, start_diagonal, start_slack; /* see dual_tune */
    /* the problem, as loaded */
    const real *P, *c, *A, *b; /* P: triangle; A: panels */
    /* set up once per problem */
    real *R, *V; /* triangle of order n; V like A */
    real *G, *K; /* triangles of the system's order: G = V V' or I, K the factor */
    real *w, *d; /* w = R^-1 c */
    real *delta; /* regularisation of each row, relative to G_ii */
    /* the iterate and its direction */
    real *x, *y, *s, *q, *dy, *ds;
    real *inverse_y, *diagonal, *target;
    real *ray;          /* a candidate for a certificate */
    real scale_b;       /* |b|_inf */
    real scale_c;       /* |c|_inf */
    real w_norm;        /* |w|^2 = c'P^-1 c */
    real size_P;        /* sqrt(trace P) = |R|_F */
    real pivot_loss;    /* the most that a pivot of P has lost against its diagonal: near P's condition number */
    real dual_residual; /* |R|_F |V'y - p|, at least |P x + c + A'y|_2 */
    /* by_columns only */
    real *p, *u, *f; /* [n] */
    real *weight;    /* [m] 1/D */
    real *row;       /* [m] */
    real *buffer;    /* GRAM_BUFFER */
} dual;

#endif

/**
 * @file gradients.h
 * A solved fixture with random cotangents and changes, and the arrays that vjp and jvp fill.
 */
#ifndef CONELET_TESTS_GRADIENTS_H
#define CONELET_TESTS_GRADIENTS_H

#include "fixture.h"

typedef struct gradients {
    fixture fixture;
    double *dx; /**< cotangents, standard normal: [batch, n] */
    double *dy; /**< [batch, m] */
    double *ds;
    cnl_data gradient; /**< what vjp writes, laid out as the data */
    cnl_data change;   /**< of the data, standard normal; laid out as the data */
    double *x_change;  /**< what jvp writes */
    double *y_change;
    double *s_change;
    int32_t *info; /**< of the last call */
} gradients;

/** Solve and fill the cotangents and the change. @return whether the calls returned CNL_OK. Close it in any case. */
bool gradients_open(gradients *all, const programs *problems, const fixture_options *options, uint64_t seed);
void gradients_close(gradients *all);

/** Call cnl_vjp with the cotangents. @return whether it returned CNL_OK. */
bool gradients_vjp(gradients *all);

/** Call cnl_jvp with the change. @return whether it returned CNL_OK. */
bool gradients_jvp(gradients *all);

/** Check that <gradient, change> = <cotangents, changes of the solution> to 1e-10 of what the two could be. */
void check_adjoint_identity(gradients *all);

/** Check that every problem has the same info, and gradients and changes apart by `tolerance` of their norms at most.
 */
void check_same_derivatives(const gradients *left, const gradients *right, double tolerance);

#endif

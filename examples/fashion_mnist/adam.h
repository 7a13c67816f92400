/**
 * @file adam.h
 * Stochastic gradient descent with momentum and a step size for each parameter: Adam [Kingma & Ba 2015].
 */
#ifndef FASHION_ADAM_H
#define FASHION_ADAM_H

#include <stdbool.h>
#include <stdint.h>

/** Running means of the gradient and of its square. */
typedef struct adam {
    int64_t count;
    int64_t steps;  /**< taken so far */
    double *mean;   /**< [count] */
    double *square; /**< [count] */
} adam;

/** @return false without memory. Owned by the caller: adam_free(), also after a failure. */
bool adam_create(int64_t count, adam *optimiser);

/** Free the arrays; an optimiser of zeros is accepted. */
void adam_free(adam *optimiser);

/** Move the parameters a step against the gradient, both [count]. */
void adam_step(adam *optimiser, double rate, const double *gradient, double *parameters);

#endif

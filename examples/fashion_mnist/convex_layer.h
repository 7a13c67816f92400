/**
 * @file convex_layer.h
 * A layer of a neural network whose output is the solution of a quadratic program, one for each example:
 *
 *     x = argmin  (1/2) x'P x + c'x   subject to  A x <= b
 *
 *     c = offset - input                one for each example
 *     P = F'F + RIDGE I                 shared by all examples, as are A and b
 *     b = softplus(slack)               so b > 0
 *
 * offset, F, A and slack are learned. Whatever they become, P is positive definite and x = 0 strictly feasible, so that
 * each program has exactly one solution. With P = I it is the point of the polyhedron nearest to input - offset: the
 * layer learns a polyhedron and how to measure distances.
 */
#ifndef FASHION_CONVEX_LAYER_H
#define FASHION_CONVEX_LAYER_H

#include <conelet/conelet.h>
#include <stdbool.h>
#include <stdint.h>

/** What the layer learns; or the gradient of the loss with respect to it. Arrays owned by the caller. */
typedef struct layer_parameters {
    double *offset; /**< [n] */
    double *F;      /**< [n, n] */
    double *A;      /**< [m, n] */
    double *slack;  /**< [m] */
} layer_parameters;

/** What the layer did since it was made. */
typedef struct layer_tally {
    int64_t solved;          /**< programs solved */
    int64_t differentiated;  /**< programs differentiated */
    int64_t inaccurate;      /**< programs whose outcome was not ::CNL_SOLVED; should be 0 */
    double forward_seconds;  /**< within cnl_solve() */
    double backward_seconds; /**< within cnl_vjp() */
} layer_tally;

/** The solver, and the numbers of the last batch. */
typedef struct convex_layer {
    int32_t n; /**< variables: the length of an input and of an output */
    int32_t m; /**< constraints */
    cnl_solver *solver;
    double *P;       /**< [n, n] */
    double *c;       /**< [max_batch, n] */
    double *b;       /**< [m] */
    double *x;       /**< [max_batch, n], the output */
    double *dP;      /**< [n, n] */
    double *dc;      /**< [max_batch, n] */
    double *db;      /**< [m] */
    int32_t *status; /**< [max_batch] */
    layer_tally tally;
} convex_layer;

/**
 * Make a layer.
 *
 * @param[in]  context    outlives the layer
 * @param[in]  n, m       variables and constraints
 * @param[in]  settings   of the solver; NULL for the defaults
 * @param[in]  max_batch  most examples of a call
 * @param[out] layer      owned by the caller: convex_layer_destroy(), also after a failure
 * @return false if it could not be made; a sentence on stderr says why
 */
bool convex_layer_create(const cnl_context *context, int32_t n, int32_t m, const cnl_settings *settings,
                         int64_t max_batch, convex_layer *layer);

/** Free what the layer holds; a layer of zeros is accepted. */
void convex_layer_destroy(convex_layer *layer);

/**
 * Solve a program for each example; the output is `layer->x`.
 *
 * @param[in] inputs  [batch, n]
 * @return false if the call failed; a sentence on stderr says why
 */
bool convex_layer_forward(convex_layer *layer, const layer_parameters *parameters, int64_t batch, const double *inputs);

/**
 * The chain rule through the programs of the last convex_layer_forward().
 *
 * @param[in]  parameters, batch  the same as in that call
 * @param[in]  dx                 [batch, n] gradient of the loss with respect to the output
 * @param[out] gradient           of the loss with respect to the parameters; written
 * @return false if the call failed; a sentence on stderr says why
 */
bool convex_layer_backward(convex_layer *layer, const layer_parameters *parameters, int64_t batch, const double *dx,
                           const layer_parameters *gradient);

#endif

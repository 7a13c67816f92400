/**
 * @file derivative.h
 * @defgroup derivative  Derivative: of the solution with respect to the data
 *
 * At a solution let v = y - s and D the derivative of the projection onto K* at v. A change dP, dc, dA, db of the
 * data changes the solution by the dx, dy = D dv, ds = dy - dv of
 *
 *     [ P    A'D  ] [dx]   [ -(dP x + dA'y + dc) ]
 *     [ -A   I-D  ] [dv] = [  dA x - db          ]                     [Agrawal et al. 2019; docs/derivatives.md]
 *
 * cnl_jvp() applies this map, cnl_vjp() its transpose; the two are exact adjoints of each other with respect to the
 * numbers as stored: only P's symmetric part counts, so a full dP is symmetric, and an off-diagonal of an upper
 * triangle stands for both its places. Where the system is singular (dependent active rows, a solution that is not
 * unique) both apply the pseudo-inverse: the least-squares answer of least norm in (dx, dy).
 * A problem that is both singular and without strict complementarity is told to be ::CNL_DERIVATIVE_LEAST_SQUARES.
 * @{
 */
#ifndef CONELET_DERIVATIVE_H
#define CONELET_DERIVATIVE_H

#include <stdint.h>

#include "problem.h"
#include "solver.h"

CNL_BEGIN_DECLS

/** What the derivative of one problem is. */
typedef enum cnl_derivative_info {
    CNL_DERIVATIVE_EXACT = 0,         /**< the solution map is differentiable here, and this is its derivative */
    CNL_DERIVATIVE_LEAST_SQUARES = 1, /**< the system is singular: least-squares answer of least norm */
    CNL_DERIVATIVE_DEGENERATE = 2,    /**< no strict complementarity: an element of the generalised derivative */
    CNL_DERIVATIVE_NONE = 3           /**< the problem has no solution: all its derivatives are 0 */
} cnl_derivative_info;

/** Gradients of a scalar with respect to the solution; [batch, ...], owned by the caller, NULL = 0. */
typedef struct cnl_cotangent {
    const double *dx; /**< [batch, n] */
    const double *dy; /**< [batch, m] */
    const double *ds; /**< [batch, m] */
} cnl_cotangent;

/**
 * Gradients of the scalar with respect to the data, written (not added to). NULL skips one. Laid out as the data and
 * with the strides of the ::cnl_data of the same call: a datum that is shared (stride 0) gets the sum over the batch,
 * in an order that does not depend on the number of threads.
 */
typedef struct cnl_gradient {
    double *dP;    /**< like `data->P` */
    double *dc;    /**< like `data->c` */
    double *dA;    /**< like `data->A` */
    double *db;    /**< like `data->b` */
    int32_t *info; /**< [batch] ::cnl_derivative_info; may be NULL */
} cnl_gradient;

/**
 * Adjoint: gradients with respect to the data, from those with respect to the solution of the last cnl_solve().
 *
 * @param[in,out] solver     holds the last solution
 * @param[in]     batch      as in the last cnl_solve()
 * @param[in]     data       the same data as in the last cnl_solve()
 * @param[in]     cotangent  dx, dy, ds
 * @param[out]    gradient   dP, dc, dA, db
 * @return CNL_OK; CNL_INVALID_ARGUMENT; CNL_NO_SOLUTION if the last solve was for another batch size, or none; on a
 *         device CNL_DEVICE_ERROR, CNL_OUT_OF_MEMORY or CNL_NOT_SUPPORTED as from cnl_solve().
 */
CNL_API cnl_status cnl_vjp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                           const cnl_gradient *gradient);

/**
 * Forward derivative: change of the solution of the last cnl_solve() for a change of the data.
 *
 * @param[in,out] solver   holds the last solution
 * @param[in]     batch    as in the last cnl_solve()
 * @param[in]     data     the same data as in the last cnl_solve()
 * @param[in]     change   dP, dc, dA, db in the layout of the data, each with its own stride (0 = the same change for
 *                         every problem); a NULL member is 0
 * @param[out]    dx,dy,ds [batch, n], [batch, m], [batch, m]; NULL skips one
 * @param[out]    info     [batch] ::cnl_derivative_info; may be NULL
 * @return as cnl_vjp()
 */
CNL_API cnl_status cnl_jvp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                           double *dy, double *ds, int32_t *info);

CNL_END_DECLS

#endif
/** @} */

/**
 * @file f32.h
 * @defgroup f32  Single precision: the same calls on arrays of float
 *
 * For callers whose numbers are floats: arrays of float go in and come out. An answer is one in doubles to the same
 * numbers, which has met the tolerances in doubles, rounded once; derivatives are computed in doubles, and a gradient
 * of shared data is rounded after the sum. Everything these pages do not mention is as in solver.h and derivative.h. A
 * solver takes such calls if it was made with cnl_settings.f32 = 1, which reserves the memory for it; calls of both
 * kinds may alternate, and a derivative may have another precision than the solve before it.
 *
 * On the CPU the doubles are those of a pack of problems at a time. On a device, where the arrays are the device's,
 * they are those of a whole batch: data, gradients and cotangents. cnl_solver_size() counts them.
 *
 * The arithmetic of cnl_solve_f32() is that of cnl_solve(), to the same bits before they are rounded, with two
 * exceptions. One are devices whose doubles are slow (compute capability 8.6, 8.9, 12.0 and others alike): dense
 * problems (P and A) of up to 64 rows and variables that ::CNL_METHOD_DUAL solves to a tolerance of 1e-8 or more are
 * solved in floats and corrected with residuals of twice the precision; what floats do not bring to the tolerances,
 * problems without a solution among it, is solved in doubles from the start. With cnl_settings.keep_factors, and no
 * more rows than variables, cnl_vjp_f32() starts from factors in floats there: gradients agree with those of doubles to
 * 1e-5 of a problem's largest, 1e-4 where P is ill-conditioned.
 *
 * The other are solvers on a CPU with AVX-512 or AVX2 that solve dense problems (P and A) by ::CNL_METHOD_DUAL to a
 * tolerance of 1e-8 or more, with n and m of at least 8, or 24 if cnl_settings.keep_factors is 1, and a largest batch
 * of at least 16 (AVX2: 8). Those iterate in packs of twice as many floats and correct the answer in doubles, in 0.55
 * to 0.75 of the time; what they leave is solved in doubles from the start, as above. No factors are kept then: a
 * derivative takes up to twice the time of one after cnl_solve(), both together less than they would in doubles.
 * @{
 */
#ifndef CONELET_F32_H
#define CONELET_F32_H

#include <stdint.h>

#include "derivative.h"
#include "problem.h"
#include "solver.h"

CNL_BEGIN_DECLS

/** ::cnl_data of floats; strides count floats. */
typedef struct cnl_data_f32 {
    const float *P;   /**< n*n numbers (dense) or one per entry (CSC) */
    const float *c;   /**< n */
    const float *A;   /**< m*n numbers (dense) or one per entry (CSC) */
    const float *b;   /**< m */
    int64_t P_stride; /**< floats from one problem's P to the next; 0 = shared */
    int64_t c_stride; /**< likewise for c */
    int64_t A_stride; /**< likewise for A */
    int64_t b_stride; /**< likewise for b */
} cnl_data_f32;

/** ::cnl_solution of floats. Any member may be NULL except `status`. */
typedef struct cnl_solution_f32 {
    float *x;            /**< [batch, n] */
    float *y;            /**< [batch, m] */
    float *s;            /**< [batch, m] */
    float *objective;    /**< [batch] */
    float *residuals;    /**< [batch, 3] of the double answer, before it is rounded */
    int32_t *iterations; /**< [batch] */
    int32_t *status;     /**< [batch] ::cnl_outcome; required */
} cnl_solution_f32;

/** ::cnl_cotangent of floats. */
typedef struct cnl_cotangent_f32 {
    const float *dx; /**< [batch, n] */
    const float *dy; /**< [batch, m] */
    const float *ds; /**< [batch, m] */
} cnl_cotangent_f32;

/** ::cnl_gradient of floats. */
typedef struct cnl_gradient_f32 {
    float *dP;     /**< like `data->P` */
    float *dc;     /**< like `data->c` */
    float *dA;     /**< like `data->A` */
    float *db;     /**< like `data->b` */
    int32_t *info; /**< [batch] ::cnl_derivative_info; may be NULL */
} cnl_gradient_f32;

/**
 * cnl_solve() on floats. A tolerance below about 1e-6 is met by the answer in doubles, and lost in part when it is
 * rounded.
 *
 * @return as cnl_solve(); CNL_NOT_SUPPORTED if the solver was made without cnl_settings.f32
 */
CNL_API cnl_status cnl_solve_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                                 const cnl_solution_f32 *solution);

/** cnl_vjp() on floats. @return as cnl_vjp(); CNL_NOT_SUPPORTED as from cnl_solve_f32() */
CNL_API cnl_status cnl_vjp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                               const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient);

/** cnl_jvp() on floats. @return as cnl_jvp(); CNL_NOT_SUPPORTED as from cnl_solve_f32() */
CNL_API cnl_status cnl_jvp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                               float *dx, float *dy, float *ds, int32_t *info);

CNL_END_DECLS

#endif
/** @} */

/**
 * @file device_solver.h
 * A solver on a device: one allocation, carved once, and how its kernels are launched.
 */
#ifndef CUDA_DEVICE_SOLVER_H
#define CUDA_DEVICE_SOLVER_H

#include "device_context.h"
#include "device_f32.h"
#include "device_job.h"
#include "device_plan.h"
#include "launch_prepare.h"
#include "library_solver.h"

/** Kernels of a derivative that may leave problems to the next. */
enum { LEFT_COUNTS = 2 };

struct device_solver {
    device_context *context;
    device_plan plan;
    launch_plan launch;
    int64_t sum_length;      /**< numbers of a block's part of the gradients of shared data */
    void *memory;            /**< of the device: everything below */
    unsigned char *scratch;  /**< of whatever kernel runs */
    double *x, *y, *s;       /**< [max_batch, n], [max_batch, m] the last solution, for the derivatives */
    int32_t *status;         /**< [max_batch] likewise */
    int32_t *rescue;         /**< [max_batch] see device_job.h; in a derivative: its `left` and `left_count` */
    int32_t *left;           /**< [max_batch] if there are solves in floats: see device_job.h */
    int32_t *left_adjoints;  /**< [max_batch] likewise, of the last adjoint in floats */
    int32_t *rescue_count;   /**< [LEFT_COUNTS] */
    double *sums;            /**< [parts of a derivative's kernels, sum_length] */
    double *kept;            /**< launch.kept_bytes that the last solve has kept for the derivatives, or NULL; */
    float *single_kept;      /**< the same of a solve in floats, if there are any */
    device_f32 f32;          /**< if the plan has settings.f32 */
    void *library_memory;    /**< library_bytes(), if that executor solves */
    library_solver *library; /**< likewise */
};

cnl_status device_solver_size(const device_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                              cnl_error *error);
cnl_status device_solver_create(device_context *context, const plan *plan, int64_t max_batch, device_solver **made,
                                cnl_error *error);
void device_solver_destroy(device_solver *solver);

cnl_status device_solve(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution);
/** The same of problems that floats have left: those with a number other than 0 in solver->left. */
cnl_status device_solve_left(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution);
/** In floats, if launch.single has blocks: fills solver->left, and x, y and s of the solver alone. */
cnl_status device_solve_single(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                               const cnl_solution *solution);
cnl_status device_vjp(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                      const cnl_gradient *gradient);
/** In floats, if launch.single_adjoint has blocks: fills solver->left_adjoints, and gradients of what is not left. */
cnl_status device_vjp_single(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                             const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient);
/** device_vjp() of problems that floats have left; the sums over the batch are those of both. */
cnl_status device_vjp_left(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                           const cnl_gradient *gradient);
cnl_status device_jvp(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                      double *dy, double *ds, int32_t *info);

#endif

/**
 * @file on_device.h
 * A solver on a device: its part behind the plug-in's table, and calls handed over to it.
 */
#ifndef CORE_ON_DEVICE_H
#define CORE_ON_DEVICE_H

#include "solver.h"

/** Bytes that a solver takes on the context's device. @return as cnl_solver_size() */
cnl_status device_part_size(const cnl_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                            cnl_error *error);

/** Make and destroy the device's part; the solver has its context, plan and max_batch. */
cnl_status device_part_create(cnl_solver *solver, cnl_error *error);
void device_part_destroy(cnl_solver *solver);

/** cnl_solve(), cnl_vjp() and cnl_jvp() once their arguments have been checked. @return what the plug-in answers, or
    CNL_NOT_SUPPORTED where it has no such call; with a sentence in the solver */
cnl_status solve_on_device(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution);
cnl_status vjp_on_device(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                         const cnl_gradient *gradient);
cnl_status jvp_on_device(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                         double *dy, double *ds, int32_t *info);

/** Likewise on arrays of float. */
cnl_status solve_f32_on_device(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                               const cnl_solution_f32 *solution);
cnl_status vjp_f32_on_device(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                             const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient);
cnl_status jvp_f32_on_device(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                             float *dx, float *dy, float *ds, int32_t *info);

#endif

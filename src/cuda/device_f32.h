/**
 * @file device_f32.h
 * Calls on arrays of float: doubles of the solver's own stand between them and the kernels, for a whole batch.
 */
#ifndef CUDA_DEVICE_F32_H
#define CUDA_DEVICE_F32_H

#include <conelet/f32.h>

#include "../core/arena.h"
#include "../core/device_backend.h"

/** P, c, A, b in this order. */
enum { DEVICE_F32_DATA = 4 };

/** The doubles, on the device; problem after problem without gaps. */
typedef struct device_f32 {
    double *data[DEVICE_F32_DATA];
    double *change[DEVICE_F32_DATA]; /**< changes of the data, or gradients */
    double *dx, *dy, *ds;            /**< cotangents, or changes of a solution */
    double *objective;
    double *residuals; /**< [batch, 3] */
} device_f32;

/** Take them from an arena (arena.h). */
void device_f32_layout(arena *memory, const structure *shape, int64_t max_batch, device_f32 *v);

cnl_status device_solve_f32(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                            const cnl_solution_f32 *solution);
cnl_status device_vjp_f32(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                          const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient);
cnl_status device_jvp_f32(device_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                          float *dx, float *dy, float *ds, int32_t *info);

#endif

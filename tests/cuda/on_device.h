/**
 * @file on_device.h
 * Forced before every source of a test (-include) that is to run on a device: the library's calls take the same host
 * arrays as ever, and on_device.c carries them to the device and back. A test's text knows nothing of it.
 */
#ifndef TESTS_CUDA_ON_DEVICE_H
#define TESTS_CUDA_ON_DEVICE_H

#include <conelet/conelet.h>

cnl_status on_device_context_create(const cnl_context_options *options, cnl_context **context, cnl_error *error);
cnl_status on_device_solver_create(const cnl_context *context, const cnl_structure *structure,
                                   const cnl_settings *settings, int64_t max_batch, cnl_solver **solver,
                                   cnl_error *error);
void on_device_solver_destroy(cnl_solver *solver);
cnl_status on_device_solve(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution);
cnl_status on_device_vjp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                         const cnl_gradient *gradient);
cnl_status on_device_jvp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                         double *dy, double *ds, int32_t *info);

cnl_status on_device_solve_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                               const cnl_solution_f32 *solution);
cnl_status on_device_vjp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                             const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient);
cnl_status on_device_jvp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                             float *dx, float *dy, float *ds, int32_t *info);

#ifndef ON_DEVICE_ITSELF
#define cnl_context_create on_device_context_create
#define cnl_solver_create  on_device_solver_create
#define cnl_solver_destroy on_device_solver_destroy
#define cnl_solve          on_device_solve
#define cnl_vjp            on_device_vjp
#define cnl_jvp            on_device_jvp
#define cnl_solve_f32      on_device_solve_f32
#define cnl_vjp_f32        on_device_vjp_f32
#define cnl_jvp_f32        on_device_jvp_f32
#endif

#endif

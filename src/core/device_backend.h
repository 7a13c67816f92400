/**
 * @file device_backend.h
 * What the plug-in libconelet_cuda offers to the core: one table, found by the name DEVICE_BACKEND_SYMBOL.
 *
 * The core checks arguments, makes the plan and keeps the messages; behind the table there is only the device. The two
 * are built together and refuse each other otherwise: see `version` and `library`.
 */
#ifndef CORE_DEVICE_BACKEND_H
#define CORE_DEVICE_BACKEND_H

#include <stddef.h>
#include <stdint.h>

#include <conelet/cuda.h>
#include <conelet/derivative.h>
#include <conelet/f32.h>

#include "plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Raised with every change of this file or of what it passes on. */
enum { DEVICE_BACKEND_VERSION = 3 };

#define DEVICE_BACKEND_SYMBOL "conelet_cuda_backend"

typedef struct device_context device_context;
typedef struct device_solver device_solver;

typedef struct device_backend {
    int32_t version;     /**< DEVICE_BACKEND_VERSION of the plug-in */
    const char *library; /**< cnl_version() of the plug-in */
    int tile;            /**< panel height of its layouts: see plan.h */

    /** A stream on a device, and what that device is. `host` outlives it. */
    cnl_status (*context_create)(const cnl_context *host, const cnl_cuda_options *options, device_context **made,
                                 cnl_error *error);
    void (*context_destroy)(device_context *context);
    const char *(*context_name)(const device_context *context);
    cnl_status (*context_synchronize)(const device_context *context);
    cnl_status (*array_allocate)(const device_context *context, size_t bytes, void **memory);
    void (*array_release)(const device_context *context, void *memory);
    cnl_status (*array_upload)(const device_context *context, void *to, const void *from, size_t bytes);
    cnl_status (*array_download)(const device_context *context, void *to, const void *from, size_t bytes);

    /** Bytes on the device; everything that calls need is taken at creation. The plan outlives the solver. */
    cnl_status (*solver_size)(const device_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                              cnl_error *error);
    cnl_status (*solver_create)(device_context *context, const plan *plan, int64_t max_batch, device_solver **made,
                                cnl_error *error);
    void (*solver_destroy)(device_solver *solver);

    /** Put the work of a call whose arguments have been checked on the stream. */
    cnl_status (*solve)(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution);
    cnl_status (*vjp)(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                      const cnl_gradient *gradient);
    cnl_status (*jvp)(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                      double *dy, double *ds, int32_t *info);

    /** Likewise, of a solver whose plan has settings.f32. */
    cnl_status (*solve_f32)(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                            const cnl_solution_f32 *solution);
    cnl_status (*vjp_f32)(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                          const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient);
    cnl_status (*jvp_f32)(device_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                          float *dx, float *dy, float *ds, int32_t *info);
} device_backend;

/** The one exported name of the plug-in. */
typedef const device_backend *device_backend_entry(void);

#ifdef __cplusplus
}
#endif

#endif

#include "on_device.h"

#include <stdio.h>

#include "device_backend.h"

cnl_status device_part_size(const cnl_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                            cnl_error *error)
{
    return context->backend->solver_size(context->device, plan, max_batch, bytes, error);
}

cnl_status device_part_create(cnl_solver *solver, cnl_error *error)
{
    const cnl_context *context = solver->context;
    return context->backend->solver_create(context->device, solver->plan, solver->max_batch, &solver->device, error);
}

void device_part_destroy(cnl_solver *solver)
{
    if (solver->device) solver->context->backend->solver_destroy(solver->device);
}

static cnl_status lacks(cnl_solver *solver, const char *call)
{
    snprintf(solver->message, sizeof solver->message, "%s is not there for a context on a device yet", call);
    return CNL_NOT_SUPPORTED;
}

/* The plug-in answers with a status alone. */
static cnl_status answer(cnl_solver *solver, const char *call, cnl_status status)
{
    if (status != CNL_OK)
        snprintf(solver->message, sizeof solver->message, "%s could not be started on the device: %s", call,
                 cnl_status_string(status));
    return status;
}

cnl_status solve_on_device(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    const device_backend *backend = solver->context->backend;
    if (backend->solve == NULL) return lacks(solver, "cnl_solve()");
    return answer(solver, "cnl_solve()", backend->solve(solver->device, batch, data, solution));
}

cnl_status vjp_on_device(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                         const cnl_gradient *gradient)
{
    const device_backend *backend = solver->context->backend;
    if (backend->vjp == NULL) return lacks(solver, "cnl_vjp()");
    return answer(solver, "cnl_vjp()", backend->vjp(solver->device, batch, data, cotangent, gradient));
}

cnl_status jvp_on_device(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                         double *dy, double *ds, int32_t *info)
{
    const device_backend *backend = solver->context->backend;
    if (backend->jvp == NULL) return lacks(solver, "cnl_jvp()");
    return answer(solver, "cnl_jvp()", backend->jvp(solver->device, batch, data, change, dx, dy, ds, info));
}

cnl_status solve_f32_on_device(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                               const cnl_solution_f32 *solution)
{
    const device_backend *backend = solver->context->backend;
    if (backend->solve_f32 == NULL) return lacks(solver, "cnl_solve_f32()");
    return answer(solver, "cnl_solve_f32()", backend->solve_f32(solver->device, batch, data, solution));
}

cnl_status vjp_f32_on_device(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                             const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient)
{
    const device_backend *backend = solver->context->backend;
    if (backend->vjp_f32 == NULL) return lacks(solver, "cnl_vjp_f32()");
    return answer(solver, "cnl_vjp_f32()", backend->vjp_f32(solver->device, batch, data, cotangent, gradient));
}

cnl_status jvp_f32_on_device(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                             float *dx, float *dy, float *ds, int32_t *info)
{
    const device_backend *backend = solver->context->backend;
    if (backend->jvp_f32 == NULL) return lacks(solver, "cnl_jvp_f32()");
    return answer(solver, "cnl_jvp_f32()", backend->jvp_f32(solver->device, batch, data, change, dx, dy, ds, info));
}

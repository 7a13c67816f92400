/* cnl_solve_f32, cnl_vjp_f32 and cnl_jvp_f32: the checks of calls.c, then the work in doubles, pack by pack or on a
   device. */
#include "arguments.h"
#include "call_checks.h"
#include "on_device.h"

/* For its strides and for which arrays there are; the numbers are never looked at through it. */
static cnl_data outline_of(const cnl_data_f32 *data)
{
    const void *numbers[F32_DATA] = {data->P, data->c, data->A, data->b};
    return (cnl_data){numbers[0],     numbers[1],     numbers[2],     numbers[3],
                      data->P_stride, data->c_stride, data->A_stride, data->b_stride};
}

static cnl_status check_f32(cnl_solver *solver)
{
    if (solver->plan->settings.f32) return CNL_OK;
    return solver_fail(solver, CNL_NOT_SUPPORTED, "the solver was made without settings.f32");
}

cnl_status cnl_solve_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_solution_f32 *solution)
{
    if (solver == NULL) return CNL_INVALID_ARGUMENT;
    solver_quiet(solver);
    cnl_status status = check_f32(solver);
    cnl_data outline = data ? outline_of(data) : (cnl_data){0};
    if (status == CNL_OK)
        status = check_solve(solver, batch, data ? &outline : NULL, solution ? solution->status : NULL);
    if (status != CNL_OK) return status;

    solver->solved_batch = 0;
    if (solver->device) {
        status = solve_f32_on_device(solver, batch, data, solution);
        if (status == CNL_OK) solver->solved_batch = batch;
        return status;
    }
    f32_widen_shared(solver->plan->structure, data, solver->shared.data);
    f32_call call = {.data = data, .solution = solution, .shared = &solver->shared};
    solve_on_cpu(solver, batch, NULL, NULL, &call);
    solver->solved_batch = batch;
    return CNL_OK;
}

cnl_status cnl_vjp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_cotangent_f32 *cotangent,
                       const cnl_gradient_f32 *gradient)
{
    if (solver == NULL) return CNL_INVALID_ARGUMENT;
    solver_quiet(solver);
    if (cotangent == NULL || gradient == NULL)
        return solver_fail(solver, CNL_INVALID_ARGUMENT, "cotangent and gradient must not be NULL");
    cnl_status status = check_f32(solver);
    cnl_data outline = data ? outline_of(data) : (cnl_data){0};
    if (status == CNL_OK) status = check_derivative(solver, batch, data ? &outline : NULL);
    if (status != CNL_OK) return status;
    if (solver->device) return vjp_f32_on_device(solver, batch, data, cotangent, gradient);

    const structure *shape = solver->plan->structure;
    f32_widen_shared(shape, data, solver->shared.data);
    f32_call call = {.data = data, .cotangent = cotangent, .gradient = gradient, .shared = &solver->shared};
    cnl_gradient sums = {.dP = gradient->dP ? solver->shared.change[0] : NULL,
                         .dc = gradient->dc ? solver->shared.change[1] : NULL,
                         .dA = gradient->dA ? solver->shared.change[2] : NULL,
                         .db = gradient->db ? solver->shared.change[3] : NULL,
                         .info = gradient->info};
    vjp_on_cpu(solver, batch, &outline, &(cnl_cotangent){0}, &sums, &call);
    f32_round_shared(shape, data, solver->shared.change, gradient);
    return CNL_OK;
}

cnl_status cnl_jvp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                       float *dx, float *dy, float *ds, int32_t *info)
{
    if (solver == NULL) return CNL_INVALID_ARGUMENT;
    solver_quiet(solver);
    if (change == NULL) return solver_fail(solver, CNL_INVALID_ARGUMENT, "change must not be NULL");
    cnl_status status = check_f32(solver);
    cnl_data outline = data ? outline_of(data) : (cnl_data){0};
    if (status == CNL_OK) status = check_derivative(solver, batch, data ? &outline : NULL);
    const structure *shape = solver->plan->structure;
    cnl_data change_outline = outline_of(change);
    if (status == CNL_OK) status = change_check(shape, batch, &change_outline, solver->message, sizeof solver->message);
    if (status != CNL_OK) return status;
    if (solver->device) return jvp_f32_on_device(solver, batch, data, change, dx, dy, ds, info);

    f32_widen_shared(shape, data, solver->shared.data);
    f32_widen_shared(shape, change, solver->shared.change);
    f32_call call = {.data = data, .change = change, .dx = dx, .dy = dy, .ds = ds, .shared = &solver->shared};
    jvp_on_cpu(solver, batch, &outline, &change_outline, NULL, NULL, NULL, info, &call);
    return CNL_OK;
}

/* cnl_solve, cnl_vjp and cnl_jvp: the arguments are checked here, and the work is done by packs on the CPU or by a
   device. On a device, arrays are pointers that are passed on and never followed. */
#include "arguments.h"
#include "call_checks.h"
#include "on_device.h"

cnl_status check_solve(cnl_solver *solver, int64_t batch, const cnl_data *data, const int32_t *status)
{
    if (batch < 1 || batch > solver->max_batch)
        return solver_fail(solver, CNL_INVALID_ARGUMENT, "batch must be from 1 to the solver's max_batch");
    if (status == NULL)
        return solver_fail(solver, CNL_INVALID_ARGUMENT, "solution and solution->status must not be NULL");
    return data_check(solver->plan->structure, batch, data, solver->message, sizeof solver->message);
}

cnl_status cnl_solve(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    if (solver == NULL) return CNL_INVALID_ARGUMENT;
    solver_quiet(solver);
    cnl_status status = check_solve(solver, batch, data, solution ? solution->status : NULL);
    if (status != CNL_OK) return status;

    solver->solved_batch = 0;
    if (solver->device)
        status = solve_on_device(solver, batch, data, solution);
    else
        solve_on_cpu(solver, batch, data, solution, NULL);
    if (status == CNL_OK) solver->solved_batch = batch;
    return status;
}

cnl_status check_derivative(cnl_solver *solver, int64_t batch, const cnl_data *data)
{
    if (solver->solved_batch == 0 || batch != solver->solved_batch)
        return solver_fail(solver, CNL_NO_SOLUTION, "batch must be that of the last cnl_solve() or cnl_solve_f32()");
    return data_check(solver->plan->structure, batch, data, solver->message, sizeof solver->message);
}

cnl_status cnl_vjp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                   const cnl_gradient *gradient)
{
    if (solver == NULL) return CNL_INVALID_ARGUMENT;
    solver_quiet(solver);
    if (cotangent == NULL || gradient == NULL)
        return solver_fail(solver, CNL_INVALID_ARGUMENT, "cotangent and gradient must not be NULL");
    cnl_status status = check_derivative(solver, batch, data);
    if (status != CNL_OK) return status;

    if (solver->device) return vjp_on_device(solver, batch, data, cotangent, gradient);
    vjp_on_cpu(solver, batch, data, cotangent, gradient, NULL);
    return CNL_OK;
}

cnl_status cnl_jvp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                   double *dy, double *ds, int32_t *info)
{
    if (solver == NULL) return CNL_INVALID_ARGUMENT;
    solver_quiet(solver);
    if (change == NULL) return solver_fail(solver, CNL_INVALID_ARGUMENT, "change must not be NULL");
    cnl_status status = check_derivative(solver, batch, data);
    if (status == CNL_OK)
        status = change_check(solver->plan->structure, batch, change, solver->message, sizeof solver->message);
    if (status != CNL_OK) return status;

    if (solver->device) return jvp_on_device(solver, batch, data, change, dx, dy, ds, info);
    jvp_on_cpu(solver, batch, data, change, dx, dy, ds, info, NULL);
    return CNL_OK;
}

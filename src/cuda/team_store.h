/* The answer of a team, to the user's arrays and the solver's own. */
#ifndef CUDA_TEAM_STORE_H
#define CUDA_TEAM_STORE_H

#include "device_job.h"
#include "device_plan.h"
#include "team_load.h"

FN int32_t outcome_status(const outcome *out)
{
    if (some(out->solved)) return CNL_SOLVED;
    if (some(out->primal_infeasible)) return CNL_PRIMAL_INFEASIBLE;
    if (some(out->dual_infeasible)) return CNL_DUAL_INFEASIBLE;
    if (some(out->almost_solved)) return CNL_ALMOST_SOLVED;
    if (some(out->iteration_limit)) return CNL_ITERATION_LIMIT;
    return CNL_NUMERICAL_ERROR;
}

FN void store_vector(const real *from, int count, int64_t problem, double *own, double *user)
{
    each (k, count) {
        own[problem * count + k] = from[k];
        if (user) user[problem * count + k] = from[k];
    }
}

FN void store_scalars(const device_solve_job *job, int64_t problem, const outcome *out, int32_t status)
{
    if (!team_leads()) return;
    const cnl_solution *solution = &job->solution;
    job->status[problem] = status;
    solution->status[problem] = status;
    if (solution->iterations) solution->iterations[problem] = (int32_t)out->iterations;
    if (solution->objective) {
        double objective = out->objective;
        if (status == CNL_PRIMAL_INFEASIBLE) objective = INFINITY;
        if (status == CNL_DUAL_INFEASIBLE) objective = -INFINITY;
        solution->objective[problem] = objective;
    }
    if (solution->residuals) {
        solution->residuals[3 * problem] = out->primal;
        solution->residuals[3 * problem + 1] = out->dual;
        solution->residuals[3 * problem + 2] = out->gap;
    }
}

/* A problem whose data hold NaN or infinity: said so, and no number of it is left that looks like an answer. */
FN void store_refusal(const device_plan *plan, const device_solve_job *job, int64_t problem)
{
    int n = plan->shape.n;
    int m = plan->shape.m;
    double *of_m[] = {job->y, job->s, job->solution.y, job->solution.s};
    double *of_n[] = {job->x, job->solution.x};
    for (int k = 0; k < 2; k++)
        if (of_n[k])
            each (e, n) of_n[k][problem * n + e] = NAN;
    for (int k = 0; k < 4; k++)
        if (of_m[k])
            each (e, m) of_m[k][problem * m + e] = NAN;
    outcome nothing = outcome_open();
    nothing.objective = nothing.primal = nothing.dual = nothing.gap = NAN;
    store_scalars(job, problem, &nothing, CNL_INVALID_DATA);
}

/* A problem that ended with no outcome at all waits for the second pass, if there is one to come. */
FN void store_open(const device_solve_job *job, int64_t problem)
{
    if (team_leads()) job->rescue[atomicAdd(job->rescue_count, 1)] = (int32_t)problem;
}

FN int32_t store_answer(const device_plan *plan, const device_solve_job *job, int64_t problem, const outcome *out,
                        const real *x, const real *y, const real *s)
{
    int32_t status = outcome_status(out);
    store_vector(x, plan->shape.n, problem, job->x, job->solution.x);
    store_vector(y, plan->shape.m, problem, job->y, job->solution.y);
    store_vector(s, plan->shape.m, problem, job->s, job->solution.s);
    store_scalars(job, problem, out, status);
    return status;
}

#endif

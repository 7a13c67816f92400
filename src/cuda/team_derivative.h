/* What kernels of derivatives ask and say of a problem, whatever their teams. */
#ifndef CUDA_TEAM_DERIVATIVE_H
#define CUDA_TEAM_DERIVATIVE_H

#include "device_job.h"

FN int has_solution(const derivative_job *job, int64_t problem)
{
    return job->status[problem] == CNL_SOLVED || job->status[problem] == CNL_ALMOST_SOLVED;
}

FN int is_solved(const derivative_job *job, int64_t problem) { return job->status[problem] == CNL_SOLVED; }

/* A problem that is `left` is for the next kernel. */
FN void leave_problem(const derivative_job *job, int64_t problem, int left)
{
    if (!team_leads()) return;
    job->left[problem] = left;
    if (left) atomicAdd(job->left_count, 1);
}

FN void store_info(const derivative_job *job, int64_t problem, int valid, mask degenerate, mask singular)
{
    if (job->info == NULL || !team_leads()) return;
    int32_t info = CNL_DERIVATIVE_EXACT;
    if (some(degenerate)) info = CNL_DERIVATIVE_DEGENERATE;
    if (some(singular)) info = CNL_DERIVATIVE_LEAST_SQUARES;
    if (!valid) info = CNL_DERIVATIVE_NONE;
    job->info[problem] = info;
}

/* Is the gradient of any datum summed over the batch? */
FN int has_sums(const derivative_job *job)
{
    const auto *data = &job->data;
    const auto *to = &job->gradient;
    return (to->dP && data->P_stride == 0) || (to->dc && data->c_stride == 0) || (to->dA && data->A_stride == 0) ||
           (to->db && data->b_stride == 0);
}

#endif

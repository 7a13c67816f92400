/* What the slots of all routes have in common: where the next problem comes from. */
#ifndef CUDA_LIBRARY_SLOT_H
#define CUDA_LIBRARY_SLOT_H

#include "library_kernels.h"
#include "team_store.h"

/* The next problem of the batch, or as many as it has if there is none: idle slots do not count on, or in a long call
   the count would overflow. For the leader. */
FN int32_t slot_next(const library_room *room, int64_t batch)
{
    int32_t next = atomicAdd(room->next, 0);
    return next < batch ? atomicAdd(room->next, 1) : (int32_t)batch;
}

/* The next problem that has finite numbers; those that have not are refused. Returns whether there is one. */
FN int slot_finds_problem(team *tm, const device_plan *plan, const library_room *room, int number, int32_t *problem)
{
    const device_solve_job *job = room->job;
    for (;;) {
        if (team_leads()) room->taken[number] = slot_next(room, job->batch);
        sync(tm);
        *problem = room->taken[number];
        sync(tm);
        if (*problem >= job->batch) return 0;
        if (problem_is_finite(tm, plan, &job->data, *problem)) return 1;
        store_refusal(plan, job, *problem);
    }
}

#endif

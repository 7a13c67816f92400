/* The fronts of a sparse factor in a thread block, level by level (core/sparse_levels.h): of each level first the wide
   ones, by the whole block one after another, then the others, dealt out to its warps. Whoever works on a front is a
   squad. Between levels the block meets; within one, nobody waits for another front. */
#ifndef CUDA_BLOCK_WALK_H
#define CUDA_BLOCK_WALK_H

#include "../core/sparse_plan.h"

/* The threads that share a front: a warp or the block. */
typedef struct squad {
    int rank; /* of this thread */
    int size; /* a power of two */
} squad;

#define each_in(sq, i, n) for (int i = (sq)->rank; i < (n); i += (sq)->size)
/* The same elements of the same threads, from `first` on. */
#define each_in_from(sq, i, first, n) for (int i = squad_element(sq, first); i < (n); i += (sq)->size)

FN int squad_element(const squad *sq, int first) { return first + ((sq->rank - first) & (sq->size - 1)); }

FN int squad_leads(const squad *sq) { return sq->rank == 0; }

FN void squad_sync(const squad *sq)
{
    if (sq->size > WARP)
        __syncthreads();
    else
        __syncwarp();
}

FN squad squad_of_block(void) { return squad{(int)threadIdx.x, (int)blockDim.x}; }

FN squad squad_of_warp(void) { return squad{(int)threadIdx.x % WARP, WARP}; }

/* Where a squad is: its next front is level_fronts[next], if that is before `end`. */
typedef struct sparse_walk {
    squad who;
    const sparse_symbolic *schedule;
    int level, step; /* step: 1 towards the roots, -1 back */
    int next, stride, end;
    int narrow; /* of this level the wide fronts are done with */
} sparse_walk;

FN sparse_walk sparse_walk_from(const sparse_symbolic *schedule, int level, int step)
{
    sparse_walk walk = {squad_of_block(), schedule, level - step, step, 0, 1, 0, 1};
    return walk;
}

FN sparse_walk sparse_walk_up(team *tm, const sparse_symbolic *schedule)
{
    (void)tm;
    return sparse_walk_from(schedule, 0, 1);
}

FN sparse_walk sparse_walk_down(team *tm, const sparse_symbolic *schedule)
{
    (void)tm;
    return sparse_walk_from(schedule, schedule->level_count - 1, -1);
}

/* The next part of the walk: the narrow fronts of the level, or the wide ones of the next. 0 when all is done, by all.
 */
FN int sparse_walk_on(sparse_walk *walk)
{
    const sparse_symbolic *schedule = walk->schedule;
    if (!walk->narrow) {
        walk->narrow = 1;
        walk->who = squad_of_warp();
        walk->next = walk->end + (int)threadIdx.x / WARP;
        walk->stride = (int)blockDim.x / WARP;
        walk->end = schedule->level_starts[walk->level + 1];
        return 1;
    }
    __syncthreads();
    walk->level += walk->step;
    if (walk->level < 0 || walk->level >= schedule->level_count) return 0;
    walk->narrow = 0;
    walk->who = squad_of_block();
    walk->next = schedule->level_starts[walk->level];
    walk->stride = 1;
    walk->end = schedule->level_wide_ends[walk->level];
    return 1;
}

/* This thread's next front; NULL after the last one, when all threads are there. */
FN const sparse_front *sparse_walk_next(sparse_walk *walk)
{
    while (walk->next >= walk->end)
        if (!sparse_walk_on(walk)) return NULL;
    const sparse_front *front = &walk->schedule->fronts[walk->schedule->level_fronts[walk->next]];
    walk->next += walk->stride;
    return front;
}

#endif

/* The fronts of a sparse factor in a thread block, level by level (core/sparse_levels.h): of each level first the wide
   ones, by the whole block one after another, then the others, dealt out to its warps, and the small ones, to quarters
   of warps. Whoever works on a front is a squad. Between levels the block meets; within one, nobody waits for another
   front. */
#ifndef CUDA_BLOCK_WALK_H
#define CUDA_BLOCK_WALK_H

#include "../core/sparse_levels.h"
#include "../core/sparse_plan.h"

enum { QUARTER = WARP / 4 };
static_assert((int)WARP == (int)SPARSE_NARROW && (int)QUARTER == (int)SPARSE_SMALL, "a thread for each row");

/* The threads that share a front: the block, or some lanes of a warp. */
typedef struct squad {
    int rank;       /* of this thread */
    int size;       /* a power of two */
    unsigned lanes; /* which, of its warp */
} squad;

/* A thread has one or two elements of most fronts: loops stay loops, as code has to be short. */
#define each_in(sq, i, n) ROLLED for (int i = (sq)->rank; i < (n); i += (sq)->size)
/* The same elements of the same threads, from `first` on. */
#define each_in_from(sq, i, first, n) ROLLED for (int i = squad_element(sq, first); i < (n); i += (sq)->size)

FN int squad_element(const squad *sq, int first) { return first + ((sq->rank - first) & (sq->size - 1)); }

FN int squad_leads(const squad *sq) { return sq->rank == 0; }

FN void squad_sync(const squad *sq)
{
    if (sq->size > WARP)
        __syncthreads();
    else
        __syncwarp(sq->lanes);
}

FN squad squad_of_block(void) { return squad{(int)threadIdx.x, (int)blockDim.x, 0xffffffffu}; }

/* This thread's part of its warp, of `size` lanes. */
FN squad squad_in_warp(int size)
{
    int lane = (int)threadIdx.x % WARP;
    unsigned lanes = size == WARP ? 0xffffffffu : ((1u << size) - 1) << (lane - lane % size);
    return squad{lane % size, size, lanes};
}

/* The first warp of a block, or whoever is less: those of rank below the size. */
FN squad squad_of_first(const squad *sq) { return sq->size <= WARP ? *sq : squad{sq->rank, WARP, 0xffffffffu}; }

/* A child of few rows is one warp's of the block: the others have no elements, and go on to the next child. */
FN squad squad_of_turn(const squad *sq, int turn, int rows)
{
    if (sq->size <= WARP || rows > WARP) return *sq;
    int is_mine = turn % (sq->size / WARP) == sq->rank / WARP;
    return squad{is_mine ? sq->rank % WARP : rows, WARP, 0xffffffffu};
}

enum sparse_part { PART_WIDE, PART_NARROW, PART_SMALL };

/* Where a squad is: its next front is level_fronts[next], if that is before `end`. */
typedef struct sparse_walk {
    squad who;
    const sparse_symbolic *schedule;
    int level, step; /* step: 1 towards the roots, -1 back */
    int part;        /* of the level */
    int next, stride, end;
} sparse_walk;

FN sparse_walk sparse_walk_from(const sparse_symbolic *schedule, int level, int step)
{
    sparse_walk walk = {squad_of_block(), schedule, level - step, step, PART_SMALL, 0, 1, 0};
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

/* Fronts from `start` to `end` are dealt out to squads of `size` threads of a warp. */
FN void sparse_walk_deal(sparse_walk *walk, int size, int start, int end)
{
    walk->who = squad_in_warp(size);
    walk->next = start + (int)threadIdx.x / size;
    walk->stride = (int)blockDim.x / size;
    walk->end = end;
}

/* The next part of the walk: of the same level, or the first of the next. 0 when all is done, by all. */
FN int sparse_walk_on(sparse_walk *walk)
{
    const sparse_symbolic *schedule = walk->schedule;
    if (walk->part == PART_WIDE) {
        sparse_walk_deal(walk, WARP, walk->end, schedule->level_small_starts[walk->level]);
        walk->part = PART_NARROW;
        return 1;
    }
    if (walk->part == PART_NARROW) {
        sparse_walk_deal(walk, QUARTER, walk->end, schedule->level_starts[walk->level + 1]);
        walk->part = PART_SMALL;
        return 1;
    }
    __syncwarp(); /* its quarters have come one by one, and a warp meets others as a whole */
    __syncthreads();
    walk->level += walk->step;
    if (walk->level < 0 || walk->level >= schedule->level_count) return 0;
    walk->who = squad_of_block();
    walk->part = PART_WIDE;
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

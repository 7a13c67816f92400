/* Room for the engine's vectors in the memory of a team. */
#ifndef CUDA_TEAM_ROOM_H
#define CUDA_TEAM_ROOM_H

#include "../core/arena.h"

FNBOTH real *take(arena *memory, int64_t count) { return (real *)arena_take(memory, (size_t)count, sizeof(real)); }

FNBOTH real *take_vector(arena *memory, int count) { return take(memory, count); }

/* A block does not look for zeros. */
FNBOTH panel_runs *take_runs(arena *memory, int count)
{
    (void)memory;
    (void)count;
    return NULL;
}

#endif

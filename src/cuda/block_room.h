/* Room for the engine's vectors in a block's memory. */
#ifndef CUDA_BLOCK_ROOM_H
#define CUDA_BLOCK_ROOM_H

#include "../core/arena.h"

FNBOTH real *take(arena *memory, int64_t count) { return (real *)arena_take(memory, (size_t)count, sizeof(real)); }

FNBOTH real *take_vector(arena *memory, int count) { return take(memory, count); }

#endif

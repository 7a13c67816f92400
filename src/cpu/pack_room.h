/* Room for the engine's vectors in a workspace. */
#ifndef CPU_PACK_ROOM_H
#define CPU_PACK_ROOM_H

FN real *take(arena *memory, int64_t count) { return arena_take(memory, (size_t)count, sizeof(real)); }

/* Room past the end of a vector: narrow panels are read as whole ones. */
FN real *take_vector(arena *memory, int count) { return take(memory, (int64_t)count + TILE); }

/* Room for the runs of `count` panels. */
FN panel_runs *take_runs(arena *memory, int count) { return arena_take(memory, (size_t)count, sizeof(panel_runs)); }

#endif

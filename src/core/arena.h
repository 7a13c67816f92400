/**
 * @file arena.h
 * One piece of memory, carved into arrays.
 *
 * A layout function takes its arrays from an arena. Run with `base` NULL it only counts (every array is NULL, `used` is
 * the size to allocate); run again with that much memory it carves. So the sum and the pieces can never disagree.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stddef.h>
#include <stdint.h>

/** Device code carves its arrays too. */
#ifdef __CUDACC__
#define ARENA_FUNCTION static __host__ __device__ inline
#else
#define ARENA_FUNCTION static inline
#endif

/** Every array starts on a cache line, which is also the widest vector. */
enum { ARENA_ALIGNMENT = 64 };

typedef struct arena {
    unsigned char *base; /**< aligned to ARENA_ALIGNMENT; NULL = only count */
    size_t used;         /**< bytes taken so far; SIZE_MAX = more than can be addressed */
} arena;

/**
 * Take `count` elements of `size` bytes.
 *
 * @return the array, not cleared; NULL while counting. A sum beyond SIZE_MAX stays there, so that the allocation fails.
 */
ARENA_FUNCTION void *arena_take(arena *memory, size_t count, size_t size)
{
    size_t start = memory->used;
    size_t left = SIZE_MAX - start < ARENA_ALIGNMENT ? 0 : SIZE_MAX - start - ARENA_ALIGNMENT;
    if (size > 0 && count > left / size) {
        memory->used = SIZE_MAX;
        return NULL;
    }
    memory->used += (count * size + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    return memory->base == NULL ? NULL : memory->base + start;
}

#endif

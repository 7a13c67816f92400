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
static inline void *arena_take(arena *memory, size_t count, size_t size)
{
    size_t start = memory->used;
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - ARENA_ALIGNMENT) {
        memory->used = SIZE_MAX;
        return NULL;
    }
    bytes = (bytes + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    if (__builtin_add_overflow(start, bytes, &memory->used)) {
        memory->used = SIZE_MAX;
        return NULL;
    }
    return memory->base == NULL ? NULL : memory->base + start;
}

#endif

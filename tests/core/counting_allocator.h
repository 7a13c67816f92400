/**
 * @file counting_allocator.h
 * An allocator for tests: counts, and fails once `left` allocations were made.
 */
#ifndef TESTS_CORE_COUNTING_ALLOCATOR_H
#define TESTS_CORE_COUNTING_ALLOCATOR_H

#include <stdlib.h>

#include <conelet/context.h>

typedef struct counter {
    int left;
    int allocated;
    int released;
} counter;

static inline void *count_allocate(void *user, size_t bytes, size_t alignment)
{
    counter *count = user;
    if (count->left == 0) return NULL;
    count->left--;
    count->allocated++;
    return aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

static inline void count_release(void *user, void *memory)
{
    counter *count = user;
    count->released++;
    free(memory);
}

static inline cnl_context_options counting(counter *count)
{
    return (cnl_context_options){.allocator = {.allocate = count_allocate, .release = count_release, .user = count},
                                 .threads = 3};
}

#endif

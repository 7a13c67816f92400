/**
 * @file allocator.h
 * An allocator that counts, checks what it is asked for, and can be told to fail.
 */
#ifndef CONELET_TESTS_ALLOCATOR_H
#define CONELET_TESTS_ALLOCATOR_H

#include <pthread.h>
#include <stdbool.h>

#include "conelet/conelet.h"

typedef struct counting_allocator {
    long allocations; /**< calls that returned memory */
    long releases;
    long live; /**< blocks not yet released */
    size_t live_bytes;
    size_t peak_bytes;
    long fail_at;    /**< the number (from 1) of the call that returns NULL; 0 = none */
    bool fail_after; /**< all later calls fail too */
    long calls;
    long strange_requests; /**< alignment not a power of two up to 64, or 0 bytes */
    long strange_releases; /**< NULL, twice, or never allocated */
    long overruns;         /**< blocks whose end was written over */
    pthread_mutex_t mutex;
} counting_allocator;

void counting_allocator_begin(counting_allocator *counts);
cnl_allocator counting_allocator_view(counting_allocator *counts);

/** The options of a context that takes memory from here, with this many threads. */
cnl_context_options counting_options(counting_allocator *counts, int32_t threads);

#endif

/**
 * @file fake_memory.h
 * Device memory of the fake plug-in: pages that fault whenever a host touches them.
 */
#ifndef TESTS_CUDA_FAKE_MEMORY_H
#define TESTS_CUDA_FAKE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/** @return closed pages for at least this many bytes, NULL if there are none. */
void *fake_memory_take(size_t bytes);

/** @return whether this was such memory, the start of it. */
bool fake_memory_give_back(void *memory);

/** Open the memory that this address lies in, for `bytes` from there on. @return false if it is none, or has fewer. */
bool fake_memory_open(const void *memory, size_t bytes);

/** Close it again. */
void fake_memory_close(const void *memory);

#endif

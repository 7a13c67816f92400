/* Copies from device memory to shared memory that a thread does not wait for: cp.async. */
#ifndef CUDASIM_COPY_H
#define CUDASIM_COPY_H

#include "place.h"

#include <cstddef>

/** 4, 8 or 16 bytes, at multiples of as many on both sides; the first `given` are read, the others become 0. They
    arrive when the thread awaits them, which it does before it exits; until then NaN lies there. */
void cudasim_copy_later(void *shared, const void *from, std::size_t bytes, std::size_t given,
                        cudasim::place where = cudasim::place::here());

/** All that the thread has asked for arrives. Other threads see it once they have met this one. */
void cudasim_await_copies();

#endif

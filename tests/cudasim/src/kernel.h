/* Kernels: their attributes, the checks of a launch, and the run of a grid. */
#ifndef CUDASIM_KERNEL_H
#define CUDASIM_KERNEL_H

#include "indices.h"

#include <cstddef>
#include <functional>

namespace cudasim
{

/** A kernel with its arguments and sizes, ready to run. */
struct grid_launch {
    const void *kernel;
    triple grid;
    triple block;
    std::size_t dynamic_shared;
    std::function<void()> body;
};

/** Runs all blocks, one after another, in random order. */
void run_grid(const grid_launch &launch);

/** The most dynamic shared memory that the kernel may be launched with. */
std::size_t dynamic_shared_limit(const void *kernel);

} // namespace cudasim

#endif

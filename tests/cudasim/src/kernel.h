/* Kernels: their attributes, the checks of a launch, and the run of a grid. */
#ifndef CUDASIM_KERNEL_H
#define CUDASIM_KERNEL_H

#include "indices.h"

#include <cstddef>
#include <functional>

#include "cudasim/launch.h"

namespace cudasim
{

/** A kernel with its arguments and sizes, ready to run. */
struct grid_launch {
    kernel_call call;
    triple grid;
    triple block;
    std::size_t dynamic_shared;
};

/** Runs all blocks, one after another, in random order. */
void run_grid(const grid_launch &launch);

/** Has the library that CUDASIM_KERNELS names run it, if there is one. @return whether it did */
bool run_elsewhere(const grid_launch &launch);

/** The most dynamic shared memory that the kernel may be launched with. */
std::size_t dynamic_shared_limit(const void *kernel);

} // namespace cudasim

#endif

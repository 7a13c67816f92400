/* The devices that the simulator describes. */
#ifndef CUDASIM_DEVICE_H
#define CUDASIM_DEVICE_H

#include <cstddef>

namespace cudasim
{

/** What code may ask of a device, and what a launch may not exceed. */
struct device_description {
    int arch; /* 90 for sm_90 */
    int multiprocessors;
    int threads_per_multiprocessor;
    int blocks_per_multiprocessor;
    int shared_kib_per_multiprocessor;
    int shared_kib_per_block; /* at most, if the kernel asks for it */
    int reserved_shared_bytes;
    int single_to_double; /* how much faster single precision is */
    int l2_mib;
    int bus_bits;
    int clock_mhz;
    int memory_clock_mhz;
    int memory_mib;
};

enum {
    WARP = 32,
    THREADS_PER_BLOCK = 1024,
    BLOCK_DEPTH = 64,
    GRID_WIDTH = 0x7fffffff,
    GRID_HEIGHT = 65535,
    REGISTERS = 65536,
    SHARED_WITHOUT_ASKING = 48 * 1024,
    ARGUMENT_BYTES = 32764,
};

/** All devices are alike. */
const device_description &described_device();
int device_count();

/** The device of the calling host thread. */
int current_device();
void set_current_device(int device);

} // namespace cudasim

#endif

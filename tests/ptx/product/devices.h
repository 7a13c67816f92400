// The devices that the model speaks of, by figures that were published or measured. One table, each figure with its
// source.
#ifndef CONELET_TESTS_PTX_PRODUCT_DEVICES_H
#define CONELET_TESTS_PTX_PRODUCT_DEVICES_H

#include "latencies.h"

#include <string>
#include <vector>

namespace ptx
{

struct DeviceFigures {
    std::string name;
    std::string title;
    int architecture;
    int multiprocessors;
    double gigahertz;
    double terabytes_per_second; // of the device memory
    double l2_megabytes;
    double fp64_teraflops; // multiply-adds, as published
    double matrix_teraflops;
    int registers; // of a multiprocessor, as are the next three
    int threads;
    int blocks;
    int shared_bytes;
    int cache_bytes;     // shared memory and first-level cache together
    Latencies latencies; // and rates, as the cycle model wants them
};

const std::vector<DeviceFigures> &known_devices();

// Throws Unsupported for any other name.
const DeviceFigures &device_named(const std::string &name);

} // namespace ptx

#endif

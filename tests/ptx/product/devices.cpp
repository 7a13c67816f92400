#include "devices.h"

#include "fault.h"

namespace ptx
{
namespace
{

constexpr double nine_tenths = 0.9; // of the bandwidth in the data sheet is what streams reach

// Bytes for each multiprocessor and cycle.
double share_of(double terabytes_per_second, const DeviceFigures &device)
{
    return terabytes_per_second * 1e3 / (device.multiprocessors * device.gigahertz);
}

// H100 SXM5 80 GB: NVIDIA's data sheet; rates and latencies measured (latencies.h).
DeviceFigures h100()
{
    DeviceFigures d = {"h100", "H100 SXM 80 GB", 90,        132, 1.98, 3.35, 50, 33.5, 66.9, 65536, 2048,
                       32,     228 << 10,        256 << 10, {}};
    return d;
}

// A100 SXM4 80 GB: NVIDIA's data sheet and white paper. 32 FP64 lanes on a multiprocessor (9.7 TFLOP/s), matrix
// products at twice that rate (19.5) in their one shape, m8n8k4. Latencies are taken to be those of an H100. L2: 5120
// bytes a cycle in the white paper; 4 TB/s is assumed.
DeviceFigures a100()
{
    DeviceFigures d = {"a100", "A100 SXM 80 GB", 80,        108, 1.41, 2.04, 40, 9.7, 19.5, 65536, 2048,
                       32,     164 << 10,        192 << 10, {}};
    d.latencies.every_fp64 = 4;
    d.latencies.every_special_fp64 = 24;
    d.latencies.every_matrix8 = 16;
    d.latencies.bytes_near = share_of(4, d);
    d.latencies.bytes_far = nine_tenths * share_of(d.terabytes_per_second, d);
    return d;
}

// RTX 4090: NVIDIA's white paper of the architecture. Two FP64 lanes on a multiprocessor (1.29 TFLOP/s, a 64th of
// FP32); matrix products of doubles go through them too. So a sub-partition's share is one FMA of a warp in 64 cycles,
// and an m8n8k4 of 256 FMAs in 512. L2: 5 TB/s is assumed.
DeviceFigures rtx4090()
{
    DeviceFigures d = {"rtx4090", "RTX 4090", 89,   128, 2.52,      1.01,      72, 1.29,
                       1.29,      65536,      1536, 24,  100 << 10, 128 << 10, {}};
    d.latencies.every_fp64 = 64;
    d.latencies.every_special_fp64 = 64 * 6;
    d.latencies.every_matrix8 = 512;
    d.latencies.fp64 = 32; // assumed: 16 cycles in the unit that all four sub-partitions share, and the way there
    d.latencies.matrix8 = 160;
    d.latencies.every_matrix_tf32 = 32; // 82.6 TFLOP/s, as many as of FP32
    d.latencies.bytes_near = share_of(5, d);
    d.latencies.bytes_far = nine_tenths * share_of(d.terabytes_per_second, d);
    return d;
}

} // namespace

const std::vector<DeviceFigures> &known_devices()
{
    static const std::vector<DeviceFigures> all = {a100(), h100(), rtx4090()};
    return all;
}

const DeviceFigures &device_named(const std::string &name)
{
    for (const DeviceFigures &device : known_devices()) {
        if (device.name == name) return device;
    }
    throw Unsupported("no device " + name + ": a100, h100 or rtx4090");
}

} // namespace ptx

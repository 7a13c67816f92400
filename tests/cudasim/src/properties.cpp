/* What the API tells of devices and errors. */
#include "api_call.h"
#include "device.h"

#include <cstdio>
#include <vector>

namespace cudasim
{

namespace
{

bool is_device(int device) { return device >= 0 && device < device_count(); }

struct named_error {
    cudaError_t error;
    const char *name;
    const char *sentence;
};

constexpr named_error ERRORS[] = {
    {cudaSuccess, "cudaSuccess", "no error"},
    {cudaErrorInvalidValue, "cudaErrorInvalidValue", "invalid argument"},
    {cudaErrorMemoryAllocation, "cudaErrorMemoryAllocation", "out of memory"},
    {cudaErrorInvalidConfiguration, "cudaErrorInvalidConfiguration", "invalid configuration argument"},
    {cudaErrorInvalidDevicePointer, "cudaErrorInvalidDevicePointer", "invalid device pointer"},
    {cudaErrorInvalidMemcpyDirection, "cudaErrorInvalidMemcpyDirection", "invalid copy direction for memcpy"},
    {cudaErrorInsufficientDriver, "cudaErrorInsufficientDriver", "driver version is insufficient for runtime version"},
    {cudaErrorInvalidDeviceFunction, "cudaErrorInvalidDeviceFunction", "invalid device function"},
    {cudaErrorNoDevice, "cudaErrorNoDevice", "no CUDA-capable device is detected"},
    {cudaErrorInvalidDevice, "cudaErrorInvalidDevice", "invalid device ordinal"},
    {cudaErrorInvalidResourceHandle, "cudaErrorInvalidResourceHandle", "invalid resource handle"},
    {cudaErrorNotReady, "cudaErrorNotReady", "device not ready"},
    {cudaErrorNotSupported, "cudaErrorNotSupported", "operation not supported"},
    {cudaErrorStreamCaptureUnsupported, "cudaErrorStreamCaptureUnsupported",
     "operation not permitted when stream is capturing"},
    {cudaErrorStreamCaptureInvalidated, "cudaErrorStreamCaptureInvalidated",
     "operation failed due to a previous error during capture"},
    {cudaErrorStreamCaptureMerge, "cudaErrorStreamCaptureMerge", "operation would result in a merge of captures"},
    {cudaErrorStreamCaptureUnmatched, "cudaErrorStreamCaptureUnmatched", "capture was not begun in this stream"},
    {cudaErrorStreamCaptureUnjoined, "cudaErrorStreamCaptureUnjoined",
     "capture sequence contains a fork that was not joined to the origin"},
    {cudaErrorStreamCaptureIsolation, "cudaErrorStreamCaptureIsolation",
     "dependency created on uncaptured work in another stream"},
    {cudaErrorCapturedEvent, "cudaErrorCapturedEvent",
     "operation not permitted on an event last recorded in a capture"},
};

const named_error *find_error(cudaError_t error)
{
    for (const named_error &each : ERRORS) {
        if (each.error == error) return &each;
    }
    return nullptr;
}

struct attribute_value {
    cudaDeviceAttr attribute;
    int value;
};

std::vector<attribute_value> describe_attributes()
{
    const device_description &device = described_device();
    return {
        {cudaDevAttrMaxThreadsPerBlock, THREADS_PER_BLOCK},
        {cudaDevAttrMaxBlockDimX, THREADS_PER_BLOCK},
        {cudaDevAttrMaxBlockDimY, THREADS_PER_BLOCK},
        {cudaDevAttrMaxBlockDimZ, BLOCK_DEPTH},
        {cudaDevAttrMaxGridDimX, GRID_WIDTH},
        {cudaDevAttrMaxGridDimY, GRID_HEIGHT},
        {cudaDevAttrMaxGridDimZ, GRID_HEIGHT},
        {cudaDevAttrMaxSharedMemoryPerBlock, SHARED_WITHOUT_ASKING},
        {cudaDevAttrTotalConstantMemory, 65536},
        {cudaDevAttrWarpSize, WARP},
        {cudaDevAttrMaxRegistersPerBlock, REGISTERS},
        {cudaDevAttrMaxRegistersPerMultiprocessor, REGISTERS},
        {cudaDevAttrClockRate, device.clock_mhz * 1000},
        {cudaDevAttrMemoryClockRate, device.memory_clock_mhz * 1000},
        {cudaDevAttrGlobalMemoryBusWidth, device.bus_bits},
        {cudaDevAttrL2CacheSize, device.l2_mib << 20},
        {cudaDevAttrMultiProcessorCount, device.multiprocessors},
        {cudaDevAttrMaxThreadsPerMultiProcessor, device.threads_per_multiprocessor},
        {cudaDevAttrMaxBlocksPerMultiprocessor, device.blocks_per_multiprocessor},
        {cudaDevAttrComputeCapabilityMajor, device.arch / 10},
        {cudaDevAttrComputeCapabilityMinor, device.arch % 10},
        {cudaDevAttrMaxSharedMemoryPerMultiprocessor, device.shared_kib_per_multiprocessor << 10},
        {cudaDevAttrMaxSharedMemoryPerBlockOptin, device.shared_kib_per_block << 10},
        {cudaDevAttrReservedSharedMemoryPerBlock, device.reserved_shared_bytes},
        {cudaDevAttrSingleToDoublePrecisionPerfRatio, device.single_to_double},
        {cudaDevAttrCooperativeLaunch, 0},
        {cudaDevAttrMemoryPoolsSupported, 1},
    };
}

cudaDeviceProp describe_properties()
{
    const device_description &device = described_device();
    cudaDeviceProp all = cudaDeviceProp();
    std::snprintf(all.name, sizeof all.name, "simulated sm_%d", device.arch);
    all.totalGlobalMem = static_cast<std::size_t>(device.memory_mib) << 20;
    all.sharedMemPerBlock = SHARED_WITHOUT_ASKING;
    all.regsPerBlock = REGISTERS;
    all.warpSize = WARP;
    all.maxThreadsPerBlock = THREADS_PER_BLOCK;
    all.maxThreadsDim[0] = THREADS_PER_BLOCK;
    all.maxThreadsDim[1] = THREADS_PER_BLOCK;
    all.maxThreadsDim[2] = BLOCK_DEPTH;
    all.maxGridSize[0] = GRID_WIDTH;
    all.maxGridSize[1] = GRID_HEIGHT;
    all.maxGridSize[2] = GRID_HEIGHT;
    all.totalConstMem = 65536;
    all.major = device.arch / 10;
    all.minor = device.arch % 10;
    all.multiProcessorCount = device.multiprocessors;
    all.memoryBusWidth = device.bus_bits;
    all.l2CacheSize = device.l2_mib << 20;
    all.maxThreadsPerMultiProcessor = device.threads_per_multiprocessor;
    all.sharedMemPerMultiprocessor = static_cast<std::size_t>(device.shared_kib_per_multiprocessor) << 10;
    all.regsPerMultiprocessor = REGISTERS;
    all.sharedMemPerBlockOptin = static_cast<std::size_t>(device.shared_kib_per_block) << 10;
    all.maxBlocksPerMultiProcessor = device.blocks_per_multiprocessor;
    all.reservedSharedMemPerBlock = static_cast<std::size_t>(device.reserved_shared_bytes);
    all.memoryPoolsSupported = 1;
    return all;
}

} // namespace

} // namespace cudasim

using namespace cudasim;

const char *cudaGetErrorName(cudaError_t error)
{
    const named_error *known = find_error(error);
    return known != nullptr ? known->name : "unrecognized error code";
}

const char *cudaGetErrorString(cudaError_t error)
{
    const named_error *known = find_error(error);
    return known != nullptr ? known->sentence : "unrecognized error code";
}

cudaError_t cudaDriverGetVersion(int *version)
{
    *version = CUDART_VERSION;
    return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int *version)
{
    *version = CUDART_VERSION;
    return cudaSuccess;
}

/* A machine without devices says so, and leaves the count as it was. */
cudaError_t cudaGetDeviceCount(int *count)
{
    if (device_count() == 0) return keep(cudaErrorNoDevice);
    *count = device_count();
    return cudaSuccess;
}

cudaError_t cudaGetDevice(int *device)
{
    *device = current_device();
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int device)
{
    if (!is_device(device)) return keep(cudaErrorInvalidDevice);
    set_current_device(device);
    return cudaSuccess;
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp *properties, int device)
{
    if (!is_device(device)) return keep(cudaErrorInvalidDevice);
    *properties = describe_properties();
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int *value, cudaDeviceAttr attribute, int device)
{
    if (!is_device(device)) return keep(cudaErrorInvalidDevice);
    for (const attribute_value &known : describe_attributes()) {
        if (known.attribute != attribute) continue;
        *value = known.value;
        return cudaSuccess;
    }
    return keep(cudaErrorInvalidValue);
}

cudaError_t cudaDeviceGetStreamPriorityRange(int *least, int *greatest)
{
    *least = 0;
    *greatest = -5;
    return cudaSuccess;
}

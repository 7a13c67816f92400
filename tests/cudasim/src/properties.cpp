/* What the API tells of devices and errors. */
#include "api_call.h"
#include "device.h"

#include <cstdio>

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

/* A part of the attributes is not in the properties of every version of the toolkit. */
bool describe_attribute(cudaDeviceAttr attribute, int *value)
{
    const device_description &device = described_device();
    switch (attribute) {
    case cudaDevAttrMaxThreadsPerBlock:
        *value = THREADS_PER_BLOCK;
        return true;
    case cudaDevAttrMaxBlockDimX:
        *value = THREADS_PER_BLOCK;
        return true;
    case cudaDevAttrMaxBlockDimY:
        *value = THREADS_PER_BLOCK;
        return true;
    case cudaDevAttrMaxBlockDimZ:
        *value = BLOCK_DEPTH;
        return true;
    case cudaDevAttrMaxGridDimX:
        *value = GRID_WIDTH;
        return true;
    case cudaDevAttrMaxGridDimY:
        *value = GRID_HEIGHT;
        return true;
    case cudaDevAttrMaxGridDimZ:
        *value = GRID_HEIGHT;
        return true;
    case cudaDevAttrMaxSharedMemoryPerBlock:
        *value = SHARED_WITHOUT_ASKING;
        return true;
    case cudaDevAttrTotalConstantMemory:
        *value = 65536;
        return true;
    case cudaDevAttrWarpSize:
        *value = WARP;
        return true;
    case cudaDevAttrMaxRegistersPerBlock:
        *value = REGISTERS;
        return true;
    case cudaDevAttrMaxRegistersPerMultiprocessor:
        *value = REGISTERS;
        return true;
    case cudaDevAttrClockRate:
        *value = device.clock_mhz * 1000;
        return true;
    case cudaDevAttrMemoryClockRate:
        *value = device.memory_clock_mhz * 1000;
        return true;
    case cudaDevAttrGlobalMemoryBusWidth:
        *value = device.bus_bits;
        return true;
    case cudaDevAttrL2CacheSize:
        *value = device.l2_mib << 20;
        return true;
    case cudaDevAttrMultiProcessorCount:
        *value = device.multiprocessors;
        return true;
    case cudaDevAttrMaxThreadsPerMultiProcessor:
        *value = device.threads_per_multiprocessor;
        return true;
    case cudaDevAttrMaxBlocksPerMultiprocessor:
        *value = device.blocks_per_multiprocessor;
        return true;
    case cudaDevAttrComputeCapabilityMajor:
        *value = device.arch / 10;
        return true;
    case cudaDevAttrComputeCapabilityMinor:
        *value = device.arch % 10;
        return true;
    case cudaDevAttrMaxSharedMemoryPerMultiprocessor:
        *value = device.shared_kib_per_multiprocessor << 10;
        return true;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin:
        *value = device.shared_kib_per_block << 10;
        return true;
    case cudaDevAttrReservedSharedMemoryPerBlock:
        *value = device.reserved_shared_bytes;
        return true;
    case cudaDevAttrSingleToDoublePrecisionPerfRatio:
        *value = device.single_to_double;
        return true;
    case cudaDevAttrCooperativeLaunch:
        *value = 0;
        return true;
    case cudaDevAttrMemoryPoolsSupported:
        *value = 1;
        return true;
    default:
        return false;
    }
}

cudaDeviceProp describe_properties()
{
    const device_description &device = described_device();
    cudaDeviceProp all = cudaDeviceProp();
    std::snprintf(all.name, sizeof all.name, "simulated sm_%d", device.arch);
    all.totalGlobalMem = static_cast<std::size_t>(device.memory_gib) << 30;
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
    return keep(describe_attribute(attribute, value) ? cudaSuccess : cudaErrorInvalidValue);
}

cudaError_t cudaDeviceGetStreamPriorityRange(int *least, int *greatest)
{
    *least = 0;
    *greatest = -5;
    return cudaSuccess;
}

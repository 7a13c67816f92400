/* The API's allocations, and what is left of them. */
#include "api_call.h"
#include "capture.h"
#include "device.h"
#include "event.h"
#include "graph.h"
#include "memory.h"
#include "report.h"
#include "stream.h"

using namespace cudasim;

namespace
{

cudaError_t allocate_here(void **address, std::size_t bytes)
{
    if (device_count() == 0) return cudaErrorNoDevice;
    if (address == nullptr) return cudaErrorInvalidValue;
    *address = nullptr;
    if (bytes == 0) return cudaSuccess;
    if (is_to_fail(CUDASIM_ALLOCATION)) return cudaErrorMemoryAllocation;
    std::size_t capacity = static_cast<std::size_t>(described_device().memory_mib) << 20;
    if (bytes > capacity || device_bytes() > capacity - bytes) return cudaErrorMemoryAllocation;
    *address = allocate_device(bytes, current_device());
    return *address != nullptr ? cudaSuccess : cudaErrorMemoryAllocation;
}

} // namespace

cudaError_t cudaMalloc(void **address, size_t bytes)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaMalloc");
    if (capture_forbids_waiting()) return keep(spoil_captures());
    return keep(allocate_here(address, bytes));
}

/* It waits for the device first: what still runs may use the memory. */
cudaError_t cudaFree(void *address)
{
    api_call guard(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION, "cudaFree");
    if (address == nullptr) return cudaSuccess;
    if (capture_forbids_waiting()) return keep(spoil_captures());
    int device = 0;
    if (!is_device_memory(address, 0, &device)) return keep(cudaErrorInvalidValue);
    finish_device(device);
    return keep(release_device(address) ? cudaSuccess : cudaErrorInvalidValue);
}

cudaError_t cudaMallocAsync(void **address, size_t bytes, cudaStream_t stream)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaMallocAsync");
    if (find_stream(stream) == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (find_stream(stream)->capture != nullptr) return keep(cudaErrorNotSupported);
    return keep(allocate_here(address, bytes));
}

cudaError_t cudaFreeAsync(void *address, cudaStream_t stream)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaFreeAsync");
    if (find_stream(stream) == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (find_stream(stream)->capture != nullptr) return keep(cudaErrorNotSupported);
    if (address == nullptr) return cudaSuccess;
    if (!is_device_memory(address, 0)) return keep(cudaErrorInvalidValue);
    return keep(enqueue(stream, [address] {
        if (!release_device(address)) fail("cudaFreeAsync: the memory was freed before");
    }));
}

cudaError_t cudaHostAlloc(void **address, size_t bytes, unsigned int)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaMallocHost");
    if (device_count() == 0) return keep(cudaErrorNoDevice);
    if (capture_forbids_waiting()) return keep(spoil_captures());
    *address = is_to_fail(CUDASIM_ALLOCATION) ? nullptr : allocate_pinned(bytes);
    return keep(*address != nullptr ? cudaSuccess : cudaErrorMemoryAllocation);
}

cudaError_t cudaMallocHost(void **address, size_t bytes) { return cudaHostAlloc(address, bytes, cudaHostAllocDefault); }

cudaError_t cudaFreeHost(void *address)
{
    api_call guard(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION, "cudaFreeHost");
    if (address == nullptr) return cudaSuccess;
    for (int device = 0; device < device_count(); device++) finish_device(device);
    return keep(release_pinned(address) ? cudaSuccess : cudaErrorInvalidValue);
}

cudaError_t cudaMemGetInfo(size_t *free, size_t *total)
{
    api_call guard;
    *total = static_cast<std::size_t>(described_device().memory_mib) << 20;
    *free = *total - device_bytes();
    return cudaSuccess;
}

cudaError_t cudaPointerGetAttributes(cudaPointerAttributes *attributes, const void *address)
{
    api_call guard;
    *attributes = cudaPointerAttributes();
    attributes->type = cudaMemoryTypeUnregistered;
    attributes->device = -2;
    attributes->hostPointer = const_cast<void *>(address);
    if (is_device_memory(address, 0, &attributes->device)) {
        attributes->type = cudaMemoryTypeDevice;
        attributes->devicePointer = const_cast<void *>(address);
        attributes->hostPointer = nullptr;
    } else if (is_pinned(address, 0)) {
        attributes->type = cudaMemoryTypeHost;
        attributes->device = 0;
        attributes->devicePointer = const_cast<void *>(address);
    }
    return cudaSuccess;
}

std::size_t cudasim_leaks(void)
{
    api_call guard;
    return device_allocations() + pinned_allocations() + live_streams() + live_events() + live_graphs();
}

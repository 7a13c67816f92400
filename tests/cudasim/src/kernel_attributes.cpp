/* What a kernel may ask for, and how many of its blocks a multiprocessor holds. */
#include "api_call.h"
#include "device.h"
#include "kernel.h"

#include <algorithm>
#include <map>

namespace cudasim
{

namespace
{

/* The simulator's compiler counts no registers; a thread is taken to need many, as far as the block lets it. */
int assumed_registers(int threads) { return std::min(128, REGISTERS / threads); }

std::map<const void *, std::size_t> &limits()
{
    static std::map<const void *, std::size_t> all;
    return all;
}

std::size_t most_shared_per_block() { return static_cast<std::size_t>(described_device().shared_kib_per_block) << 10; }

int resident_blocks(int threads, std::size_t dynamic_shared)
{
    const device_description &device = described_device();
    int warps = (threads + WARP - 1) / WARP;
    int by_threads = device.threads_per_multiprocessor / (warps * WARP);
    int by_registers = REGISTERS / (assumed_registers(threads) * warps * WARP);
    std::size_t needed = dynamic_shared + static_cast<std::size_t>(device.reserved_shared_bytes);
    std::size_t available = static_cast<std::size_t>(device.shared_kib_per_multiprocessor) << 10;
    int by_shared = needed == 0 ? device.blocks_per_multiprocessor : static_cast<int>(available / needed);
    return std::min({by_threads, by_registers, by_shared, device.blocks_per_multiprocessor});
}

} // namespace

std::size_t dynamic_shared_limit(const void *kernel)
{
    auto known = limits().find(kernel);
    if (known == limits().end()) return SHARED_WITHOUT_ASKING;
    return std::max<std::size_t>(known->second, SHARED_WITHOUT_ASKING);
}

} // namespace cudasim

using namespace cudasim;

cudaError_t cudaFuncSetAttribute(const void *kernel, cudaFuncAttribute attribute, int value)
{
    api_call guard;
    if (kernel == nullptr) return keep(cudaErrorInvalidDeviceFunction);
    if (attribute == cudaFuncAttributePreferredSharedMemoryCarveout) return cudaSuccess;
    if (attribute != cudaFuncAttributeMaxDynamicSharedMemorySize) return keep(cudaErrorNotSupported);
    if (value < 0 || static_cast<std::size_t>(value) > most_shared_per_block()) return keep(cudaErrorInvalidValue);
    limits()[kernel] = static_cast<std::size_t>(value);
    return cudaSuccess;
}

cudaError_t cudaFuncGetAttributes(cudaFuncAttributes *attributes, const void *kernel)
{
    api_call guard;
    if (kernel == nullptr) return keep(cudaErrorInvalidDeviceFunction);
    *attributes = cudaFuncAttributes();
    attributes->maxThreadsPerBlock = THREADS_PER_BLOCK;
    attributes->numRegs = assumed_registers(THREADS_PER_BLOCK);
    attributes->ptxVersion = described_device().arch;
    attributes->binaryVersion = described_device().arch;
    attributes->maxDynamicSharedSizeBytes = static_cast<int>(dynamic_shared_limit(kernel));
    return cudaSuccess;
}

cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, const void *kernel, int threads,
                                                                   size_t dynamic_shared, unsigned int)
{
    api_call guard;
    if (kernel == nullptr) return keep(cudaErrorInvalidDeviceFunction);
    if (threads < 1 || threads > THREADS_PER_BLOCK) return keep(cudaErrorInvalidValue);
    *blocks = dynamic_shared > dynamic_shared_limit(kernel) ? 0 : resident_blocks(threads, dynamic_shared);
    return cudaSuccess;
}

cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, const void *kernel, int threads,
                                                          size_t dynamic_shared)
{
    return cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(blocks, kernel, threads, dynamic_shared, 0);
}

/**
 * @file kernel_launch.h
 * What every launch of a kernel needs.
 */
#ifndef CUDA_KERNEL_LAUNCH_H
#define CUDA_KERNEL_LAUNCH_H

#include "device.h"

/**
 * Get a kernel ready: it may use as much dynamic shared memory as the device has for a block, whatever the solver at
 * hand needs, as the limit is the kernel's and not a solver's.
 *
 * @param[out] blocks_per_multiprocessor  resident at once; 0 if one alone does not fit
 * @return cudaSuccess or an error
 */
template <class Kernel>
int kernel_prepare(Kernel *kernel, int threads, size_t shared_bytes, int *blocks_per_multiprocessor)
{
    int device = 0;
    int most = 0;
    cudaFuncAttributes of_kernel;
    cudaError_t failed = cudaGetDevice(&device);
    if (failed == cudaSuccess) failed = cudaDeviceGetAttribute(&most, cudaDevAttrMaxSharedMemoryPerBlockOptin, device);
    if (failed == cudaSuccess) failed = cudaFuncGetAttributes(&of_kernel, kernel);
    if (failed == cudaSuccess)
        failed = cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                      most - (int)of_kernel.sharedSizeBytes);
    *blocks_per_multiprocessor = 0;
    if (failed != cudaSuccess || shared_bytes > (size_t)most - of_kernel.sharedSizeBytes) return (int)failed;
    return (int)cudaOccupancyMaxActiveBlocksPerMultiprocessor(blocks_per_multiprocessor, kernel, threads, shared_bytes);
}

inline cudaLaunchConfig_t kernel_config(int blocks, int threads, size_t shared_bytes, void *stream)
{
    cudaLaunchConfig_t config = {};
    config.gridDim = dim3((unsigned)blocks);
    config.blockDim = dim3((unsigned)threads);
    config.dynamicSmemBytes = shared_bytes;
    config.stream = (cudaStream_t)stream;
    return config;
}

#endif

/**
 * @file kernel_launch.h
 * What every launch of a kernel needs.
 */
#ifndef CUDA_KERNEL_LAUNCH_H
#define CUDA_KERNEL_LAUNCH_H

#include "device.h"

/** Allow a kernel so much dynamic shared memory. @return cudaSuccess or an error; blocks resident per multiprocessor.
 */
template <class Kernel>
int kernel_prepare(Kernel *kernel, int threads, size_t shared_bytes, int *blocks_per_multiprocessor)
{
    cudaError_t failed = cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, (int)shared_bytes);
    if (failed != cudaSuccess) return (int)failed;
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

/* The overloads that spare C++ a cast, as the toolkit's <cuda_runtime.h> has them. */
#ifndef CUDASIM_OWN_OVERLOADS_H
#define CUDASIM_OWN_OVERLOADS_H

#include "functions.h"

#ifdef __cplusplus

template <class T> cudaError_t cudaMalloc(T **address, size_t bytes)
{
    return cudaMalloc(reinterpret_cast<void **>(address), bytes);
}

template <class T> cudaError_t cudaMallocAsync(T **address, size_t bytes, cudaStream_t stream)
{
    return cudaMallocAsync(reinterpret_cast<void **>(address), bytes, stream);
}

template <class T> cudaError_t cudaMallocHost(T **address, size_t bytes)
{
    return cudaMallocHost(reinterpret_cast<void **>(address), bytes);
}

template <class T> cudaError_t cudaHostAlloc(T **address, size_t bytes, unsigned int flags)
{
    return cudaHostAlloc(reinterpret_cast<void **>(address), bytes, flags);
}

template <class T>
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, T kernel, int threads, size_t dynamic_shared)
{
    return cudaOccupancyMaxActiveBlocksPerMultiprocessor(blocks, reinterpret_cast<const void *>(kernel), threads,
                                                         dynamic_shared);
}

static inline uint3 make_uint3(unsigned int x, unsigned int y, unsigned int z) { return uint3{x, y, z}; }
static inline double2 make_double2(double x, double y) { return double2{x, y}; }
static inline float2 make_float2(float x, float y) { return float2{x, y}; }
static inline float4 make_float4(float x, float y, float z, float w) { return float4{x, y, z, w}; }
static inline int2 make_int2(int x, int y) { return int2{x, y}; }
static inline int4 make_int4(int x, int y, int z, int w) { return int4{x, y, z, w}; }

#endif

#endif

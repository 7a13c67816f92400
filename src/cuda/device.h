/**
 * @file device.h
 * The compiler's view of a device: CUDA's own, or that of the simulator in tests/cudasim, which runs the same text on a
 * CPU. Kernels are launched with cudaLaunchKernelEx() only, plain C++ that both understand.
 */
#ifndef CUDA_DEVICE_H
#define CUDA_DEVICE_H

#ifdef CONELET_CUDASIM
#include "cudasim.h"
#else
#include <cuda_runtime.h>
/** The block's dynamic shared memory, as an array. */
#define DYNAMIC_SHARED(type, name) extern __shared__ __align__(16) type name[]
#endif

#endif

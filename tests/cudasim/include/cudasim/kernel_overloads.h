/* What the CUDA compiler lets one ask of a kernel without casting its address. */
#ifndef CUDASIM_KERNEL_OVERLOADS_H
#define CUDASIM_KERNEL_OVERLOADS_H

#include "api.h"

template <class T> cudaError_t cudaFuncGetAttributes(cudaFuncAttributes *attributes, T *kernel)
{
    return cudaFuncGetAttributes(attributes, reinterpret_cast<const void *>(kernel));
}

template <class T> cudaError_t cudaFuncSetAttribute(T *kernel, cudaFuncAttribute attribute, int value)
{
    return cudaFuncSetAttribute(reinterpret_cast<const void *>(kernel), attribute, value);
}

#endif

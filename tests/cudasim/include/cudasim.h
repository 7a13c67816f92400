/**
 * @file cudasim.h
 * Stands in for the CUDA compiler and runtime: device code that includes this compiles as C++17 for the CPU, and runs
 * on libcudasim, one fibre per CUDA thread. Where the toolkit is found its own headers declare the API, so that every
 * signature is checked; elsewhere cudasim/own declares what we use of it. C code gets the API alone.
 *
 *     kernels are launched by           cudaLaunchKernelEx(&config, kernel, arguments...)
 *     dynamic shared memory is          DYNAMIC_SHARED(double, name);
 *     a module that includes this       must not use thread_local for anything of its own
 */
#ifndef CUDASIM_H
#define CUDASIM_H

#include "cudasim/api.h"
#include "cudasim/control.h"

#ifdef __cplusplus
#include "cudasim/arithmetic.h"
#include "cudasim/atomics.h"
#include "cudasim/barrier.h"
#include "cudasim/condition.h"
#include "cudasim/copy.h"
#include "cudasim/kernel_overloads.h"
#include "cudasim/keywords.h"
#include "cudasim/launch.h"
#include "cudasim/module.h"
#include "cudasim/shared.h"
#include "cudasim/warp.h"
#endif

#endif

/**
 * @file library_calls.h
 * The functions of cuBLAS and cuSOLVER that the library executor calls. Both libraries are large (some 0.1 seconds and
 * 200 MB to load), and most solvers need neither: they are opened when the first solver does.
 */
#ifndef CUDA_LIBRARY_CALLS_H
#define CUDA_LIBRARY_CALLS_H

#include "device.h"

#ifdef CONELET_CUDASIM
#include "cudasim/math_libraries.h"
#else
#include <cublas_v2.h>
#include <cusolverDn.h>
#endif

typedef struct library_calls {
    decltype(&cublasCreate) blas_create;
    decltype(&cublasDestroy) blas_destroy;
    decltype(&cublasSetStream) blas_set_stream;
    decltype(&cublasSetWorkspace) blas_set_workspace;
    decltype(&cublasDgemmStridedBatched) multiply;
    decltype(&cublasDgemmBatched) multiply_listed;
    decltype(&cublasDtrsmBatched) substitute_listed;
    decltype(&cusolverDnCreate) solver_create;
    decltype(&cusolverDnDestroy) solver_destroy;
    decltype(&cusolverDnSetStream) solver_set_stream;
    decltype(&cusolverDnDpotrfBatched) factor;
} library_calls;

/** Open the libraries, if that has not been done. @return NULL where there is one that cannot be opened */
const library_calls *library_calls_open(void);

/** What a library answers, as the runtime would say it. */
cudaError_t library_answer(cublasStatus_t status);
cudaError_t library_answer(cusolverStatus_t status);

#endif

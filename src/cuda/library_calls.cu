/* Opening cuBLAS and cuSOLVER. */
#include "library_calls.h"

#include <dlfcn.h>

/* The versions of the headers, whose interface is theirs. */
#define TEXT_OF(number)            #number
#define VERSIONED(library, number) library TEXT_OF(number)
#ifndef CONELET_BLAS_LIBRARY
#define CONELET_BLAS_LIBRARY   VERSIONED("libcublas.so.", CUBLAS_VER_MAJOR)
#define CONELET_SOLVER_LIBRARY VERSIONED("libcusolver.so.", CUSOLVER_VER_MAJOR)
#endif
#define NAME_OF(function) TEXT_OF(function)

template <class Function> static bool find(void *library, const char *name, Function *function)
{
    *function = (Function)dlsym(library, name);
    return *function != NULL;
}

static bool find_all(void *blas, void *solver, library_calls *calls)
{
    return find(blas, NAME_OF(cublasCreate), &calls->blas_create) &&
           find(blas, NAME_OF(cublasDestroy), &calls->blas_destroy) &&
           find(blas, NAME_OF(cublasSetStream), &calls->blas_set_stream) &&
           find(blas, NAME_OF(cublasSetWorkspace), &calls->blas_set_workspace) &&
           find(blas, NAME_OF(cublasDgemmStridedBatched), &calls->multiply) &&
           find(blas, NAME_OF(cublasDgemmBatched), &calls->multiply_listed) &&
           find(blas, NAME_OF(cublasDtrsmBatched), &calls->substitute_listed) &&
           find(solver, NAME_OF(cusolverDnCreate), &calls->solver_create) &&
           find(solver, NAME_OF(cusolverDnDestroy), &calls->solver_destroy) &&
           find(solver, NAME_OF(cusolverDnSetStream), &calls->solver_set_stream) &&
           find(solver, NAME_OF(cusolverDnDpotrfBatched), &calls->factor);
}

/* They stay open: what they started on a device may outlive every solver. */
static const library_calls *open_libraries(void)
{
    static library_calls calls;
    void *blas = dlopen(CONELET_BLAS_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    void *solver = blas ? dlopen(CONELET_SOLVER_LIBRARY, RTLD_NOW | RTLD_LOCAL) : NULL;
    return solver && find_all(blas, solver, &calls) ? &calls : NULL;
}

const library_calls *library_calls_open(void)
{
    static const library_calls *const opened = open_libraries();
    return opened;
}

cudaError_t library_answer(cublasStatus_t status)
{
    if (status == CUBLAS_STATUS_SUCCESS) return cudaSuccess;
    return status == CUBLAS_STATUS_ALLOC_FAILED ? cudaErrorMemoryAllocation : cudaErrorUnknown;
}

cudaError_t library_answer(cusolverStatus_t status)
{
    if (status == CUSOLVER_STATUS_SUCCESS) return cudaSuccess;
    return status == CUSOLVER_STATUS_ALLOC_FAILED ? cudaErrorMemoryAllocation : cudaErrorUnknown;
}

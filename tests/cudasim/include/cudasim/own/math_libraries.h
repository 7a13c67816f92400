/* What we use of cuBLAS and cuSOLVER, for machines without the toolkit: names and values of CUDA 13. */
#ifndef CUDASIM_OWN_MATH_LIBRARIES_H
#define CUDASIM_OWN_MATH_LIBRARIES_H

#include "types.h"

#define CUBLAS_VER_MAJOR   13
#define CUSOLVER_VER_MAJOR 12

typedef struct cublasContext *cublasHandle_t;
typedef struct cusolverDnContext *cusolverDnHandle_t;

typedef enum {
    CUBLAS_STATUS_SUCCESS = 0,
    CUBLAS_STATUS_NOT_INITIALIZED = 1,
    CUBLAS_STATUS_ALLOC_FAILED = 3,
    CUBLAS_STATUS_INVALID_VALUE = 7,
    CUBLAS_STATUS_EXECUTION_FAILED = 13
} cublasStatus_t;

typedef enum {
    CUSOLVER_STATUS_SUCCESS = 0,
    CUSOLVER_STATUS_NOT_INITIALIZED = 1,
    CUSOLVER_STATUS_ALLOC_FAILED = 2,
    CUSOLVER_STATUS_INVALID_VALUE = 3,
    CUSOLVER_STATUS_EXECUTION_FAILED = 6
} cusolverStatus_t;

typedef enum { CUBLAS_FILL_MODE_LOWER = 0, CUBLAS_FILL_MODE_UPPER = 1 } cublasFillMode_t;
typedef enum { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1 } cublasOperation_t;
typedef enum { CUBLAS_SIDE_LEFT = 0, CUBLAS_SIDE_RIGHT = 1 } cublasSideMode_t;
typedef enum { CUBLAS_DIAG_NON_UNIT = 0, CUBLAS_DIAG_UNIT = 1 } cublasDiagType_t;

#define cublasCreate       cublasCreate_v2
#define cublasDestroy      cublasDestroy_v2
#define cublasSetStream    cublasSetStream_v2
#define cublasSetWorkspace cublasSetWorkspace_v2

#ifdef __cplusplus
extern "C" {
#endif

cublasStatus_t cublasCreate(cublasHandle_t *handle);
cublasStatus_t cublasDestroy(cublasHandle_t handle);
cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream);
cublasStatus_t cublasSetWorkspace(cublasHandle_t handle, void *workspace, size_t bytes);
cublasStatus_t cublasDgemmStridedBatched(cublasHandle_t handle, cublasOperation_t of_A, cublasOperation_t of_B, int m,
                                         int n, int k, const double *alpha, const double *A, int lda,
                                         long long int stride_A, const double *B, int ldb, long long int stride_B,
                                         const double *beta, double *C, int ldc, long long int stride_C, int count);
cublasStatus_t cublasDgemmBatched(cublasHandle_t handle, cublasOperation_t of_A, cublasOperation_t of_B, int m, int n,
                                  int k, const double *alpha, const double *const A[], int lda, const double *const B[],
                                  int ldb, const double *beta, double *const C[], int ldc, int count);
cublasStatus_t cublasDtrsmBatched(cublasHandle_t handle, cublasSideMode_t side, cublasFillMode_t fill,
                                  cublasOperation_t of_A, cublasDiagType_t diagonal, int m, int n, const double *alpha,
                                  const double *const A[], int lda, double *const B[], int ldb, int count);

cusolverStatus_t cusolverDnCreate(cusolverDnHandle_t *handle);
cusolverStatus_t cusolverDnDestroy(cusolverDnHandle_t handle);
cusolverStatus_t cusolverDnSetStream(cusolverDnHandle_t handle, cudaStream_t stream);
cusolverStatus_t cusolverDnDpotrfBatched(cusolverDnHandle_t handle, cublasFillMode_t fill, int n, double *A[], int lda,
                                         int *info, int count);

#ifdef __cplusplus
}
#endif

#endif

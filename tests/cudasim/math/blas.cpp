/* cuBLAS: handles, and products of matrices, column after column. */
#include "blas.h"
#include "../src/api_call.h"
#include "../src/capture.h"
#include "../src/memory.h"
#include "../src/report.h"
#include "../src/stream.h"

#include <cstdlib>
#include <set>

extern "C" void dgemm_(const char *of_A, const char *of_B, const int *m, const int *n, const int *k,
                       const double *alpha, const double *A, const int *lda, const double *B, const int *ldb,
                       const double *beta, double *C, const int *ldc, std::size_t, std::size_t);

struct cublasContext {
    cudaStream_t stream = nullptr;
    void *workspace = nullptr;
};

namespace cudasim
{

namespace
{

const char *const function = "cublasDgemmStridedBatched";

std::set<cublasHandle_t> known;

/* One of the three arrays: `count` matrices, `stride` numbers apart. */
struct matrices {
    double *numbers;
    int rows, columns; /* in memory */
    int leading;
    long long stride;
};

struct product {
    const char *of_A, *of_B;
    int m, n, k;
    double alpha, beta;
    matrices A, B, C;
    int count;
};

void check(const matrices &of, int count, const char *name)
{
    if (of.leading < of.rows || of.leading < 1) fail("%s: the columns of %s overlap", function, name);
    if (of.rows == 0 || of.columns == 0) return;
    std::size_t one = static_cast<std::size_t>(of.leading) * static_cast<std::size_t>(of.columns - 1) +
                      static_cast<std::size_t>(of.rows);
    std::size_t all = static_cast<std::size_t>(of.stride) * static_cast<std::size_t>(count - 1) + one;
    need_device(of.numbers, all * sizeof(double), function, name);
}

void check(const product &wanted)
{
    if (wanted.m < 0 || wanted.n < 0 || wanted.k < 0 || wanted.count < 1) fail("%s: a size is wrong", function);
    check(wanted.A, wanted.count, "A");
    check(wanted.B, wanted.count, "B");
    check(wanted.C, wanted.count, "C");
    long long of_C = static_cast<long long>(wanted.C.leading) * wanted.C.columns;
    if (wanted.count > 1 && wanted.C.stride < of_C) fail("%s: the matrices of C overlap", function);
}

void run(const product &wanted)
{
    check(wanted); /* memory may be gone by now */
    for (int k = 0; k < wanted.count; k++)
        dgemm_(wanted.of_A, wanted.of_B, &wanted.m, &wanted.n, &wanted.k, &wanted.alpha,
               wanted.A.numbers + k * wanted.A.stride, &wanted.A.leading, wanted.B.numbers + k * wanted.B.stride,
               &wanted.B.leading, &wanted.beta, wanted.C.numbers + k * wanted.C.stride, &wanted.C.leading, 1, 1);
}

} // namespace

void need_handle(cublasHandle_t handle, const char *function)
{
    if (known.count(handle) == 0) fail("%s: there is no such handle", function);
}

cudaStream_t stream_for_work(cublasHandle_t handle, const char *function)
{
    need_stream(handle->stream, function);
    bool is_captured = find_stream(handle->stream)->capture != nullptr;
    if (is_captured && handle->workspace == nullptr)
        fail("%s is captured without a workspace: it would allocate", function);
    return handle->stream;
}

const char *letter_of(cublasOperation_t operation, const char *function)
{
    if (operation != CUBLAS_OP_N && operation != CUBLAS_OP_T) fail("%s: which operation?", function);
    return operation == CUBLAS_OP_T ? "T" : "N";
}

double host_scalar(const double *scalar, const char *function, const char *argument)
{
    if (in_device_space(scalar)) fail("%s: %s is not the host's", function, argument);
    return *scalar;
}

} // namespace cudasim

using namespace cudasim;

cublasStatus_t cublasCreate(cublasHandle_t *handle)
{
    api_call guard(CUDASIM_ALLOCATION, "cublasCreate");
    if (math_call_fails()) return CUBLAS_STATUS_ALLOC_FAILED;
    *handle = new cublasContext;
    known.insert(*handle);
    count_handles(1);
    return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasDestroy(cublasHandle_t handle)
{
    api_call guard(CUDASIM_ALLOCATION, "cublasDestroy");
    need_handle(handle, "cublasDestroy");
    known.erase(handle);
    delete handle;
    count_handles(-1);
    return CUBLAS_STATUS_SUCCESS;
}

/* Takes the handle's workspace away, as the real one does. */
cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream)
{
    api_call guard;
    need_handle(handle, "cublasSetStream");
    if (math_call_fails()) return CUBLAS_STATUS_NOT_INITIALIZED;
    need_stream(stream, "cublasSetStream");
    handle->stream = stream;
    handle->workspace = nullptr;
    return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasSetWorkspace(cublasHandle_t handle, void *workspace, size_t bytes)
{
    api_call guard;
    need_handle(handle, "cublasSetWorkspace");
    if (math_call_fails()) return CUBLAS_STATUS_INVALID_VALUE;
    need_device(workspace, bytes, "cublasSetWorkspace", "the workspace");
    if (reinterpret_cast<std::uintptr_t>(workspace) % 256 != 0) fail("cublasSetWorkspace: not aligned to 256 bytes");
    handle->workspace = workspace;
    return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasDgemmStridedBatched(cublasHandle_t handle, cublasOperation_t of_A, cublasOperation_t of_B, int m,
                                         int n, int k, const double *alpha, const double *A, int lda,
                                         long long int stride_A, const double *B, int ldb, long long int stride_B,
                                         const double *beta, double *C, int ldc, long long int stride_C, int count)
{
    api_call guard;
    need_handle(handle, function);
    if (math_call_fails()) return CUBLAS_STATUS_EXECUTION_FAILED;
    cudaStream_t stream = stream_for_work(handle, function);
    product wanted{letter_of(of_A, function),
                   letter_of(of_B, function),
                   m,
                   n,
                   k,
                   host_scalar(alpha, function, "alpha"),
                   host_scalar(beta, function, "beta"),
                   {},
                   {},
                   {},
                   count};
    bool turned_A = of_A == CUBLAS_OP_T;
    bool turned_B = of_B == CUBLAS_OP_T;
    wanted.A = {const_cast<double *>(A), turned_A ? k : m, turned_A ? m : k, lda, stride_A};
    wanted.B = {const_cast<double *>(B), turned_B ? n : k, turned_B ? k : n, ldb, stride_B};
    wanted.C = {C, m, n, ldc, stride_C};
    check(wanted);
    cudaError_t error = enqueue(stream, [wanted] { run(wanted); });
    return error == cudaSuccess ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

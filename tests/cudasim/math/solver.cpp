/* cuSOLVER: Cholesky factors of many matrices. */
#include "../src/api_call.h"
#include "../src/memory.h"
#include "../src/report.h"
#include "../src/stream.h"
#include "call.h"

#include <cmath>
#include <set>

extern "C" void dpotrf_(const char *fill, const int *n, double *A, const int *lda, int *info, std::size_t);

struct cusolverDnContext {
    cudaStream_t stream = nullptr;
};

namespace cudasim
{

namespace
{

std::set<cusolverDnHandle_t> known;
std::uint64_t factors;
std::uint64_t factors_since;
std::uint64_t first_to_break;
std::uint64_t past_those_to_break;

struct batch {
    bool upper;
    int n;
    double **A;
    int lda;
    int *info;
    int count;
};

cusolverDnHandle_t find(cusolverDnHandle_t handle, const char *function)
{
    if (known.count(handle) == 0) fail("%s: there is no such handle", function);
    return handle;
}

/* The pointers themselves lie on the device: only there can they be looked at. */
void check(const batch &wanted)
{
    if (wanted.n < 1 || wanted.lda < wanted.n || wanted.count < 1) fail("cusolverDnDpotrfBatched: a size is wrong");
    std::size_t count = static_cast<std::size_t>(wanted.count);
    need_device(wanted.A, count * sizeof *wanted.A, "cusolverDnDpotrfBatched", "the array of pointers");
    need_device(wanted.info, count * sizeof *wanted.info, "cusolverDnDpotrfBatched", "info");
}

/* The other triangle is the real function's workspace: nobody may count on it. */
void spoil_other(const batch &wanted, double *A)
{
    for (int column = 0; column < wanted.n; column++)
        for (int row = 0; row < wanted.n; row++)
            if (wanted.upper ? row > column : row < column) A[column * wanted.lda + row] = NAN;
}

void factor(const batch &wanted, double *A, int *info)
{
    std::size_t numbers = static_cast<std::size_t>(wanted.lda) * static_cast<std::size_t>(wanted.n - 1) +
                          static_cast<std::size_t>(wanted.n);
    need_device(A, numbers * sizeof *A, "cusolverDnDpotrfBatched", "a matrix");
    factors++;
    factors_since++;
    if (factors_since >= first_to_break && factors_since < past_those_to_break) A[0] = -1;
    dpotrf_(wanted.upper ? "U" : "L", &wanted.n, A, &wanted.lda, info, 1);
    spoil_other(wanted, A);
}

void run(const batch &wanted)
{
    check(wanted);
    for (int k = 0; k < wanted.count; k++) factor(wanted, wanted.A[k], &wanted.info[k]);
}

} // namespace

} // namespace cudasim

using namespace cudasim;

std::uint64_t cudasim_math_factors(void) { return factors; }

void cudasim_math_break(std::uint64_t nth, std::uint64_t count)
{
    first_to_break = nth;
    past_those_to_break = nth + count;
    factors_since = 0;
}

cusolverStatus_t cusolverDnCreate(cusolverDnHandle_t *handle)
{
    api_call guard(CUDASIM_ALLOCATION, "cusolverDnCreate");
    if (math_call_fails()) return CUSOLVER_STATUS_ALLOC_FAILED;
    *handle = new cusolverDnContext;
    known.insert(*handle);
    count_handles(1);
    return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnDestroy(cusolverDnHandle_t handle)
{
    api_call guard(CUDASIM_ALLOCATION, "cusolverDnDestroy");
    known.erase(find(handle, "cusolverDnDestroy"));
    delete handle;
    count_handles(-1);
    return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnSetStream(cusolverDnHandle_t handle, cudaStream_t stream)
{
    api_call guard;
    find(handle, "cusolverDnSetStream");
    if (math_call_fails()) return CUSOLVER_STATUS_NOT_INITIALIZED;
    need_stream(stream, "cusolverDnSetStream");
    handle->stream = stream;
    return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnDpotrfBatched(cusolverDnHandle_t handle, cublasFillMode_t fill, int n, double *A[], int lda,
                                         int *info, int count)
{
    api_call guard;
    find(handle, "cusolverDnDpotrfBatched");
    if (math_call_fails()) return CUSOLVER_STATUS_EXECUTION_FAILED;
    need_stream(handle->stream, "cusolverDnDpotrfBatched");
    if (fill != CUBLAS_FILL_MODE_UPPER && fill != CUBLAS_FILL_MODE_LOWER)
        fail("cusolverDnDpotrfBatched: which triangle?");
    batch wanted{fill == CUBLAS_FILL_MODE_UPPER, n, A, lda, info, count};
    check(wanted);
    cudaError_t error = enqueue(handle->stream, [wanted] { run(wanted); });
    return error == cudaSuccess ? CUSOLVER_STATUS_SUCCESS : CUSOLVER_STATUS_EXECUTION_FAILED;
}

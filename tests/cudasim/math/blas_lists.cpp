/* cuBLAS: products and substitutions of matrices whose places are listed. The lists lie on the device, so only there
   can be looked at where the matrices are. */
#include "../src/api_call.h"
#include "../src/report.h"
#include "../src/stream.h"
#include "blas.h"

#include <cstddef>

extern "C" void dgemm_(const char *of_A, const char *of_B, const int *m, const int *n, const int *k,
                       const double *alpha, const double *A, const int *lda, const double *B, const int *ldb,
                       const double *beta, double *C, const int *ldc, std::size_t, std::size_t);
extern "C" void dtrsm_(const char *side, const char *fill, const char *of_A, const char *diagonal, const int *m,
                       const int *n, const double *alpha, const double *A, const int *lda, double *B, const int *ldb,
                       std::size_t, std::size_t, std::size_t, std::size_t);

namespace cudasim
{

namespace
{

/* One of the arguments of a call. */
struct matrix_list {
    const char *name;
    double *const *matrices;
    int rows, columns; /* in memory */
    int leading;
};

struct product {
    const char *of_A, *of_B;
    int m, n, k;
    double alpha, beta;
    matrix_list A, B, C;
    int count;
};

struct substitution {
    const char *side, *fill, *of_A, *diagonal;
    int m, n;
    double alpha;
    matrix_list A, B;
    int count;
};

const char *const for_products = "cublasDgemmBatched";
const char *const for_substitutions = "cublasDtrsmBatched";

matrix_list list_of(const char *name, const double *const *matrices, int rows, int columns, int leading)
{
    return {name, const_cast<double *const *>(matrices), rows, columns, leading};
}

void check(const matrix_list &of, int count, const char *function)
{
    if (of.rows < 0 || of.columns < 0 || count < 1) fail("%s: a size is wrong", function);
    if (of.leading < of.rows || of.leading < 1) fail("%s: the columns of %s overlap", function, of.name);
    need_device(of.matrices, static_cast<std::size_t>(count) * sizeof *of.matrices, function, "the list of a matrix");
}

/* The kth matrix, all of which has to be the device's. */
double *matrix_at(const matrix_list &of, int k, const char *function)
{
    double *numbers = of.matrices[k];
    if (of.rows == 0 || of.columns == 0) return numbers;
    std::size_t count = static_cast<std::size_t>(of.leading) * static_cast<std::size_t>(of.columns - 1) +
                        static_cast<std::size_t>(of.rows);
    need_device(numbers, count * sizeof *numbers, function, of.name);
    return numbers;
}

void check(const product &of)
{
    for (const matrix_list *each : {&of.A, &of.B, &of.C}) check(*each, of.count, for_products);
}

void check(const substitution &of)
{
    for (const matrix_list *each : {&of.A, &of.B}) check(*each, of.count, for_substitutions);
}

void run(const product &of)
{
    check(of); /* memory may be gone by now */
    for (int k = 0; k < of.count; k++)
        dgemm_(of.of_A, of.of_B, &of.m, &of.n, &of.k, &of.alpha, matrix_at(of.A, k, for_products), &of.A.leading,
               matrix_at(of.B, k, for_products), &of.B.leading, &of.beta, matrix_at(of.C, k, for_products),
               &of.C.leading, 1, 1);
}

void run(const substitution &of)
{
    check(of);
    for (int k = 0; k < of.count; k++)
        dtrsm_(of.side, of.fill, of.of_A, of.diagonal, &of.m, &of.n, &of.alpha, matrix_at(of.A, k, for_substitutions),
               &of.A.leading, matrix_at(of.B, k, for_substitutions), &of.B.leading, 1, 1, 1, 1);
}

template <class Work> cublasStatus_t start(cudaStream_t stream, const Work &wanted)
{
    check(wanted);
    cudaError_t error = enqueue(stream, [wanted] { run(wanted); });
    return error == cudaSuccess ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

} // namespace

} // namespace cudasim

using namespace cudasim;

cublasStatus_t cublasDgemmBatched(cublasHandle_t handle, cublasOperation_t of_A, cublasOperation_t of_B, int m, int n,
                                  int k, const double *alpha, const double *const A[], int lda, const double *const B[],
                                  int ldb, const double *beta, double *const C[], int ldc, int count)
{
    api_call guard;
    need_handle(handle, for_products);
    if (math_call_fails()) return CUBLAS_STATUS_EXECUTION_FAILED;
    cudaStream_t stream = stream_for_work(handle, for_products);
    bool turned_A = of_A == CUBLAS_OP_T;
    bool turned_B = of_B == CUBLAS_OP_T;
    return start(stream,
                 product{letter_of(of_A, for_products), letter_of(of_B, for_products), m, n, k,
                         host_scalar(alpha, for_products, "alpha"), host_scalar(beta, for_products, "beta"),
                         list_of("A", A, turned_A ? k : m, turned_A ? m : k, lda),
                         list_of("B", B, turned_B ? n : k, turned_B ? k : n, ldb), list_of("C", C, m, n, ldc), count});
}

cublasStatus_t cublasDtrsmBatched(cublasHandle_t handle, cublasSideMode_t side, cublasFillMode_t fill,
                                  cublasOperation_t of_A, cublasDiagType_t diagonal, int m, int n, const double *alpha,
                                  const double *const A[], int lda, double *const B[], int ldb, int count)
{
    api_call guard;
    need_handle(handle, for_substitutions);
    if (math_call_fails()) return CUBLAS_STATUS_EXECUTION_FAILED;
    cudaStream_t stream = stream_for_work(handle, for_substitutions);
    int order = side == CUBLAS_SIDE_LEFT ? m : n;
    return start(stream, substitution{side == CUBLAS_SIDE_LEFT ? "L" : "R", fill == CUBLAS_FILL_MODE_UPPER ? "U" : "L",
                                      letter_of(of_A, for_substitutions), diagonal == CUBLAS_DIAG_UNIT ? "U" : "N", m,
                                      n, host_scalar(alpha, for_substitutions, "alpha"),
                                      list_of("A", A, order, order, lda), list_of("B", B, m, n, ldb), count});
}

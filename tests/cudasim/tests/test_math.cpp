/* The functions of cuBLAS and cuSOLVER, by themselves: right answers in the order of a stream, and wrong calls. */
#include "check_cpp.h"
#include "child.h"
#include "device_array.h"
#include "launch_of.h"

#include "cudasim/math_libraries.h"

#include <cmath>
#include <vector>

namespace
{

enum { N = 3, ROWS = 2, COUNT = 2, PAD = 1, STRIDE_A = ROWS * N + PAD, STRIDE_C = N * N + PAD };

/* Handles on a stream of their own. */
struct libraries {
    cudaStream_t stream = nullptr;
    cublasHandle_t blas = nullptr;
    cusolverDnHandle_t solver = nullptr;
    device_array<char> workspace{256};

    libraries()
    {
        CHECK_OK(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
        CHECK_INT(cublasCreate(&blas), CUBLAS_STATUS_SUCCESS);
        CHECK_INT(cusolverDnCreate(&solver), CUSOLVER_STATUS_SUCCESS);
        CHECK_INT(cublasSetStream(blas, stream), CUBLAS_STATUS_SUCCESS);
        CHECK_INT(cublasSetWorkspace(blas, workspace.get(), 256), CUBLAS_STATUS_SUCCESS);
        CHECK_INT(cusolverDnSetStream(solver, stream), CUSOLVER_STATUS_SUCCESS);
    }

    ~libraries()
    {
        CHECK_INT(cublasDestroy(blas), CUBLAS_STATUS_SUCCESS);
        CHECK_INT(cusolverDnDestroy(solver), CUSOLVER_STATUS_SUCCESS);
        CHECK_OK(cudaStreamDestroy(stream));
        CHECK_INT(cudasim_math_handles(), 0);
    }
};

/* C += A'A for two matrices of two rows, with gaps between them; then C = U'U. */
struct two_products {
    libraries *with;
    device_array<double> A{std::vector<double>{1, 2, 3, 4, 5, 6, 0, 2, 0, 0, 3, 1, 1, 0}};
    device_array<double> C{std::vector<double>(COUNT * STRIDE_C, 0.0)};
    device_array<double *> list;
    device_array<int> info{std::vector<int>(COUNT, -1)};

    explicit two_products(libraries *with) : with(with), list({C.get(), C.get() + STRIDE_C})
    {
        std::vector<double> diagonal(COUNT * STRIDE_C, 0.0);
        for (int k = 0; k < COUNT; k++)
            for (int i = 0; i < N; i++) diagonal[k * STRIDE_C + i * N + i] = 1;
        CHECK_OK(cudaMemcpy(C.get(), diagonal.data(), diagonal.size() * sizeof(double), cudaMemcpyHostToDevice));
    }

    int multiply(const double *from, int leading) const
    {
        const double one = 1;
        return cublasDgemmStridedBatched(with->blas, CUBLAS_OP_T, CUBLAS_OP_N, N, N, ROWS, &one, from, leading,
                                         STRIDE_A, from, leading, STRIDE_A, &one, C.get(), N, STRIDE_C, COUNT);
    }

    int factor(double **of) const
    {
        return cusolverDnDpotrfBatched(with->solver, CUBLAS_FILL_MODE_UPPER, N, of, N, info.get(), COUNT);
    }

    /* |U'U - (I + A'A)| of the upper triangle, which is all that is there. */
    double error() const
    {
        std::vector<double> a = A.read();
        std::vector<double> u = C.read();
        double worst = 0;
        for (int k = 0; k < COUNT; k++)
            for (int i = 0; i < N; i++)
                for (int j = 0; j <= i; j++) {
                    double difference = i == j ? 1 : 0;
                    for (int row = 0; row < ROWS; row++)
                        difference += a[k * STRIDE_A + i * ROWS + row] * a[k * STRIDE_A + j * ROWS + row];
                    for (int row = 0; row <= j; row++)
                        difference -= u[k * STRIDE_C + i * N + row] * u[k * STRIDE_C + j * N + row];
                    worst = std::fmax(worst, std::fabs(difference));
                    if (std::isnan(difference)) worst = INFINITY;
                }
        return worst;
    }
};

void products_and_factors(void)
{
    libraries with;
    two_products of(&with);
    cudasim_only_stream(with.stream);
    cudasim_forbid(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION);
    CHECK_INT(of.multiply(of.A.get(), ROWS), CUBLAS_STATUS_SUCCESS);
    CHECK_INT(of.factor(of.list.get()), CUSOLVER_STATUS_SUCCESS);
    cudasim_allow();
    CHECK_OK(cudaStreamSynchronize(with.stream));
    CHECK_THAT(of.error() <= 1e-14, "U'U is off by %g", of.error());
    for (int info : of.info.read()) CHECK_INT(info, 0);
    std::vector<double> u = of.C.read();
    CHECK(std::isnan(u[1])); /* the other triangle */
    CHECK(u[N * N] == 0);    /* between the matrices */
}

/* With U of two_products: V = U'^-1 B and G = V'V for two matrices B of two columns, whose places are listed. */
struct two_substitutions {
    enum { COLUMNS = 2, STRIDE_B = N * COLUMNS + PAD, STRIDE_G = COLUMNS * COLUMNS };
    libraries *with;
    std::vector<double> B{1, 2, 3, -1, 0, 4, 0, 2, -1, 1, 5, 0, 1, 0};
    device_array<double> V{B};
    device_array<double> G{std::vector<double>(COUNT * STRIDE_G, -7.0)};
    device_array<double *> of_V;
    device_array<double *> of_G;

    explicit two_substitutions(libraries *with)
        : with(with), of_V({V.get(), V.get() + STRIDE_B}), of_G({G.get(), G.get() + STRIDE_G})
    {
    }

    int substitute(double **U, double **to, int leading) const
    {
        const double one = 1;
        return cublasDtrsmBatched(with->blas, CUBLAS_SIDE_LEFT, CUBLAS_FILL_MODE_UPPER, CUBLAS_OP_T,
                                  CUBLAS_DIAG_NON_UNIT, N, COLUMNS, &one, U, N, to, leading, COUNT);
    }

    int multiply() const
    {
        const double one = 1, zero = 0;
        return cublasDgemmBatched(with->blas, CUBLAS_OP_T, CUBLAS_OP_N, COLUMNS, COLUMNS, N, &one, of_V.get(), N,
                                  of_V.get(), N, &zero, of_G.get(), COLUMNS, COUNT);
    }

    /* The largest number in U'V - B and in G - V'V. */
    double error(const std::vector<double> &u) const
    {
        std::vector<double> v = V.read();
        std::vector<double> g = G.read();
        double worst = 0;
        auto look_at = [&](double difference) {
            worst = std::isnan(difference) ? INFINITY : std::fmax(worst, std::fabs(difference));
        };
        for (int k = 0; k < COUNT; k++)
            for (int j = 0; j < COLUMNS; j++) {
                const double *column = &v[static_cast<std::size_t>(k * STRIDE_B + j * N)];
                for (int i = 0; i < N; i++) {
                    double difference = -B[static_cast<std::size_t>(k * STRIDE_B + j * N + i)];
                    for (int row = 0; row <= i; row++)
                        difference += u[static_cast<std::size_t>(k * STRIDE_C + i * N + row)] * column[row];
                    look_at(difference);
                }
                for (int i = 0; i < COLUMNS; i++) {
                    const double *other = &v[static_cast<std::size_t>(k * STRIDE_B + i * N)];
                    double difference = g[static_cast<std::size_t>(k * STRIDE_G + j * COLUMNS + i)];
                    for (int row = 0; row < N; row++) difference -= column[row] * other[row];
                    look_at(difference);
                }
            }
        return worst;
    }
};

void substitutions_of_listed_matrices(void)
{
    libraries with;
    two_products of(&with);
    two_substitutions then(&with);
    CHECK_INT(of.multiply(of.A.get(), ROWS), CUBLAS_STATUS_SUCCESS);
    CHECK_INT(of.factor(of.list.get()), CUSOLVER_STATUS_SUCCESS);
    cudasim_only_stream(with.stream);
    cudasim_forbid(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION);
    CHECK_INT(then.substitute(of.list.get(), then.of_V.get(), N), CUBLAS_STATUS_SUCCESS);
    CHECK_INT(then.multiply(), CUBLAS_STATUS_SUCCESS);
    cudasim_allow();
    CHECK_OK(cudaStreamSynchronize(with.stream));
    double error = then.error(of.C.read());
    CHECK_THAT(error <= 1e-14, "V or V'V is off by %g", error);
    CHECK(then.V.read()[then.STRIDE_B - PAD] == 0); /* between the matrices */
}

/* In a capture nothing runs; the graph then gives what plain calls give. */
void a_captured_product(void)
{
    libraries with;
    two_products of(&with);
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    CHECK_OK(cudaStreamBeginCapture(with.stream, cudaStreamCaptureModeGlobal));
    CHECK_INT(of.multiply(of.A.get(), ROWS), CUBLAS_STATUS_SUCCESS);
    CHECK_INT(of.factor(of.list.get()), CUSOLVER_STATUS_SUCCESS);
    CHECK_OK(cudaStreamEndCapture(with.stream, &graph));
    for (int info : of.info.read()) CHECK_INT(info, -1);
    CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
    CHECK_OK(cudaGraphLaunch(executable, with.stream));
    CHECK_OK(cudaStreamSynchronize(with.stream));
    CHECK_THAT(of.error() <= 1e-14, "U'U is off by %g", of.error());
    CHECK_OK(cudaGraphExecDestroy(executable));
    CHECK_OK(cudaGraphDestroy(graph));
}

/* A matrix that is not positive definite says where, and only that one. */
void a_factor_that_breaks_down(void)
{
    libraries with;
    two_products of(&with);
    cudasim_math_break(2, 1);
    CHECK_INT(of.factor(of.list.get()), CUSOLVER_STATUS_SUCCESS);
    CHECK_OK(cudaStreamSynchronize(with.stream));
    cudasim_math_break(0, 0);
    CHECK_INT(of.info.read()[0], 0);
    CHECK_INT(of.info.read()[1], 1);
}

void calls_that_fail(void)
{
    libraries with;
    two_products of(&with);
    cudasim_math_fail(2);
    CHECK_INT(of.multiply(of.A.get(), ROWS), CUBLAS_STATUS_SUCCESS);
    CHECK_INT(of.factor(of.list.get()), CUSOLVER_STATUS_EXECUTION_FAILED);
    CHECK_INT(cudasim_math_calls(), 2);
    two_substitutions then(&with);
    for (int nth = 1; nth <= 2; nth++) {
        cudasim_math_fail(static_cast<std::uint64_t>(nth));
        CHECK_INT(then.substitute(of.list.get(), then.of_V.get(), N),
                  nth == 1 ? CUBLAS_STATUS_EXECUTION_FAILED : CUBLAS_STATUS_SUCCESS);
        CHECK_INT(then.multiply(), nth == 2 ? CUBLAS_STATUS_EXECUTION_FAILED : CUBLAS_STATUS_SUCCESS);
        CHECK_INT(cudasim_math_calls(), 2);
    }
    cudasim_math_fail(1);
    cublasHandle_t none = nullptr;
    CHECK_INT(cublasCreate(&none), CUBLAS_STATUS_ALLOC_FAILED);
    CHECK(none == nullptr);
    cudasim_math_fail(0);
    CHECK_OK(cudaStreamSynchronize(with.stream));
}

/* What ends the process, each in a child of its own. */
void host_memory_for_a_matrix(void)
{
    libraries with;
    two_products of(&with);
    std::vector<double> host(COUNT * STRIDE_A);
    of.multiply(host.data(), ROWS);
}

void a_stride_that_is_too_long(void)
{
    libraries with;
    two_products of(&with);
    of.multiply(of.A.get() + PAD + 1, ROWS); /* the last matrix ends beside the allocation */
}

void columns_that_overlap(void)
{
    libraries with;
    two_products of(&with);
    of.multiply(of.A.get(), ROWS - 1);
}

void pointers_on_the_host(void)
{
    libraries with;
    two_products of(&with);
    std::vector<double *> list = {of.C.get(), of.C.get() + STRIDE_C};
    of.factor(list.data());
}

void a_handle_of_nobody(void)
{
    libraries with;
    two_products of(&with);
    cublasDestroy(with.blas);
    of.multiply(of.A.get(), ROWS);
}

void a_capture_without_a_workspace(void)
{
    libraries with;
    two_products of(&with);
    cublasSetStream(with.blas, with.stream);
    cudaStreamBeginCapture(with.stream, cudaStreamCaptureModeGlobal);
    of.multiply(of.A.get(), ROWS);
}

void a_list_on_the_host(void)
{
    libraries with;
    two_products of(&with);
    two_substitutions then(&with);
    std::vector<double *> list = {then.V.get(), then.V.get()};
    then.substitute(of.list.get(), list.data(), N);
}

void a_listed_matrix_on_the_host(void)
{
    libraries with;
    two_products of(&with);
    two_substitutions then(&with);
    std::vector<double> host(then.STRIDE_B);
    device_array<double *> list({host.data(), host.data()});
    then.substitute(of.list.get(), list.get(), N);
    cudaStreamSynchronize(with.stream);
}

void listed_columns_that_overlap(void)
{
    libraries with;
    two_products of(&with);
    two_substitutions then(&with);
    then.substitute(of.list.get(), then.of_V.get(), N - 1);
}

void wrong_calls(void)
{
    check_found(run_in_child(host_memory_for_a_matrix), "A is not");
    check_found(run_in_child(a_stride_that_is_too_long), "A is not");
    check_found(run_in_child(columns_that_overlap), "columns of A overlap");
    check_found(run_in_child(pointers_on_the_host), "array of pointers is not");
    check_found(run_in_child(a_list_on_the_host), "list of a matrix is not");
    check_found(run_in_child(a_listed_matrix_on_the_host), "B is not");
    check_found(run_in_child(listed_columns_that_overlap), "columns of B overlap");
    check_found(run_in_child(a_handle_of_nobody), "no such handle");
    check_found(run_in_child(a_capture_without_a_workspace), "without a workspace");
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(products_and_factors);
    RUN(substitutions_of_listed_matrices);
    RUN(a_captured_product);
    RUN(a_factor_that_breaks_down);
    RUN(calls_that_fail);
    RUN(wrong_calls);
    return check_report();
}

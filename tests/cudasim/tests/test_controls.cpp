/* What a test asks of the simulator beyond running kernels: calls that fail, streams that are watched, counts. */
#include "check_cpp.h"
#include "child.h"
#include "device_array.h"
#include "kernels.h"
#include "launch_of.h"

#include <vector>

namespace
{

enum { N = 40 };

cudaError_t add(cudaStream_t stream, const device_array<double> &x)
{
    cudaLaunchConfig_t config = launch_of(2, 32, 0, stream);
    return cudaLaunchKernelEx(&config, add_scaled, static_cast<int>(N), 1.0, x.get(), x.get());
}

/* The second one only, and the error is the one that a device gives. */
void the_nth_call_fails(void)
{
    double *memory = nullptr;
    cudasim_fail(CUDASIM_ALLOCATION, 2);
    {
        device_array<double> x(std::vector<double>(N, 1.0));
        CHECK_INT(cudaMalloc(&memory, 8), cudaErrorMemoryAllocation);
        CHECK_INT(cudaGetLastError(), cudaErrorMemoryAllocation);
        device_array<double> y(N);
        CHECK_INT(cudasim_calls(), 3);

        cudasim_fail(CUDASIM_LAUNCH, 2);
        CHECK_OK(add(nullptr, x));
        CHECK_INT(add(nullptr, x), cudaErrorLaunchOutOfResources);
        CHECK_OK(add(nullptr, x));

        cudasim_fail(CUDASIM_COPY | CUDASIM_SYNCHRONISATION, 2);
        CHECK_OK(cudaMemset(y.get(), 0, 8));
        CHECK_INT(cudaMemsetAsync(y.get(), 0, 8, nullptr), cudaErrorInvalidValue);
        CHECK_OK(cudaDeviceSynchronize());
        cudasim_fail(CUDASIM_SYNCHRONISATION, 1);
        CHECK_INT(cudaDeviceSynchronize(), cudaErrorLaunchFailure);
        cudasim_fail(0, 0);
        CHECK(x.read()[0] == 4); /* doubled by each of the two that ran */
    }
    CHECK_INT(cudasim_leaks(), 0);
}

void another_stream_is_found(void)
{
    cudaStream_t stream = nullptr;
    CHECK_OK(cudaStreamCreate(&stream));
    {
        device_array<double> x(std::vector<double>(N, 1.0));
        check_found(run_in_child([&] {
                        cudasim_only_stream(stream);
                        add(nullptr, x);
                    }),
                    "a stream that a test forbids");
        check_found(run_in_child([&] {
                        cudasim_only_stream(nullptr);
                        cudaMemsetAsync(x.get(), 0, 8, stream);
                    }),
                    "a stream that a test forbids");
        cudasim_only_stream(stream);
        CHECK_OK(add(stream, x));
        cudasim_allow();
        CHECK_OK(add(nullptr, x));
        CHECK(x.read()[0] == 4);
    }
    CHECK_OK(cudaStreamDestroy(stream));
}

void kernels_are_counted(void)
{
    std::uint64_t ran = cudasim_kernels_run();
    device_array<double> x(std::vector<double>(N, 1.0));
    for (int k = 0; k < 2; k++) CHECK_OK(add(nullptr, x));
    CHECK_OK(cudaDeviceSynchronize());
    std::uint64_t known = cudasim_kernels_known();
    CHECK_INT(cudasim_kernels_run(), ran + 2);
    CHECK_OK(add(nullptr, x));
    CHECK_OK(cudaDeviceSynchronize());
    CHECK_INT(cudasim_kernels_known(), known);
    CHECK(known >= 1);
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_nth_call_fails);
    RUN(another_stream_is_found);
    RUN(kernels_are_counted);
    return check_report();
}

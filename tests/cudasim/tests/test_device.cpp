/* The device that is described, and its limits. */
#include "bugs.h"
#include "check_cpp.h"
#include "device_array.h"
#include "kernels.h"
#include "launch_of.h"

namespace
{

struct known_device {
    int arch;
    int shared_per_block;
    int blocks_of_128_with_32_kib; /* threads, dynamic shared memory */
};

/* Blocks with 32 KiB of shared memory, and the 1 KiB that the system takes from sm_80 on. */
constexpr known_device DEVICES[] = {
    {75, 64, 2}, {80, 163, 4}, {86, 99, 3}, {89, 99, 3}, {90, 227, 4}, {100, 227, 4}, {120, 99, 3},
};

void a_known_device(const known_device *known)
{
    CHECK_INT(cudasim_describe(known->arch, 1), 0);
    cudaDeviceProp properties;
    int major = 0;
    int minor = 0;
    int shared = 0;
    CHECK_OK(cudaGetDeviceProperties(&properties, 0));
    CHECK_OK(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, 0));
    CHECK_OK(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, 0));
    CHECK_OK(cudaDeviceGetAttribute(&shared, cudaDevAttrMaxSharedMemoryPerBlockOptin, 0));
    CHECK_INT(10 * major + minor, known->arch);
    CHECK_INT(10 * properties.major + properties.minor, known->arch);
    CHECK_INT(shared, known->shared_per_block * 1024);
    CHECK_INT(properties.sharedMemPerBlockOptin, known->shared_per_block * 1024);

    int blocks = 0;
    CHECK_OK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, factor, 128, 32 * 1024));
    CHECK_INT(blocks, known->blocks_of_128_with_32_kib);
    CHECK_INT(cudaFuncSetAttribute(factor, cudaFuncAttributeMaxDynamicSharedMemorySize, shared + 1),
              cudaErrorInvalidValue);
    CHECK_INT(cudaGetLastError(), cudaErrorInvalidValue);
    CHECK_INT(cudaGetLastError(), cudaSuccess);
}

void devices_are_counted(void)
{
    int count = -1;
    CHECK_OK(cudasim_describe(90, 3));
    CHECK_OK(cudaGetDeviceCount(&count));
    CHECK_INT(count, 3);
    CHECK_OK(cudaSetDevice(2));
    CHECK_INT(cudaSetDevice(3), cudaErrorInvalidDevice);
    CHECK_OK(cudaGetDevice(&count));
    CHECK_INT(count, 2);
    CHECK_OK(cudaSetDevice(0));
    CHECK_OK(cudasim_describe(90, 1));
    CHECK_INT(cudasim_describe(91, 1), 1);
}

/* A machine without a device answers, and leaves the count alone. */
void no_device(void)
{
    int count = -1;
    double *memory = nullptr;
    CHECK_OK(cudasim_describe(90, 0));
    CHECK_INT(cudaGetDeviceCount(&count), cudaErrorNoDevice);
    CHECK_INT(count, -1);
    CHECK_INT(cudaMalloc(&memory, 8), cudaErrorNoDevice);
    CHECK_OK(cudasim_describe(90, 1));
}

void sizes_of_a_launch(void)
{
    auto tried = [](dim3 grid, dim3 block) {
        cudaLaunchConfig_t config = launch_of(1, 1, 64);
        config.gridDim = grid;
        config.blockDim = block;
        return launch_and_wait(config, writes_shared_at, 0);
    };
    CHECK_OK(tried(dim3(1), dim3(1024)));
    CHECK_OK(tried(dim3(2, 2, 2), dim3(2, 3, 4)));
    CHECK_INT(tried(dim3(1), dim3(1025)), cudaErrorInvalidConfiguration);
    CHECK_INT(tried(dim3(1), dim3(33, 32)), cudaErrorInvalidConfiguration);
    CHECK_INT(tried(dim3(1), dim3(1, 1, 65)), cudaErrorInvalidConfiguration);
    CHECK_INT(tried(dim3(0), dim3(1)), cudaErrorInvalidConfiguration);
    CHECK_INT(tried(dim3(1, 65536), dim3(1)), cudaErrorInvalidConfiguration);
    CHECK_INT(tried(dim3(1, 1, 65536), dim3(1)), cudaErrorInvalidConfiguration);
}

/* More than 48 KiB must be asked for. */
void much_shared_memory(void)
{
    const std::size_t much = 100 * 1024;
    CHECK_INT(launch_and_wait(launch_of(1, 32, much), writes_shared_at, 0), cudaErrorInvalidValue);
    CHECK_OK(
        cudaFuncSetAttribute(writes_shared_at, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(much)));
    CHECK_OK(launch_and_wait(launch_of(1, 32, much), writes_shared_at, static_cast<int>(much / 8) - 1));
    CHECK_INT(launch_and_wait(launch_of(1, 32, much + 1), writes_shared_at, 0), cudaErrorInvalidValue);
    cudaFuncAttributes attributes;
    CHECK_OK(cudaFuncGetAttributes(&attributes, writes_shared_at));
    CHECK_INT(attributes.maxDynamicSharedSizeBytes, much);
}

void pointers_and_copies(void)
{
    device_array<double> x(10);
    std::vector<double> host(10, 1.0);
    cudaPointerAttributes attributes;
    CHECK_OK(cudaPointerGetAttributes(&attributes, x.get() + 3));
    CHECK_INT(attributes.type, cudaMemoryTypeDevice);
    CHECK_OK(cudaPointerGetAttributes(&attributes, host.data()));
    CHECK_INT(attributes.type, cudaMemoryTypeUnregistered);
    CHECK_INT(cudaMemcpy(x.get(), host.data(), 81, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
    CHECK_INT(cudaMemcpy(x.get(), host.data(), 80, cudaMemcpyDeviceToHost), cudaErrorInvalidValue);
    CHECK_OK(cudaMemcpy(x.get(), host.data(), 80, cudaMemcpyDefault));
    CHECK_INT(cudaMemset(host.data(), 0, 8), cudaErrorInvalidValue);
    CHECK_OK(cudaMemset(x.get(), 0, 40));
    std::vector<double> values = x.read();
    CHECK(values[4] == 0 && values[5] == 1);
}

void what_is_not_given_back(void)
{
    CHECK_INT(cudasim_leaks(), 0);
    double *memory = nullptr;
    CHECK_OK(cudaMalloc(&memory, 100));
    CHECK_INT(cudasim_leaks(), 1);
    CHECK_OK(cudaFree(memory));
    CHECK_INT(cudasim_leaks(), 0);
    CHECK_INT(cudaMalloc(&memory, std::size_t(1) << 50), cudaErrorMemoryAllocation);
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_known_device, DEVICES);
    RUN(devices_are_counted);
    RUN(no_device);
    RUN(sizes_of_a_launch);
    RUN(much_shared_memory);
    RUN(pointers_and_copies);
    RUN(what_is_not_given_back);
    return check_report();
}

/* A multiprocessor holds as many blocks as NVIDIA's own calculator for occupancy says (cuda_occupancy.h, which needs
   neither a driver nor a device). */
#include "check.h"
#include "devices.h"

#ifdef HAS_CUDA_OCCUPANCY
#include <cuda_occupancy.h>

static cudaOccDeviceProp properties_of(const device_traits *device)
{
    return (cudaOccDeviceProp){
        .computeMajor = device->architecture / 10,
        .computeMinor = device->architecture % 10,
        .maxThreadsPerBlock = 1024,
        .maxThreadsPerMultiprocessor = device->threads,
        .regsPerBlock = device->registers,
        .regsPerMultiprocessor = device->registers,
        .warpSize = 32,
        .sharedMemPerBlock = 48 << 10,
        .sharedMemPerMultiprocessor = device->shared_per_multiprocessor,
        .numSms = device->multiprocessors,
        .sharedMemPerBlockOptin = device->shared_per_block,
        .reservedSharedMemPerBlock = device->shared_reserved,
    };
}

static int resident_by_nvidia(const device_traits *device, int threads, int registers, size_t shared_bytes)
{
    cudaOccDeviceProp properties = properties_of(device);
    cudaOccDeviceState state = {.carveoutConfig = SHAREDMEM_CARVEOUT_MAX_SHARED};
    cudaOccFuncAttributes kernel = {
        .maxThreadsPerBlock = 1024,
        .numRegs = registers,
        .partitionedGCConfig = PARTITIONED_GC_OFF,
        .shmemLimitConfig = FUNC_SHMEM_LIMIT_OPTIN,
        .maxDynamicSharedSizeBytes = device->shared_per_block,
        .numBlockBarriers = 1,
    };
    cudaOccResult result = {0};
    CHECK_OK(cudaOccMaxActiveBlocksPerMultiprocessor(&result, &properties, &kernel, &state, threads, shared_bytes));
    return result.activeBlocksPerMultiprocessor;
}

static void occupancy_is_that_of_nvidia(const known_device *device)
{
    const device_traits *traits = &device->traits;
    static const int registers[] = {1, 16, 32, 40, 64, 80, 81, 96, 128, 130, 148, 168, 186, 255};
    check_note("%s, sm_%d", device->name, traits->architecture);
    for (int threads = 32; threads <= 1024; threads += 32) {
        for (size_t k = 0; k < sizeof registers / sizeof *registers; k++) {
            for (size_t shared = 0; shared <= traits->shared_per_block; shared += 1237) {
                int ours = device_resident_blocks(traits, threads, registers[k], shared);
                int theirs = resident_by_nvidia(traits, threads, registers[k], shared);
                if (!CHECK_THAT(ours == theirs, "%d and %d blocks of %d threads, %d registers, %zu bytes", ours, theirs,
                                threads, registers[k], shared))
                    return;
            }
        }
    }
}

#else

static void occupancy_is_that_of_nvidia(const known_device *device)
{
    (void)device;
    check_skip("cuda_occupancy.h of the CUDA toolkit was not found");
}

#endif

static void what_is_too_large_does_not_fit(const known_device *device)
{
    const device_traits *traits = &device->traits;
    CHECK_INT(device_resident_blocks(traits, 32, 32, traits->shared_per_block + 1), 0);
    CHECK_INT(device_resident_blocks(traits, traits->threads + 32, 32, 0), 0);
    CHECK_INT(device_resident_blocks(traits, 1024, 128, 0), 0);
    CHECK_INT(device_resident_blocks(traits, 32, 256, 0), 0);
    CHECK(device_resident_blocks(traits, 32, 255, traits->shared_per_block) == 1);
}

static void doubles_are_as_fast_as_the_data_sheet_says(const known_device *device)
{
    check_note("%s", device->name);
    CHECK_INT(device_doubles_are_fast(&device->traits), device->fast_doubles);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(occupancy_is_that_of_nvidia, known_devices);
    RUN_CASES(what_is_too_large_does_not_fit, known_devices);
    RUN_CASES(doubles_are_as_fast_as_the_data_sheet_says, known_devices);
    return check_report();
}

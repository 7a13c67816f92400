#include "plan_checks.h"

#include "check.h"

const int64_t batches[BATCHES] = {1, 100, 4096, 65536, 1000000};
const int sizes[SIZES] = {1, 2, 8, 10, 11, 16, 17, 24, 32, 33, 40, 48, 56, 57, 64, 65, 96, 97, 104, 105, 128, 200, 300};

void check_kernel(const kernel_plan *kernel, const device_traits *device, int64_t batch, int registers)
{
    int resident = device_resident_blocks(device, kernel->threads, registers, kernel->shared_bytes);
    CHECK(kernel->threads >= 32 && kernel->threads <= 1024 && kernel->threads % 32 == 0);
    bool is_power_of_two = (kernel->threads & (kernel->threads - 1)) == 0;
    CHECK(kernel->executor != EXECUTOR_BLOCK || is_power_of_two); /* team_block.h asks for it */
    CHECK(kernel->shared_bytes <= device->shared_per_block);
    CHECK(kernel->blocks >= 1 && kernel->blocks <= (int64_t)resident * device->multiprocessors);
    CHECK((int64_t)(kernel->blocks - 1) * kernel->problems < batch);
    CHECK_INT(kernel->scratch_bytes, (size_t)kernel->blocks * (size_t)kernel->problems * kernel->slot_bytes);
    CHECK(kernel->scratch_bytes <= device->memory_bytes / 4);
}

bool kernels_equal(const kernel_plan *a, const kernel_plan *b)
{
    return a->executor == b->executor && a->instance == b->instance && a->problems == b->problems &&
           a->threads == b->threads && a->blocks == b->blocks && a->shared_bytes == b->shared_bytes &&
           a->slot_bytes == b->slot_bytes && a->scratch_bytes == b->scratch_bytes;
}

#include "api_call.h"
#include "block.h"
#include "device.h"
#include "dice.h"
#include "kernel.h"
#include "race_clock.h"
#include "shared_memory.h"
#include "stream.h"

#include "cudasim/launch.h"

#include <set>

namespace cudasim
{

namespace
{

const std::function<void()> *body_in_charge;
std::uint64_t kernels_run;
std::set<const void *> kernels_known;

void run_body() { (*body_in_charge)(); }

bool fits(triple size, unsigned x, unsigned y, unsigned z)
{
    return size.x >= 1 && size.x <= x && size.y >= 1 && size.y <= y && size.z >= 1 && size.z <= z;
}

triple triple_of(dim3 size) { return triple{size.x, size.y, size.z}; }

std::size_t argument_bytes(const kernel_call &call)
{
    std::size_t sum = 0;
    for (const bytes &argument : call.arguments) sum += argument.size();
    return sum;
}

cudaError_t check_launch(const grid_launch &launch)
{
    if (launch.call.kernel == nullptr) return cudaErrorInvalidDeviceFunction;
    if (!fits(launch.grid, GRID_WIDTH, GRID_HEIGHT, GRID_HEIGHT)) return cudaErrorInvalidConfiguration;
    if (!fits(launch.block, THREADS_PER_BLOCK, THREADS_PER_BLOCK, BLOCK_DEPTH)) return cudaErrorInvalidConfiguration;
    if (volume(launch.block) > THREADS_PER_BLOCK) return cudaErrorInvalidConfiguration;
    if (launch.dynamic_shared > dynamic_shared_limit(launch.call.kernel)) return cudaErrorInvalidValue;
    if (argument_bytes(launch.call) > ARGUMENT_BYTES) return cudaErrorInvalidValue;
    return cudaSuccess;
}

} // namespace

cudaError_t launch(const cudaLaunchConfig_t *config, kernel_call call)
{
    api_call guard;
    if (config == nullptr) return keep(cudaErrorInvalidValue);
    if (config->numAttrs != 0) return keep(cudaErrorNotSupported);
    if (device_count() == 0) return keep(cudaErrorNoDevice);

    grid_launch launch;
    launch.call = std::move(call);
    launch.grid = triple_of(config->gridDim);
    launch.block = triple_of(config->blockDim);
    launch.dynamic_shared = config->dynamicSmemBytes;
    cudaError_t error = check_launch(launch);
    if (error != cudaSuccess) return keep(error);
    if (is_to_fail(CUDASIM_LAUNCH)) return keep(cudaErrorLaunchOutOfResources);
    return keep(enqueue(config->stream, [launch = std::move(launch)] { run_grid(launch); }));
}

void run_grid(const grid_launch &launch)
{
    kernels_run++;
    kernels_known.insert(launch.call.kernel);
    if (run_elsewhere(launch)) return;
    std::vector<unsigned long> order(volume(launch.grid));
    for (unsigned long number = 0; number < order.size(); number++) order[number] = number;
    shuffle_list(order);

    body_in_charge = &launch.call.body;
    set_running_kernel(launch.call.kernel);
    set_sizes(launch.grid, launch.block);
    prepare_shared(launch.dynamic_shared);
    begin_grid_of_races();
    for (unsigned long number : order) run_block(launch.block, place_in(launch.grid, number), run_body);
    set_running_kernel(nullptr);
}

} // namespace cudasim

std::uint64_t cudasim_kernels_run(void) { return cudasim::kernels_run; }

std::uint64_t cudasim_kernels_known(void) { return cudasim::kernels_known.size(); }

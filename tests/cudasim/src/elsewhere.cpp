/* Kernels that another library runs: CUDASIM_KERNELS. */
#include "device.h"
#include "graph.h"
#include "kernel.h"
#include "report.h"

#include <cstdlib>
#include <dlfcn.h>

#include "cudasim/control.h"

namespace cudasim
{

namespace
{

cudasim_run_function *find_runner()
{
    const char *path = std::getenv("CUDASIM_KERNELS");
    if (path == nullptr || *path == '\0') return nullptr;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) fail("CUDASIM_KERNELS: %s", dlerror());
    void *found = dlsym(library, "cudasim_run_elsewhere");
    if (found == nullptr) fail("CUDASIM_KERNELS: %s", dlerror());
    return reinterpret_cast<cudasim_run_function *>(found);
}

} // namespace

bool run_elsewhere(const grid_launch &launch)
{
    static cudasim_run_function *const run = find_runner();
    if (run == nullptr) return false;

    std::vector<const void *> arguments;
    std::vector<std::size_t> sizes;
    for (const bytes &argument : launch.call.arguments) {
        arguments.push_back(argument.data());
        sizes.push_back(argument.size());
    }
    cudasim_kernel kernel = cudasim_kernel();
    kernel.name = launch.call.name.kernel;
    kernel.file = launch.call.name.file;
    unsigned grid[3] = {launch.grid.x, launch.grid.y, launch.grid.z};
    unsigned block[3] = {launch.block.x, launch.block.y, launch.block.z};
    for (int axis = 0; axis < 3; axis++) {
        kernel.grid[axis] = grid[axis];
        kernel.block[axis] = block[axis];
    }
    kernel.dynamic_shared = launch.dynamic_shared;
    kernel.arch = described_device().arch;
    kernel.argument_count = static_cast<int>(arguments.size());
    kernel.arguments = arguments.data();
    kernel.argument_bytes = sizes.data();
    kernel.set_condition = set_condition;
    const char *wrong = run(&kernel);
    if (wrong != nullptr) fail("%s", wrong);
    return true;
}

} // namespace cudasim

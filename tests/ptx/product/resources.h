// What ptxas says that a kernel takes, and how many of its blocks a multiprocessor holds.
#ifndef CONELET_TESTS_PTX_PRODUCT_RESOURCES_H
#define CONELET_TESTS_PTX_PRODUCT_RESOURCES_H

#include "devices.h"

namespace ptx
{

struct Resources {
    int registers = 0;    // of a thread
    int spill_stores = 0; // bytes of code that spills, not how often it runs
    int spill_loads = 0;
    int shared_bytes = 0; // static
    int stack_bytes = 0;  // of a thread, in local memory
};

// Reads the report of `ptxas -v` (path) for the kernel whose mangled name holds `kernel`. Throws Unsupported.
Resources resources_of(const std::string &path, const std::string &kernel);

int resident_blocks(const Resources &kernel, int threads, size_t dynamic_shared, const DeviceFigures &device);

} // namespace ptx

#endif

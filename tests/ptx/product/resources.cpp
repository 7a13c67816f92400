#include "resources.h"

#include "fault.h"

#include <algorithm>
#include <fstream>

namespace ptx
{

// The number before `what`, or 0.
static int number_before(const std::string &line, const std::string &what)
{
    const size_t place = line.find(what);
    if (place == std::string::npos) return 0;
    size_t start = place;
    while (start > 0 && std::isdigit(static_cast<unsigned char>(line[start - 1]))) {
        start--;
    }
    return start < place ? std::atoi(line.c_str() + start) : 0;
}

Resources resources_of(const std::string &path, const std::string &kernel)
{
    std::ifstream file(path);
    if (!file) throw Unsupported("cannot read " + path + ": build the target ptx_resources");
    Resources found;
    bool is_it = false;
    std::string line;
    while (std::getline(file, line)) {
        const bool names_one =
            line.find("entry function") != std::string::npos || line.find("Function properties") != std::string::npos;
        if (names_one) {
            is_it = line.find(kernel) != std::string::npos;
        } else if (is_it && line.find("spill stores") != std::string::npos) {
            found.stack_bytes = number_before(line, " bytes stack frame");
            found.spill_stores = number_before(line, " bytes spill stores");
            found.spill_loads = number_before(line, " bytes spill loads");
        } else if (is_it && line.find(" registers") != std::string::npos) {
            found.registers = number_before(line, " registers");
            found.shared_bytes = number_before(line, " bytes smem");
        }
    }
    if (found.registers == 0) throw Unsupported(path + " says nothing about " + kernel);
    return found;
}

// Registers are given to warps in pieces of 256, out of a quarter for each sub-partition; a block of shared memory
// takes a kibibyte more than it asked for [CUDA C++ Programming Guide, compute capabilities 8.0 and later].
int resident_blocks(const Resources &kernel, int threads, size_t dynamic_shared, const DeviceFigures &device)
{
    const int warps = (threads + 31) / 32;
    const int of_warp = (kernel.registers * 32 + 255) / 256 * 256;
    const int by_registers = device.registers / 4 / of_warp * 4 / warps;
    const int by_threads = device.threads / (32 * warps);
    const int shared = (kernel.shared_bytes + static_cast<int>(dynamic_shared) + 1024 + 127) / 128 * 128;
    const int by_shared = device.shared_bytes / shared;
    return std::min({by_registers, by_threads, by_shared, device.blocks});
}

} // namespace ptx

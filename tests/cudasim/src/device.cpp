#include "device.h"

#include "report.h"

#include <cstdlib>

#include "cudasim/control.h"

namespace cudasim
{

namespace
{

/* From the tables of compute capabilities in the CUDA programming guide, and the data sheets of the T4, A100, RTX 3090,
   RTX 4090, H100 SXM, B200 and RTX 5090. */
constexpr device_description KNOWN[] = {
    /* arch  SMs threads blocks shared/SM /block reserved ratio L2  bus   MHz  memory MiB */
    {75, 40, 1024, 16, 64, 64, 0, 32, 4, 256, 1590, 5001, 16 << 10},
    {80, 108, 2048, 32, 164, 163, 1024, 2, 40, 5120, 1410, 1215, 40 << 10},
    {86, 82, 1536, 16, 100, 99, 1024, 64, 6, 384, 1695, 9751, 24 << 10},
    {89, 128, 1536, 24, 100, 99, 1024, 64, 72, 384, 2520, 10501, 24 << 10},
    {90, 132, 2048, 32, 228, 227, 1024, 2, 50, 5120, 1980, 2619, 80 << 10},
    {100, 148, 2048, 32, 228, 227, 1024, 2, 126, 8192, 1965, 3996, 180 << 10},
    {120, 170, 1536, 24, 100, 99, 1024, 64, 96, 512, 2407, 14001, 32 << 10},
};

const device_description *find_arch(int arch)
{
    for (const device_description &each : KNOWN) {
        if (each.arch == arch) return &each;
    }
    return nullptr;
}

struct machine {
    device_description description = *find_arch(90);
    int devices = 1;

    machine()
    {
        const char *arch = std::getenv("CUDASIM_ARCH");
        const char *count = std::getenv("CUDASIM_DEVICES");
        const char *multiprocessors = std::getenv("CUDASIM_MULTIPROCESSORS");
        const char *blocks = std::getenv("CUDASIM_BLOCKS");
        const char *memory = std::getenv("CUDASIM_MEMORY");
        const device_description *found = arch == nullptr ? &description : find_arch(std::atoi(arch));
        if (found == nullptr) fail("CUDASIM_ARCH=%s is not 75, 80, 86, 89, 90, 100 or 120", arch);
        description = *found;
        if (count != nullptr) devices = std::atoi(count);
        if (multiprocessors != nullptr) description.multiprocessors = std::atoi(multiprocessors);
        if (blocks != nullptr) description.blocks_per_multiprocessor = std::atoi(blocks);
        if (memory != nullptr) description.memory_mib = std::atoi(memory);
    }
};

machine &the_machine()
{
    static machine only;
    return only;
}

thread_local int device_of_thread = 0;

} // namespace

const device_description &described_device() { return the_machine().description; }

int device_count() { return the_machine().devices; }

int current_device() { return device_of_thread; }

void set_current_device(int device) { device_of_thread = device; }

} // namespace cudasim

int cudasim_describe(int arch, int devices)
{
    const cudasim::device_description *description = cudasim::find_arch(arch);
    if (description == nullptr || devices < 0) return 1;
    cudasim::the_machine().description = *description;
    cudasim::the_machine().devices = devices;
    return 0;
}

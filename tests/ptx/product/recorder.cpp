#include "recorder.h"

#include <cstdlib>

#include "cudasim/control.h"

namespace ptx
{
namespace
{

bool recording;
bool tracing;

std::string stem_of(const std::string &path)
{
    const size_t slash = path.find_last_of('/');
    const size_t start = slash == std::string::npos ? 0 : slash + 1;
    return path.substr(start, path.find_last_of('.') - start);
}

const Module &module_of(const std::string &source, int architecture)
{
    static std::map<std::string, Module> modules;
    const std::string file = source + ".sm_" + std::to_string(architecture) + ".ptx";
    const auto known = modules.find(file);
    if (known != modules.end()) return known->second;
    return modules.emplace(file, Module::load(PTX_FOLDER "/" + file)).first->second;
}

uint64_t number_from_environment(const char *name)
{
    const char *text = std::getenv(name);
    return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
}

Dim dim_of(const unsigned *size) { return {size[0], size[1], size[2]}; }

Launch launch_of(const cudasim_kernel &kernel)
{
    Launch launch;
    launch.grid = dim_of(kernel.grid);
    launch.block = dim_of(kernel.block);
    launch.shared_bytes = kernel.dynamic_shared;
    launch.seed = number_from_environment("CONELET_PTX_SEED");
    launch.independent_lanes = number_from_environment("CONELET_PTX_LANES") != 0;
    launch.count_memory = launch.trace = tracing;
    launch.set_condition = kernel.set_condition;
    return launch;
}

std::vector<Device::Bytes> arguments_of(const cudasim_kernel &kernel)
{
    std::vector<Device::Bytes> arguments;
    for (int k = 0; k < kernel.argument_count; k++) {
        const auto *first = static_cast<const uint8_t *>(kernel.arguments[k]);
        arguments.emplace_back(first, first + kernel.argument_bytes[k]);
    }
    return arguments;
}

void add_allocation(void *device, void *start, size_t bytes)
{
    static_cast<Device *>(device)->add("an allocation of " + std::to_string(bytes) + " bytes", start, bytes);
}

void run(const cudasim_kernel &kernel)
{
    const std::string source = stem_of(kernel.file);
    const Module &module = module_of(source, ptx_architecture_for(kernel.arch));
    Device device;
    cudasim_visit_allocations(add_allocation, &device);
    const Launch launch = launch_of(kernel);
    Result result = device.run_with(module, kernel.name, launch, arguments_of(kernel));
    if (recording) recorded_launches().push_back({&module, source, kernel.name, launch, std::move(result)});
}

} // namespace

int ptx_architecture_for(int device_architecture) { return device_architecture >= 90 ? 90 : 80; }

void record_launches(bool traces)
{
    recording = true;
    tracing = traces;
}

std::vector<Recorded> &recorded_launches()
{
    static std::vector<Recorded> all;
    return all;
}

} // namespace ptx

extern "C" __attribute__((visibility("default"))) const char *cudasim_run_elsewhere(const cudasim_kernel *kernel)
{
    static std::string wrong;
    try {
        ptx::run(*kernel);
        return nullptr;
    } catch (const std::exception &error) {
        wrong = error.what();
        return wrong.c_str();
    }
}

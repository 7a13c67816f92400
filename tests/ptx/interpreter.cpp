#include "interpreter.h"

#include "block.h"

#include <algorithm>

namespace ptx
{

static std::vector<uint8_t> lay_out(const Function &kernel, const std::vector<Device::Bytes> &arguments)
{
    if (arguments.size() != kernel.parameters.size()) {
        throw Unsupported(kernel.name + " takes " + std::to_string(kernel.parameters.size()) + " arguments, not " +
                          std::to_string(arguments.size()));
    }
    std::vector<uint8_t> result;
    for (size_t k = 0; k < arguments.size(); k++) {
        const Variable &parameter = *kernel.parameters[k];
        if (arguments[k].size() != parameter.bytes) {
            throw Unsupported("argument " + std::to_string(k) + " of " + kernel.name + " has " +
                              std::to_string(parameter.bytes) + " bytes, not " + std::to_string(arguments[k].size()));
        }
        result.resize(static_cast<size_t>(parameter.offset) + parameter.bytes);
        std::copy(arguments[k].begin(), arguments[k].end(), result.begin() + parameter.offset);
    }
    return result;
}

static void add_variables(const Module &module, GlobalMemory &memory)
{
    for (const Variable &variable : module.variables) {
        if (variable.storage) {
            memory.add(variable.name, variable.storage.get(), variable.bytes, variable.space == Space::global);
        }
    }
}

static std::vector<Dim> blocks_in_order(const Dim &grid, bool in_order, std::mt19937_64 &random)
{
    std::vector<Dim> blocks;
    for (uint32_t z = 0; z < grid.z; z++) {
        for (uint32_t y = 0; y < grid.y; y++) {
            for (uint32_t x = 0; x < grid.x; x++) {
                blocks.push_back({x, y, z});
            }
        }
    }
    if (!in_order) std::shuffle(blocks.begin(), blocks.end(), random);
    return blocks;
}

static void run_blocks(Execution &execution)
{
    const Launch &launch = execution.launch;
    Block block(execution);
    for (const Dim &index : blocks_in_order(launch.grid, launch.seed == 0, execution.random)) {
        execution.block_index = index;
        execution.is_traced = launch.trace && index.x == 0 && index.y == 0 && index.z == 0;
        if (execution.is_traced) {
            execution.trace.module = &execution.module;
            execution.trace.warps.assign((launch.block.count() + warp_lanes - 1) / warp_lanes, WarpTrace());
        }
        block.run();
    }
}

Result Device::run_with(const Module &module, const std::string &name, const Launch &launch,
                        const std::vector<Bytes> &arguments)
{
    if (launch.block.count() == 0 || launch.block.count() > 1024) throw Unsupported("a block of that many threads");
    const Function &kernel = module.kernel(name);
    GlobalMemory visible = memory;
    add_variables(module, visible);
    Execution execution = {module, kernel, launch, visible, lay_out(kernel, arguments), {}, {}, {}, 0, false, {}, {}};
    execution.tallies.resize(module.code.size());
    execution.random.seed(launch.seed);
    constexpr int64_t alignment = 16;
    execution.dynamic_shared_start = (module.static_shared_bytes(kernel) + alignment - 1) / alignment * alignment;
    run_blocks(execution);
    Result result;
    result.counters = sum(module, execution.tallies);
    result.tallies = std::move(execution.tallies);
    result.trace = std::move(execution.trace);
    return result;
}

} // namespace ptx

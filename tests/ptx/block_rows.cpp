// The rows that hold constants, addresses and special registers.
#include "block.h"

namespace ptx
{

static uint64_t address_of(const Variable &variable, int64_t dynamic_start)
{
    if (variable.storage) return reinterpret_cast<uint64_t>(variable.storage.get());
    return static_cast<uint64_t>(variable.dynamic ? dynamic_start : variable.offset);
}

static void set_row(Warp &warp, int row, uint64_t value)
{
    for_lanes(all_lanes, [&](int lane) { warp.row(row)[lane] = value; });
}

// Entries share their rows: only those of this kernel count, and of the functions that it may call.
template <class What> static void for_functions(const Execution &execution, What what)
{
    for (const Function &function : execution.module.functions) {
        if (!function.is_entry) what(function);
    }
    what(execution.kernel);
}

void Block::fill_constant_rows(Warp &warp) const
{
    for_functions(execution, [&](const Function &function) {
        for (const ConstantRow &constant : function.constants) {
            const uint64_t base =
                constant.variable ? address_of(*constant.variable, execution.dynamic_shared_start) : 0;
            set_row(warp, constant.row, constant.value + base);
        }
    });
}

void Block::fill_special_rows(Warp &warp) const
{
    for_functions(execution, [&](const Function &function) {
        for (const SpecialRow &s : function.specials) {
            for_lanes(all_lanes,
                      [&](int lane) { warp.row(s.row)[lane] = special(s.special, warp, static_cast<uint32_t>(lane)); });
        }
    });
}

uint64_t Block::special(Special which, const Warp &warp, uint32_t lane) const
{
    const Dim &block = execution.launch.block;
    const Dim &grid = execution.launch.grid;
    const uint32_t thread = static_cast<uint32_t>(warp.number) * warp_lanes + lane;
    const uint32_t self = 1u << lane;
    const uint32_t below = self - 1;
    switch (which) {
    case Special::tid_x:
        return thread % block.x;
    case Special::tid_y:
        return thread / block.x % block.y;
    case Special::tid_z:
        return thread / block.x / block.y;
    case Special::ntid_x:
        return block.x;
    case Special::ntid_y:
        return block.y;
    case Special::ntid_z:
        return block.z;
    case Special::ctaid_x:
        return execution.block_index.x;
    case Special::ctaid_y:
        return execution.block_index.y;
    case Special::ctaid_z:
        return execution.block_index.z;
    case Special::nctaid_x:
        return grid.x;
    case Special::nctaid_y:
        return grid.y;
    case Special::nctaid_z:
        return grid.z;
    case Special::laneid:
        return lane;
    case Special::warpid:
        return static_cast<uint64_t>(warp.number);
    case Special::nwarpid:
        return warps.size();
    case Special::lanemask_eq:
        return self;
    case Special::lanemask_lt:
        return below;
    case Special::lanemask_le:
        return below | self;
    case Special::lanemask_gt:
        return ~(below | self);
    case Special::lanemask_ge:
        return static_cast<uint32_t>(~below);
    case Special::dynamic_smem_size:
        return execution.launch.shared_bytes;
    case Special::nsmid:
        return 1;
    default:
        return 0;
    }
}

} // namespace ptx

// Gives functions their rows and memories. A warp has one file of rows: first those of the functions that can be
// called, each its own, then those of the kernel; kernels share that last part, since only one runs. So calls need no
// saving of registers, and a function must not call itself.
#include "fault.h"
#include "module.h"

#include <algorithm>
#include <set>

namespace ptx
{

static int64_t aligned(int64_t offset, size_t alignment)
{
    const int64_t a = static_cast<int64_t>(alignment);
    return (offset + a - 1) / a * a;
}

static void shift(int &row, int by)
{
    if (row != no_row) row += by;
}

static void shift_rows(Module &module, Function &function, int by)
{
    function.first_row = by;
    for (ConstantRow &constant : function.constants) {
        constant.row += by;
    }
    for (SpecialRow &special : function.specials) {
        special.row += by;
    }
    for (int place = function.first; place < function.past; place++) {
        Instruction &instruction = module.code[static_cast<size_t>(place)];
        shift(instruction.guard, by);
        shift(instruction.destination, by);
        shift(instruction.second_destination, by);
        for (int &row : instruction.source) {
            shift(row, by);
        }
        for (int &row : instruction.parts) {
            shift(row, by);
        }
        Description &description = module.descriptions[static_cast<size_t>(place)];
        for (int &row : description.reads) {
            shift(row, by);
        }
        for (int &row : description.writes) {
            shift(row, by);
        }
    }
}

struct Sizes {
    int64_t local = 0;
    int64_t parameter = 0;
    int64_t kernel_parameter = 0;
    int64_t shared = 0;
};

static void place_variables(Function &function, Sizes &sizes)
{
    for (Variable *variable : function.locals) {
        int64_t *size = nullptr;
        size_t alignment = variable->alignment;
        switch (variable->space) {
        case Space::local:
            size = &sizes.local;
            break;
        case Space::shared:
            size = &sizes.shared;
            break;
        case Space::kernel_parameter:
            size = &sizes.kernel_parameter;
            break;
        case Space::parameter:
            size = &sizes.parameter;
            alignment = std::max<size_t>(alignment, 16);
            break;
        default:
            continue;
        }
        variable->offset = aligned(*size, alignment);
        *size = variable->offset + static_cast<int64_t>(variable->bytes);
    }
}

static void visit(const Module &module, const Function &function, std::set<const Function *> &open)
{
    if (!open.insert(&function).second) throw Unsupported(function.name + " calls itself");
    for (int place = function.first; place < function.past; place++) {
        const Function *callee = module.code[static_cast<size_t>(place)].callee;
        if (callee != nullptr) visit(module, *callee, open);
    }
    open.erase(&function);
}

void link(Module &module)
{
    Sizes common;
    for (const auto &[name, variable] : module.globals) {
        if (variable->space != Space::shared || variable->dynamic) continue;
        variable->offset = aligned(common.shared, variable->alignment);
        common.shared = variable->offset + static_cast<int64_t>(variable->bytes);
    }
    int rows = 0;
    for (Function &function : module.functions) {
        std::set<const Function *> open;
        visit(module, function, open);
        reuse_rows(module, function);
        if (function.is_entry) continue;
        shift_rows(module, function, rows);
        rows += function.rows;
        place_variables(function, common);
    }
    module.module_shared_bytes = common.shared;
    module.rows = rows;
    module.local_bytes = common.local;
    module.parameter_bytes = common.parameter;
    for (Function &function : module.functions) {
        if (!function.is_entry) continue;
        shift_rows(module, function, rows);
        Sizes sizes = common;
        place_variables(function, sizes);
        module.rows = std::max(module.rows, rows + function.rows);
        module.local_bytes = std::max(module.local_bytes, sizes.local);
        module.parameter_bytes = std::max(module.parameter_bytes, sizes.parameter);
        module.shared_bytes_of[&function] = sizes.shared;
    }
}

} // namespace ptx

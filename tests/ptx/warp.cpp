#include "warp.h"

#include "block.h"

namespace ptx
{

Warp::Warp(Execution &execution_of_block, Block &block_of_warp, int warp_number)
    : execution(execution_of_block), block(block_of_warp), number(warp_number)
{
    const Module &module = execution.module;
    const Function &kernel = execution.kernel;
    rows.resize(static_cast<size_t>(kernel.first_row + kernel.rows) * warp_lanes);
    local_stride = module.local_bytes;
    parameter_stride = module.parameter_bytes;
    local.resize(static_cast<size_t>(local_stride) * warp_lanes);
    parameters.resize(static_cast<size_t>(parameter_stride) * warp_lanes);
    block.fill_constant_rows(*this);
}

void Warp::start()
{
    const uint32_t threads = execution.launch.block.count();
    const uint32_t first = static_cast<uint32_t>(number) * warp_lanes;
    running = threads - first >= warp_lanes ? all_lanes : (1u << (threads - first)) - 1;
    at_collective = at_barrier = 0;
    copies.clear();
    copy_groups = 0;
    for (auto &f : frames) {
        f.clear();
    }
    set_pc(all_lanes, execution.kernel.first);
    block.fill_special_rows(*this);
}

void Warp::set_pc(uint32_t lanes, int where)
{
    for_lanes(lanes, [&](int lane) { pc[lane] = where; });
}

const Instruction &Warp::instruction_of(int lane) const { return execution.module.code[static_cast<size_t>(pc[lane])]; }

int Warp::run(int quantum)
{
    int done = 0;
    while (done < quantum && (running != 0 || release_collectives())) {
        if (running != 0) done += run_group(quantum - done);
    }
    return done;
}

// Lanes deep in calls go first, and among those the ones that are furthest back: so they meet again after a branch.
Warp::Group Warp::choose_group()
{
    size_t depth = 0;
    for_lanes(running, [&](int lane) { depth = std::max(depth, frames[lane].size()); });
    constexpr int nowhere = 1 << 30;
    Group group = {0, nowhere, nowhere};
    for_lanes(running, [&](int lane) {
        if (frames[lane].size() != depth) return;
        if (pc[lane] < group.pc) {
            group.limit = group.pc;
            group.pc = pc[lane];
            group.lanes = 0;
        } else if (pc[lane] > group.pc) {
            group.limit = std::min(group.limit, pc[lane]);
        }
        if (pc[lane] == group.pc) group.lanes |= 1u << lane;
    });
    return group;
}

// Any lanes that stand at one place, for independent lanes; they go on alone for a while.
Warp::Group Warp::choose_any_group()
{
    int candidates[warp_lanes];
    unsigned count_of_candidates = 0;
    for_lanes(running, [&](int lane) { candidates[count_of_candidates++] = lane; });
    const int chosen = candidates[execution.random() % count_of_candidates];
    Group group = {0, pc[chosen], 1 << 30};
    for_lanes(running, [&](int lane) {
        if (pc[lane] == pc[chosen] && frames[lane].size() == frames[chosen].size()) group.lanes |= 1u << lane;
    });
    if (!execution.chance(4)) return group;
    const uint32_t part = group.lanes & static_cast<uint32_t>(execution.random());
    if (part) group.lanes = part;
    return group;
}

int Warp::run_group(int quantum)
{
    Group group;
    if (execution.launch.independent_lanes && execution.launch.seed != 0) {
        group = choose_any_group();
        quantum = std::min<int>(quantum, 1 + static_cast<int>(execution.random() % 24));
    } else {
        group = choose_group();
    }
    int steps = 0;
    bool goes_on = true;
    while (goes_on && steps < quantum) {
        steps++;
        goes_on = step(group) && group.pc < group.limit;
    }
    if (goes_on || group.pc >= group.limit) set_pc(group.lanes & running, group.pc);
    instructions += static_cast<uint64_t>(steps);
    if (instructions > execution.launch.most_instructions) {
        fail(FaultKind::runaway, first_of(group.lanes), "more instructions than the launch allows");
    }
    return steps;
}

uint32_t Warp::guarded(const Instruction &instruction, uint32_t lanes)
{
    if (instruction.guard == no_row) return lanes;
    const uint64_t *predicate = row(instruction.guard);
    const uint64_t wanted = instruction.guard_negated ? 0 : 1;
    uint32_t result = 0;
    for_lanes(lanes, [&](int lane) { result |= static_cast<uint32_t>((predicate[lane] & 1) == wanted) << lane; });
    return result;
}

void Warp::count(int where, uint32_t lanes)
{
    Tally &tally = execution.tallies[static_cast<size_t>(where)];
    tally.executions++;
    tally.lanes += static_cast<uint64_t>(__builtin_popcount(lanes));
}

// One instruction. @return whether the group stays together; if not, the places of its lanes are set.
bool Warp::step(Group &group)
{
    current = group.pc;
    const Instruction &instruction = execution.module.code[static_cast<size_t>(group.pc)];
    const uint32_t taken = guarded(instruction, group.lanes);
    if (instruction.flow == Flow::collective) return meet(group, instruction, taken);
    count(group.pc, taken);
    if (execution.is_traced) record(instruction, taken);
    switch (instruction.flow) {
    case Flow::branch:
        return branch(group, instruction, taken);
    case Flow::branch_table:
        branch_by_table(group, instruction, taken);
        return false;
    case Flow::call:
        call(group, instruction, taken);
        return false;
    case Flow::back:
        go_back(group, taken);
        return false;
    case Flow::exit:
        end(group, taken);
        return false;
    case Flow::barrier:
        set_pc(group.lanes & ~taken, group.pc + 1);
        set_pc(taken, group.pc);
        running &= ~taken;
        at_barrier |= taken;
        return false;
    case Flow::pause:
        set_pc(group.lanes, group.pc + 1);
        return false;
    default:
        break;
    }
    if (taken) instruction.action(*this, instruction, taken);
    group.pc++;
    return true;
}

bool Warp::branch(Group &group, const Instruction &instruction, uint32_t taken)
{
    if (taken == group.lanes || taken == 0) {
        group.pc = taken ? instruction.target : group.pc + 1;
        return true;
    }
    set_pc(taken, instruction.target);
    set_pc(group.lanes & ~taken, group.pc + 1);
    return false;
}

void Warp::branch_by_table(const Group &group, const Instruction &instruction, uint32_t taken)
{
    set_pc(group.lanes & ~taken, group.pc + 1);
    for_lanes(taken, [&](int lane) {
        const size_t index = static_cast<uint32_t>(row(instruction.source[0])[lane]);
        if (index >= instruction.targets.size()) fail(FaultKind::trap, lane, "an index outside the branch table");
        pc[lane] = instruction.targets[index];
    });
}

// Arguments travel through the parameter memory of each lane, as the PTX says; the machine would use registers.
void Warp::call(const Group &group, const Instruction &instruction, uint32_t taken)
{
    set_pc(group.lanes, group.pc + 1);
    const Function &callee = *instruction.callee;
    if (!callee.has_body) {
        call_outside(instruction, taken);
        return;
    }
    for_lanes(taken, [&](int lane) {
        for (size_t k = 0; k < instruction.arguments.size(); k++) {
            const Variable &from = *instruction.arguments[k];
            const Variable &to = *callee.parameters[k];
            std::memcpy(parameter(lane, to.offset), parameter(lane, from.offset), std::min(from.bytes, to.bytes));
        }
        frames[lane].push_back({group.pc + 1, &instruction, &callee});
        pc[lane] = callee.first;
    });
}

void Warp::call_outside(const Instruction &instruction, uint32_t taken)
{
    const std::string &name = instruction.callee->name;
    if (!taken) return;
    if (name == "cudaGraphSetConditional" && execution.launch.set_condition) {
        for_lanes(taken, [&](int lane) {
            uint64_t condition = 0;
            uint32_t value = 0;
            std::memcpy(&condition, parameter(lane, instruction.arguments[0]->offset), sizeof condition);
            std::memcpy(&value, parameter(lane, instruction.arguments[1]->offset), sizeof value);
            execution.launch.set_condition(condition, value);
        });
        return;
    }
    if (name == "__assertfail") fail(FaultKind::trap, first_of(taken), "an assertion of the kernel failed");
    if (name != "vprintf") fail(FaultKind::trap, first_of(taken), "a call of " + name + ", which is not in the module");
}

void Warp::go_back(const Group &group, uint32_t taken)
{
    set_pc(group.lanes, group.pc + 1);
    for_lanes(taken, [&](int lane) {
        if (frames[lane].empty()) {
            running &= ~(1u << lane);
            return;
        }
        const Frame frame = frames[lane].back();
        frames[lane].pop_back();
        for (size_t k = 0; k < frame.call->results.size(); k++) {
            const Variable &from = *frame.callee->results[k];
            const Variable &to = *frame.call->results[k];
            std::memcpy(parameter(lane, to.offset), parameter(lane, from.offset), std::min(from.bytes, to.bytes));
        }
        pc[lane] = frame.return_pc;
    });
}

void Warp::end(const Group &group, uint32_t taken)
{
    set_pc(group.lanes, group.pc + 1);
    running &= ~taken;
}

void Warp::release_from_barrier()
{
    for_lanes(at_barrier, [&](int lane) { pc[lane]++; });
    running |= at_barrier;
    at_barrier = 0;
}

} // namespace ptx

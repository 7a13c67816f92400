// Where lanes of a warp meet: shuffles, votes, bar.warp.sync, mma.
#include "warp.h"

#include "block.h"

namespace ptx
{

// The lanes that an instruction waits for: those of its mask that have not ended.
uint32_t Warp::members_of(int lane, const Instruction &instruction)
{
    const uint32_t mask = static_cast<uint32_t>(row(instruction.source[3])[lane]);
    if (!(mask >> lane & 1)) fail_at(FaultKind::mask, lane, pc[lane], "the mask leaves out the lane that calls");
    return mask & (running | at_collective | at_barrier);
}

// Lanes that arrive together and are all that the mask names go on at once; others wait.
bool Warp::meet(Group &group, const Instruction &instruction, uint32_t taken)
{
    set_pc(group.lanes & ~taken, group.pc + 1);
    set_pc(taken, group.pc);
    if (taken == group.lanes) {
        bool complete = true;
        for_lanes(taken, [&](int lane) { complete = complete && members_of(lane, instruction) == taken; });
        if (complete) {
            count(group.pc, taken);
            if (execution.is_traced) record(instruction, taken);
            instruction.action(*this, instruction, taken);
            group.pc++;
            return true;
        }
    }
    running &= ~taken;
    at_collective |= taken;
    return false;
}

bool Warp::release_collectives()
{
    for (uint32_t left = at_collective; left; left &= left - 1) {
        const int lane = first_of(left);
        const Instruction &instruction = instruction_of(lane);
        const uint32_t members = members_of(lane, instruction);
        if ((members & at_collective) != members) continue;
        bool together = true;
        for_lanes(members, [&](int other) {
            const Instruction &its = instruction_of(other);
            const bool meets = pc[other] == pc[lane] || (instruction.lanes_may_differ && its.lanes_may_differ);
            together = together && meets && members_of(other, its) == members;
        });
        if (!together) continue;
        current = pc[lane];
        count(current, members);
        if (execution.is_traced) record(instruction, members);
        instruction.action(*this, instruction, members);
        for_lanes(members, [&](int other) { pc[other]++; });
        at_collective &= ~members;
        running |= members;
        return true;
    }
    return false;
}

int Warp::first_waiting_lane() const
{
    const uint32_t waiting = at_barrier ? at_barrier : at_collective;
    return waiting ? first_of(waiting) : 0;
}

// "warp 2: lanes 0000ffff at bar.sync (line 40), lanes ffff0000 at shfl.sync.idx.b32 (line 77)"
std::string Warp::describe_waiting() const
{
    std::string text = "warp " + std::to_string(number) + ":";
    uint32_t left = at_barrier | at_collective;
    while (left) {
        const int place = pc[first_of(left)];
        uint32_t there = 0;
        for_lanes(left, [&](int lane) { there |= static_cast<uint32_t>(pc[lane] == place) << lane; });
        left &= ~there;
        const Description &description = execution.module.descriptions[static_cast<size_t>(place)];
        char lanes[16];
        std::snprintf(lanes, sizeof lanes, "%08x", there);
        text += std::string(" lanes ") + lanes + " at " + description.text + " (line " +
                std::to_string(description.line) + ")" + (left ? "," : "");
    }
    return text;
}

} // namespace ptx

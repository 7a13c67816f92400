#include "block.h"

#include <algorithm>

namespace ptx
{

Block::Block(Execution &execution_of_block) : execution(execution_of_block)
{
    const unsigned count = (execution.launch.block.count() + warp_lanes - 1) / warp_lanes;
    for (unsigned i = 0; i < count; i++) {
        warps.push_back(std::make_unique<Warp>(execution, *this, static_cast<int>(i)));
        order.push_back(warps.back().get());
    }
}

void Block::run()
{
    shared.reset(static_cast<size_t>(execution.dynamic_shared_start) + execution.launch.shared_bytes);
    has_arrived.assign(warps.size(), false);
    for (Barrier &barrier : barriers) {
        barrier = Barrier();
    }
    for (auto &warp : warps) {
        warp->start();
    }
    while (live_warps() > 0) {
        bool progress = false;
        if (execution.launch.seed) std::shuffle(order.begin(), order.end(), execution.random);
        for (Warp *warp : order) {
            progress = turn(*warp) || progress;
        }
        if (!progress) report_deadlock();
    }
}

// One warp's turn: short and of random length under a seed, so that warps overtake each other between barriers too.
bool Block::turn(Warp &warp)
{
    if (warp.is_done()) return false;
    constexpr int in_order = 100000;
    const int quantum = execution.launch.seed ? 1 << execution.random() % 12 : in_order;
    const int steps = warp.run(quantum);
    const size_t index = static_cast<size_t>(warp.number);
    if (warp.is_at_barrier() && !has_arrived[index]) {
        arrive(warp);
        return true;
    }
    if (warp.is_done()) {
        for (Barrier &barrier : barriers) {
            release_if_complete(barrier);
        }
    }
    return steps > 0;
}

unsigned Block::live_warps() const
{
    unsigned count = 0;
    for (const auto &warp : warps) {
        count += warp->is_done() ? 0 : 1;
    }
    return count;
}

unsigned Block::warps_awaited(Warp &warp, const Instruction &barrier, int lane) const
{
    if (barrier.source[1] == no_row) return live_warps();
    return static_cast<uint32_t>(warp.row(barrier.source[1])[lane]) / warp_lanes;
}

void Block::check_arrival(const Warp &warp, const Instruction &instruction, int lane) const
{
    if (!(instruction.detail & barrier_is_aligned)) return;
    for_lanes(warp.waiting_lanes(), [&](int other) {
        if (warp.pc_of(other) != warp.pc_of(lane)) {
            warp.fail_at(FaultKind::divergent_barrier, other, warp.pc_of(other),
                         "lanes of one warp at two barriers, " + warp.describe_waiting());
        }
    });
}

void Block::arrive(Warp &warp)
{
    const int lane = warp.first_waiting_lane();
    const Instruction &instruction = warp.instruction_of(lane);
    check_arrival(warp, instruction, lane);
    const uint64_t id = warp.row(instruction.source[0])[lane] & 0xffffffffu;
    const auto fail = [&](const std::string &message) {
        warp.fail_at(FaultKind::divergent_barrier, lane, warp.pc_of(lane), message);
    };
    if (id >= barrier_count) fail("barrier " + std::to_string(id) + " of 16");
    Barrier &barrier = barriers[id];
    const bool everybody = instruction.source[1] == no_row;
    const unsigned awaited = warps_awaited(warp, instruction, lane);
    if (!everybody && warp.row(instruction.source[1])[lane] % warp_lanes != 0) {
        fail("a barrier for a number of threads that is no multiple of 32");
    }
    if (barrier.arrived > 0) {
        if (barrier.awaits_everybody != everybody || (!everybody && barrier.awaited != awaited)) {
            fail("barrier " + std::to_string(id) + " for different numbers of threads");
        }
        if (execution.launch.one_place_per_barrier && everybody && id == 0 && barrier.pc != warp.pc_of(lane)) {
            fail("warps at two places of __syncthreads(), the other one in PTX line " +
                 std::to_string(execution.module.descriptions[static_cast<size_t>(barrier.pc)].line));
        }
    }
    barrier.awaits_everybody = everybody;
    barrier.awaited = awaited;
    barrier.pc = warp.pc_of(lane);
    barrier.arrived++;
    if (barrier_kind(instruction) == BarrierKind::arrive) {
        warp.release_from_barrier();
    } else {
        ask(warp, barrier, instruction);
        barrier.waiting.push_back(&warp);
        has_arrived[static_cast<size_t>(warp.number)] = true;
    }
    release_if_complete(barrier);
}

void Block::ask(Warp &warp, Barrier &barrier, const Instruction &instruction) const
{
    if (barrier_kind(instruction) < BarrierKind::count) return;
    const uint64_t *predicate = warp.row(instruction.source[2]);
    for_lanes(warp.waiting_lanes(), [&](int lane) {
        barrier.lanes_that_say_yes += (predicate[lane] & 1) ^ (instruction.negated ? 1 : 0);
        barrier.lanes_asked++;
    });
}

// A warp that has ended counts no more for barriers that await everybody.
void Block::release_if_complete(Barrier &barrier)
{
    if (barrier.arrived == 0) return;
    const unsigned awaited = barrier.awaits_everybody ? live_warps() : barrier.awaited;
    if (barrier.arrived < awaited) return;
    const Barrier complete = barrier;
    barrier = Barrier();
    for (Warp *warp : complete.waiting) {
        answer(*warp, complete);
        has_arrived[static_cast<size_t>(warp->number)] = false;
        warp->release_from_barrier();
    }
}

void Block::answer(Warp &warp, const Barrier &barrier) const
{
    for_lanes(warp.waiting_lanes(), [&](int lane) {
        const Instruction &instruction = warp.instruction_of(lane);
        const BarrierKind kind = barrier_kind(instruction);
        if (kind < BarrierKind::count) return;
        const uint64_t yes = barrier.lanes_that_say_yes;
        const uint64_t is_true = kind == BarrierKind::any ? yes > 0 : yes == barrier.lanes_asked;
        warp.row(instruction.destination)[lane] = kind == BarrierKind::count ? yes : is_true;
    });
}

void Block::report_deadlock() const
{
    std::string text;
    const Warp *first = nullptr;
    FaultKind kind = FaultKind::deadlock;
    for (const auto &warp : warps) {
        if (warp->is_done()) continue;
        if (warp->waiting_lanes()) kind = FaultKind::divergent_barrier;
        text += (text.empty() ? "" : "; ") + warp->describe_waiting();
        if (first == nullptr) first = warp.get();
    }
    const int lane = first->first_waiting_lane();
    first->fail_at(kind, lane, first->pc_of(lane), "nobody can go on, " + text);
}

} // namespace ptx

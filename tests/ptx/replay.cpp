#include "replay.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <unordered_map>

namespace ptx
{

// Units do what the PTX says; the assembler may need more instructions around it, and makes some of what costs nothing
// in PTX.
static void refine(const MachineCost &cost, Step &step)
{
    const bool may_vanish = step.pipe == Pipe::none || step.pipe == Pipe::integer || step.is_control();
    step.slots = may_vanish ? cost.slots : std::max(cost.slots, 1.0f);
    step.local_loads = cost.local_loads;
    step.local_stores = cost.local_stores;
    step.place = cost.place;
    if (step.pipe == Pipe::none && step.slots > 0) step.pipe = Pipe::integer;
}

Step step_of(const Trace &trace, const TraceEntry &entry)
{
    const Description &d = trace.module->descriptions[static_cast<size_t>(entry.pc)];
    Step step = {};
    step.pipe = d.pipe;
    step.slots = d.issue_slots;
    step.barrier = entry.barrier;
    step.barrier_warps = entry.barrier_warps;
    step.phase = entry.phase;
    step.arrives_only = entry.arrives_only;
    step.wavefronts = entry.wavefronts;
    step.first_touched = entry.first_touched;
    step.copied = entry.copied;
    step.reach = entry.reach;
    if (trace.machine != nullptr && d.pipe != Pipe::marker)
        refine((*trace.machine)[static_cast<size_t>(entry.pc)], step);
    return step;
}

namespace
{

// A trace as a list of steps with their producers, in the order of the PTX.
struct Dependencies {
    std::vector<Step> steps;
    std::vector<std::vector<int>> producers;
};

Dependencies dependencies_of(const Trace &trace, const WarpTrace &warp)
{
    Dependencies all;
    std::unordered_map<int, int> last_writer; // by row
    std::vector<int> copies;                  // under way
    for (const TraceEntry &entry : warp) {
        const Description &d = trace.module->descriptions[static_cast<size_t>(entry.pc)];
        const int index = static_cast<int>(all.steps.size());
        all.steps.push_back(step_of(trace, entry));
        all.producers.emplace_back();
        if (d.pipe == Pipe::marker) continue;
        for (int row : d.reads) {
            const auto writer = last_writer.find(row);
            if (writer != last_writer.end()) all.producers.back().push_back(writer->second);
        }
        for (int row : d.writes) {
            last_writer[row] = index;
        }
        if (d.copies) copies.push_back(index);
        if (!d.awaits_copies) continue;
        all.producers.back().insert(all.producers.back().end(), copies.begin(), copies.end());
        copies.clear();
    }
    return all;
}

// The order of the machine's code between one branch or barrier and the next, as far as operands allow: earliest place
// first among the steps whose producers have gone before.
class MachineOrder
{
  public:
    MachineOrder(const Trace &trace, const WarpTrace &warp, const Dependencies &known) : all(known)
    {
        for (const TraceEntry &entry : warp) {
            places.push_back((*trace.machine)[static_cast<size_t>(entry.pc)].place);
        }
        size_t start = 0;
        for (size_t k = 0; k < all.steps.size(); k++) {
            if (!all.steps[k].is_control()) continue;
            order_between(start, k);
            order.push_back(static_cast<int>(k));
            start = k + 1;
        }
        order_between(start, all.steps.size());
    }

    std::vector<int> order;

  private:
    void order_between(size_t start, size_t past)
    {
        using Waiting = std::pair<int, int>; // place, step
        std::priority_queue<Waiting, std::vector<Waiting>, std::greater<Waiting>> ready;
        std::vector<int> missing(past - start, 0);
        std::vector<std::vector<int>> consumers(past - start);
        for (size_t k = start; k < past; k++) {
            for (int producer : all.producers[k]) {
                if (producer < static_cast<int>(start)) continue;
                missing[k - start]++;
                consumers[static_cast<size_t>(producer) - start].push_back(static_cast<int>(k));
            }
            if (missing[k - start] == 0) ready.emplace(places[k], static_cast<int>(k));
        }
        while (!ready.empty()) {
            const int next = ready.top().second;
            ready.pop();
            order.push_back(next);
            for (int consumer : consumers[static_cast<size_t>(next) - start]) {
                const size_t k = static_cast<size_t>(consumer);
                if (--missing[k - start] == 0) ready.emplace(places[k], consumer);
            }
        }
    }

    const Dependencies &all;
    std::vector<int> places;
};

// Slots become whole: what is left over goes to a later step.
void round_slots(std::vector<Step> &steps)
{
    float left_over = 0;
    for (Step &step : steps) {
        const float due = step.slots + left_over;
        const bool must_issue = step.pipe != Pipe::none && step.pipe != Pipe::integer && step.pipe != Pipe::marker;
        step.slots = std::max(std::floor(due), must_issue ? 1.0f : 0.0f);
        left_over = due - step.slots;
    }
}

} // namespace

Replay prepare(const Trace &trace, const WarpTrace &warp)
{
    const Dependencies all = dependencies_of(trace, warp);
    std::vector<int> order(all.steps.size());
    std::iota(order.begin(), order.end(), 0);
    if (trace.machine != nullptr) order = MachineOrder(trace, warp, all).order;
    std::vector<int> new_place(order.size());
    for (size_t k = 0; k < order.size(); k++) {
        new_place[static_cast<size_t>(order[k])] = static_cast<int>(k);
    }
    Replay replay;
    for (int old : order) {
        replay.steps.push_back(all.steps[static_cast<size_t>(old)]);
        replay.steps.back().producers = static_cast<int>(replay.producers.size());
        for (int producer : all.producers[static_cast<size_t>(old)]) {
            replay.producers.push_back(new_place[static_cast<size_t>(producer)]);
        }
    }
    round_slots(replay.steps);
    Step end = {};
    end.producers = static_cast<int>(replay.producers.size());
    replay.steps.push_back(end);
    return replay;
}

double path_slots(const Step &step)
{
    constexpr int sectors_at_once = 4;
    const double local = step.local_loads + step.local_stores; // 4 bytes of each lane are one wavefront
    if (!step.is_memory()) return local;
    const int slots = step.is_global() ? (step.wavefronts + sectors_at_once - 1) / sectors_at_once : step.wavefronts;
    return std::max(slots, 1) + step.copied + local;
}

bool is_cached(const Step &step, const Latencies &latencies)
{
    constexpr double sector = 32;
    if (step.pipe != Pipe::global_load || step.first_touched > 0) return false;
    return sector * static_cast<double>(1ull << step.reach) <= latencies.cache_of_block;
}

double memory_cycles(const Step &step, const Latencies &latencies)
{
    constexpr double sector = 32;
    constexpr double bytes_of_word = 128; // of all lanes
    const double words = (step.local_loads + step.local_stores) * latencies.local_misses;
    const double local = words * bytes_of_word / latencies.bytes_near;
    if (!step.is_global() || is_cached(step, latencies)) return local;
    const double near = sector * (step.wavefronts - step.first_touched) / latencies.bytes_near;
    return local + near + sector * step.first_touched / latencies.bytes_far;
}

} // namespace ptx

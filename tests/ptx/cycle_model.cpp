#include "cycle_model.h"

#include "replay.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace ptx
{
namespace
{

constexpr double never = std::numeric_limits<double>::infinity();
constexpr int partitions = 4;
constexpr int barriers_of_block = 16;

struct SimulatedWarp {
    const Replay *replay = nullptr;
    int block = 0;
    size_t head = 0;              // everything before it was issued
    std::vector<double> finished; // of each step; never if it has not been issued
    double stalled_until = 0;
    double stores_done = 0;
    bool at_barrier = false;
    bool ended = false;

    size_t length() const { return replay->steps.size() - 1; }
};

struct SimulatedBarrier {
    int arrived = 0;
    std::vector<SimulatedWarp *> waiting;
};

struct SimulatedBlock {
    std::vector<SimulatedWarp> warps;
    SimulatedBarrier barriers[barriers_of_block];
    size_t ended = 0;
};

struct Partition {
    std::vector<SimulatedWarp *> warps;
    size_t last = 0; // warp that issued; it goes on while it can
    double issue_free = 0;
    double fp64_free = 0; // FMAs and products of matrices
    double special_free = 0;
    double integer_free = 0;
    double path_free = 0;
};

class Simulation
{
  public:
    Simulation(const Trace &trace, int resident, const Latencies &figures);
    // When each of the first `count` blocks ended.
    std::vector<double> run(size_t count);

  private:
    void start(SimulatedBlock &block, double when);
    bool issue_from(Partition &partition);
    bool issue_from(Partition &partition, SimulatedWarp &warp);
    double operands_ready(const SimulatedWarp &warp, size_t step) const;
    double unit_free(const Partition &partition, const Step &step) const;
    void issue(Partition &partition, SimulatedWarp &warp, size_t place, double ready);
    double occupy(Partition &partition, SimulatedWarp &warp, const Step &step, double begin);
    double pass_memory(SimulatedWarp &warp, const Step &step, double begin);
    void arrive(SimulatedWarp &warp, const Step &step, double begin);
    void advance(SimulatedWarp &warp);
    void wait_for(double when) { next_event = std::min(next_event, when); }

    const Latencies &figures;
    std::vector<Replay> replays;
    std::vector<SimulatedBlock> blocks;
    Partition parts[partitions];
    double now = 0;
    double next_event = never;
    double path_free = 0;   // to shared memory
    double memory_free = 0; // to L2 and beyond
    std::vector<double> ends;
};

Simulation::Simulation(const Trace &trace, int resident, const Latencies &latencies) : figures(latencies)
{
    for (const WarpTrace &warp : trace.warps) {
        replays.push_back(prepare(*trace.module, warp));
    }
    blocks.resize(static_cast<size_t>(resident));
    int dealt = 0;
    for (size_t b = 0; b < blocks.size(); b++) {
        blocks[b].warps.resize(replays.size());
        for (SimulatedWarp &warp : blocks[b].warps) {
            warp.block = static_cast<int>(b);
            parts[dealt++ % partitions].warps.push_back(&warp);
        }
        constexpr double apart = 131; // blocks of a real launch do not start in step either
        start(blocks[b], 1 + apart * static_cast<double>(b));
    }
}

void Simulation::start(SimulatedBlock &block, double when)
{
    block.ended = 0;
    for (size_t w = 0; w < replays.size(); w++) {
        SimulatedWarp &warp = block.warps[w];
        const int index = warp.block;
        warp = SimulatedWarp();
        warp.block = index;
        warp.replay = &replays[w];
        warp.finished.assign(warp.length(), never);
        warp.stalled_until = when;
    }
    for (SimulatedBarrier &barrier : block.barriers) {
        barrier = SimulatedBarrier();
    }
}

std::vector<double> Simulation::run(size_t count)
{
    while (ends.size() < count) {
        now += 1;
        next_event = never;
        bool issued = false;
        for (Partition &partition : parts) {
            issued = issue_from(partition) || issued;
        }
        if (issued) continue;
        if (next_event == never) throw std::logic_error("the cycle model: nothing can go on");
        now = std::max(now, std::ceil(next_event) - 1);
    }
    return ends;
}

bool Simulation::issue_from(Partition &partition)
{
    if (partition.issue_free > now) {
        wait_for(partition.issue_free);
        return false;
    }
    const size_t count = partition.warps.size();
    for (size_t k = 0; k < count; k++) {
        const size_t index = (partition.last + k) % count;
        SimulatedWarp &warp = *partition.warps[index];
        if (warp.ended || warp.at_barrier) continue;
        if (warp.stalled_until > now) {
            wait_for(warp.stalled_until);
        } else if (issue_from(partition, warp)) {
            partition.last = index;
            return true;
        }
    }
    return false;
}

double Simulation::operands_ready(const SimulatedWarp &warp, size_t step) const
{
    double ready = 0;
    const Replay &replay = *warp.replay;
    for (int p = replay.steps[step].producers; p < replay.steps[step + 1].producers; p++) {
        ready = std::max(ready, warp.finished[static_cast<size_t>(replay.producers[static_cast<size_t>(p)])]);
    }
    return ready;
}

double Simulation::unit_free(const Partition &partition, const Step &step) const
{
    switch (step.pipe) {
    case Pipe::fp64:
    case Pipe::matrix8:
    case Pipe::matrix16k4:
    case Pipe::matrix16k8:
    case Pipe::matrix16k16:
        return partition.fp64_free;
    case Pipe::special:
    case Pipe::special_fp64:
    case Pipe::division_fp64:
        return partition.special_free;
    case Pipe::integer:
        return partition.integer_free;
    default:
        return step.is_memory() ? std::max(partition.path_free, path_free - figures.queue) : 0;
    }
}

// The first instruction within the window that can go. Loads do not pass stores that wait, nor stores anything in
// memory; branches and barriers are passed by nothing.
bool Simulation::issue_from(Partition &partition, SimulatedWarp &warp)
{
    bool load_waits = false;
    bool store_waits = false;
    int seen = 0;
    for (size_t k = warp.head; k < warp.length() && seen < figures.window; k++) {
        if (warp.finished[k] != never) continue;
        const Step &step = warp.replay->steps[k];
        if (step.is_control() && k != warp.head) break;
        double ready = operands_ready(warp, k);
        if (step.slots == 0) {
            if (ready == never) {
                seen++;
            } else {
                warp.finished[k] = ready;
                advance(warp);
                if (warp.ended || warp.stalled_until > now) return false; // that was its last step
            }
            continue;
        }
        seen++;
        if (step.pipe == Pipe::barrier || step.pipe == Pipe::warp_barrier) ready = std::max(ready, warp.stores_done);
        ready = std::max(ready, unit_free(partition, step));
        const bool held = (step.is_load() && store_waits) || (step.is_store() && (store_waits || load_waits));
        if (!held && ready <= now) {
            issue(partition, warp, k, ready);
            return true;
        }
        if (!held && ready != never) wait_for(ready);
        load_waits = load_waits || step.is_load();
        store_waits = store_waits || step.is_store();
    }
    if (warp.length() == 0) advance(warp);
    return false;
}

// A unit that was ready between two cycles begins there: so fractions of a cycle add up.
void Simulation::issue(Partition &partition, SimulatedWarp &warp, size_t place, double ready)
{
    const Step &step = warp.replay->steps[place];
    const double begin = std::max(ready, now - 1 + 1e-9);
    partition.issue_free = now + step.slots;
    warp.finished[place] = begin + occupy(partition, warp, step, begin);
    if (step.pipe == Pipe::branch) warp.stalled_until = now + figures.branch;
    if (step.pipe == Pipe::warp_barrier) warp.stalled_until = now + figures.warp_barrier;
    if (step.pipe == Pipe::barrier) arrive(warp, step, begin);
    advance(warp);
}

// The four shapes follow each other in Pipe.
double choose(Pipe pipe, double m8, double m16k4, double m16k8, double m16k16)
{
    const double figures[] = {m8, m16k4, m16k8, m16k16};
    return figures[static_cast<int>(pipe) - static_cast<int>(Pipe::matrix8)];
}

double interval_of_matrix(Pipe pipe, const Latencies &f)
{
    return choose(pipe, f.every_matrix8, f.every_matrix16k4, f.every_matrix16k8, f.every_matrix16k16);
}

double latency_of_matrix(Pipe pipe, const Latencies &f)
{
    return choose(pipe, f.matrix8, f.matrix16k4, f.matrix16k8, f.matrix16k16);
}

// Takes the unit. @return cycles until the result is there.
double Simulation::occupy(Partition &partition, SimulatedWarp &warp, const Step &step, double begin)
{
    switch (step.pipe) {
    case Pipe::fp64:
        partition.fp64_free = begin + figures.every_fp64;
        return figures.fp64 + (step.slots > 1 ? figures.integer : 0);
    case Pipe::fp32:
        return figures.fp32;
    case Pipe::matrix8:
    case Pipe::matrix16k4:
    case Pipe::matrix16k8:
    case Pipe::matrix16k16:
        partition.fp64_free = begin + interval_of_matrix(step.pipe, figures);
        return latency_of_matrix(step.pipe, figures);
    case Pipe::special:
        partition.special_free = begin + figures.every_special;
        return figures.special;
    case Pipe::special_fp64:
    case Pipe::division_fp64:
        partition.special_free = begin + figures.every_special;
        partition.fp64_free = std::max(begin, partition.fp64_free) + figures.every_special_fp64;
        return step.pipe == Pipe::special_fp64 ? figures.special_fp64 : figures.division_fp64;
    case Pipe::integer:
        partition.integer_free = begin + figures.every_integer * step.slots;
        return figures.integer + step.slots - 1;
    default:
        if (!step.is_memory()) return 1;
        partition.path_free = begin + figures.every_memory;
        return pass_memory(warp, step, begin);
    }
}

double Simulation::pass_memory(SimulatedWarp &warp, const Step &step, double begin)
{
    const double entered = std::max(path_free, begin);
    path_free = entered + path_slots(step);
    const double waited = path_free - 1 - begin;
    if (step.pipe == Pipe::shared_store) warp.stores_done = std::max(warp.stores_done, path_free);
    if (step.pipe == Pipe::shuffle) return waited + figures.shuffle;
    if (!step.is_global()) return waited + figures.shared;
    memory_free = std::max(memory_free, begin - figures.credit) + memory_cycles(step, figures);
    const double latency = step.first_touched ? figures.global_far : figures.global_near;
    return std::max(waited, memory_free - begin) + latency;
}

void Simulation::arrive(SimulatedWarp &warp, const Step &step, double begin)
{
    SimulatedBlock &block = blocks[static_cast<size_t>(warp.block)];
    SimulatedBarrier &barrier = block.barriers[step.barrier];
    barrier.arrived++;
    if (!step.arrives_only) {
        warp.at_barrier = true;
        barrier.waiting.push_back(&warp);
    }
    if (barrier.arrived < step.barrier_warps) return;
    const double released = begin + figures.barrier + figures.barrier_per_warp * step.barrier_warps;
    for (SimulatedWarp *other : barrier.waiting) {
        other->at_barrier = false;
        other->stalled_until = released;
    }
    barrier = SimulatedBarrier();
}

void Simulation::advance(SimulatedWarp &warp)
{
    while (warp.head < warp.length() && warp.finished[warp.head] != never) {
        warp.head++;
    }
    if (warp.head < warp.length() || warp.ended) return;
    warp.ended = true;
    SimulatedBlock &block = blocks[static_cast<size_t>(warp.block)];
    if (++block.ended < block.warps.size()) return;
    ends.push_back(now);
    start(block, now + figures.block_start);
    wait_for(now + figures.block_start);
}

} // namespace

double cycles_alone(const Trace &trace, const Latencies &latencies)
{
    return Simulation(trace, 1, latencies).run(1)[0];
}

static double memory_cycles_of(const Trace &trace, const Latencies &latencies)
{
    double cycles = 0;
    for (const WarpTrace &warp : trace.warps) {
        for (const Step &step : prepare(*trace.module, warp).steps) {
            cycles += memory_cycles(step, latencies);
        }
    }
    return cycles;
}

// The first third of the blocks fills the SM and does not count.
double cycles_per_block(const Trace &trace, int resident, const Latencies &latencies)
{
    const size_t count = 3 * static_cast<size_t>(resident) + 6;
    const std::vector<double> ends = Simulation(trace, resident, latencies).run(count);
    const size_t from = count / 3;
    const double replayed = (ends[count - 1] - ends[from]) / static_cast<double>(count - 1 - from);
    // So few blocks may live on the credit that their SM began with; in the long run its share is all there is.
    return std::max(replayed, memory_cycles_of(trace, latencies));
}

Bounds bounds_of(const Trace &trace, int resident, const Latencies &f)
{
    Bounds b;
    for (const WarpTrace &warp : trace.warps) {
        const Replay replay = prepare(*trace.module, warp);
        for (size_t k = 0; k + 1 < replay.steps.size(); k++) {
            const Step &step = replay.steps[k];
            b.issue += step.slots / 4.0;
            b.shared += path_slots(step);
            b.memory += memory_cycles(step, f);
            if (step.pipe == Pipe::fp64) b.fp64 += f.every_fp64 / partitions;
            if (step.pipe == Pipe::special_fp64 || step.pipe == Pipe::division_fp64) {
                b.fp64 += f.every_special_fp64 / partitions;
            }
            if (step.pipe >= Pipe::matrix8 && step.pipe <= Pipe::matrix16k16) {
                b.fp64 += interval_of_matrix(step.pipe, f) / partitions;
            }
            if (step.pipe == Pipe::integer) b.integer += f.every_integer * step.slots / partitions;
        }
    }
    b.latency = cycles_alone(trace, f) / resident;
    return b;
}

double Bounds::largest() const { return std::max({issue, fp64, integer, shared, memory, latency}); }

const char *Bounds::binding() const
{
    const double most = largest();
    if (most == latency) return "latency";
    if (most == memory) return "memory";
    if (most == fp64) return "fp64";
    if (most == shared) return "shared";
    return most == integer ? "integer" : "issue";
}

} // namespace ptx

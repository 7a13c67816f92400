#include "simulation.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ptx
{

Simulation::Simulation(const std::vector<Trace> &traces, int resident, const Latencies &latencies, size_t count)
    : figures(latencies), total(count)
{
    for (const Trace &trace : traces) {
        turns.emplace_back();
        for (const WarpTrace &warp : trace.warps) {
            turns.back().push_back(prepare(trace, warp));
        }
    }
    blocks.resize(static_cast<size_t>(resident));
    int dealt = 0;
    for (size_t b = 0; b < blocks.size(); b++) {
        blocks[b].warps.resize(turns[0].size());
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
    const bool is_any_left = started < total;
    const std::vector<Replay> &replays = turns[started % turns.size()];
    started += is_any_left ? 1 : 0;
    block.ended = 0;
    for (size_t w = 0; w < block.warps.size(); w++) {
        SimulatedWarp &warp = block.warps[w];
        const int index = warp.block;
        warp = SimulatedWarp();
        warp.block = index;
        warp.replay = &replays[w];
        warp.ended = !is_any_left;
        if (is_any_left) warp.finished.assign(warp.length(), never);
        warp.stalled_until = warp.last_issue = when;
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
        return partition.fp64_free + (partition.did_matrix ? figures.change : 0);
    case Pipe::matrix8:
    case Pipe::matrix16k4:
    case Pipe::matrix16k8:
    case Pipe::matrix16k16:
        return partition.fp64_free + (partition.did_matrix ? 0 : figures.change);
    case Pipe::matrix_tf32:
        return partition.tensor_free;
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
    in_phase[step.phase] += now - warp.last_issue;
    warp.last_issue = now;
    partition.issue_free = now + step.slots;
    warp.finished[place] = begin + fetch_spilled(step, begin) + occupy(partition, warp, step, begin);
    if (figures.fetch > 0) fetch_code(warp, step);
    if (step.pipe == Pipe::branch) warp.stalled_until = std::max(warp.stalled_until, now + figures.branch);
    if (step.pipe == Pipe::warp_barrier) warp.stalled_until = std::max(warp.stalled_until, now + figures.warp_barrier);
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
        partition.did_matrix = false;
        partition.fp64_free = begin + figures.every_fp64;
        return figures.fp64 + (step.slots > 1 ? figures.integer : 0);
    case Pipe::fp32:
        return figures.fp32;
    case Pipe::matrix8:
    case Pipe::matrix16k4:
    case Pipe::matrix16k8:
    case Pipe::matrix16k16:
        partition.did_matrix = true;
        partition.fp64_free = begin + interval_of_matrix(step.pipe, figures);
        return latency_of_matrix(step.pipe, figures);
    case Pipe::matrix_tf32:
        partition.tensor_free = begin + figures.every_matrix_tf32;
        return figures.matrix_tf32;
    case Pipe::special:
        partition.special_free = begin + figures.every_special;
        return figures.special;
    case Pipe::special_fp64:
    case Pipe::division_fp64:
        partition.special_free = begin + figures.every_special;
        partition.fp64_free = std::max(begin, partition.fp64_free + (partition.did_matrix ? figures.change : 0)) +
                              figures.every_special_fp64;
        partition.did_matrix = false;
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

// What comes behind this step waits for as many lines as its instructions fill; a line that was just run is there.
void Simulation::fetch_code(SimulatedWarp &warp, const Step &step)
{
    const int last = step.place / Latencies::instructions_fetched;
    const int first = (step.place - static_cast<int>(step.slots) + 1) / Latencies::instructions_fetched;
    for (int line = std::max(first, 0); line <= last; line++) {
        int &kept = warp.code[static_cast<size_t>(line % Latencies::lines_kept)];
        if (kept == line) continue;
        kept = line;
        warp.stalled_until = std::max(warp.stalled_until, now) + figures.fetch;
    }
}

// What was spilled has to come back before the step that wants it. @return cycles until then
double Simulation::fetch_spilled(const Step &step, double begin)
{
    if (step.local_loads + step.local_stores <= 0) return 0;
    path_free = std::max(path_free, begin) + step.local_loads + step.local_stores;
    if (step.local_loads <= 0) return 0;
    const double share = figures.local_misses;
    return path_free - begin +
           std::min(1.0f, step.local_loads) * (share * figures.global_near + (1 - share) * figures.shared);
}

double Simulation::pass_memory(SimulatedWarp &warp, const Step &step, double begin)
{
    const double entered = std::max(path_free, begin);
    path_free = entered + path_slots(step) - step.local_loads - step.local_stores;
    const double waited = path_free - 1 - begin;
    if (step.pipe == Pipe::shared_store) warp.stores_done = std::max(warp.stores_done, path_free);
    if (step.pipe == Pipe::shuffle) return waited + figures.shuffle;
    if (!step.is_global()) return waited + figures.shared;
    if (is_cached(step, figures)) return waited + figures.cached;
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

} // namespace ptx

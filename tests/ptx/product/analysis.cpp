#include "analysis.h"

#include "phase_lists.h"

#include <algorithm>
#include <cmath>

namespace ptx
{
namespace
{

bool has_block_barriers(const Trace &trace)
{
    for (const WarpTrace &warp : trace.warps) {
        for (const TraceEntry &entry : warp) {
            if (trace.module->descriptions[static_cast<size_t>(entry.pc)].pipe == Pipe::barrier) return true;
        }
    }
    return false;
}

// Teams that take problems each by itself: blocks, or the warps of a block that knows no barrier.
std::vector<Trace> teams_of(const Trace &trace)
{
    return has_block_barriers(trace) ? std::vector<Trace>{trace} : split_warps(trace);
}

// A thread's problem is one of the 32 of its warp.
int problems_at_once(const Recorded &launch) { return launch.source.compare(0, 6, "thread") == 0 ? warp_lanes : 1; }

Trace only(const Trace &trace, size_t phase)
{
    Trace part;
    part.module = trace.module;
    for (const WarpTrace &warp : trace.warps) {
        part.warps.emplace_back();
        std::copy_if(warp.begin(), warp.end(), std::back_inserter(part.warps.back()),
                     [=](const TraceEntry &entry) { return entry.phase == phase; });
    }
    return part;
}

Bounds divided(Bounds b, double by)
{
    for (double *each : {&b.issue, &b.fp64, &b.integer, &b.shared, &b.memory, &b.latency}) {
        *each /= by;
    }
    return b;
}

Cost cost_of_phase(const Workload &work, size_t phase, const Throughput &together, const Throughput &alone,
                   const Latencies &latencies)
{
    std::vector<Trace> parts;
    for (const Trace &turn : work.turns) {
        parts.push_back(only(turn, phase));
    }
    Cost cost;
    cost.cycles = together.share[phase] * together.cycles_per_block / work.problems_each;
    cost.alone = alone.share[phase] * alone.cycles_per_block;
    cost.bounds = divided(unit_bounds_of(parts, latencies), work.problems_each);
    return cost;
}

} // namespace

Workload workload_of(const Recorded &launch, int problems, const DeviceFigures &device, const std::string &resources)
{
    Workload work;
    work.launch = &launch;
    Trace trace = launch.result.trace;
    const std::vector<Phase> &phases = launch.kernel == "solve_kernel" ? phases_of_solve() : phases_of_derivative();
    mark_phases(trace, phases);
    for (const Phase &phase : phases) {
        work.phases.push_back(phase.name);
    }
    work.phases.push_back("rest");

    const std::vector<Trace> teams = teams_of(trace);
    const int count = static_cast<int>(teams.size());
    work.problems_each = problems_at_once(launch);
    const int turns = problems / count / work.problems_each;
    for (const Trace &team : teams) {
        // The first problem finds the team's scratch memory cold, which no later one does.
        std::vector<Trace> own = split_at(team, first_phase, turns);
        if (turns > 1) own.erase(own.begin());
        work.turns.insert(work.turns.end(), own.begin(), own.end());
    }
    const int threads = static_cast<int>(launch.launch.block.count());
    const std::string report =
        resources + "/" + launch.source + ".sm_" + std::to_string(device.architecture) + ".ptxas";
    work.resources = resources_of(report, launch.kernel);
    work.resident_blocks = resident_blocks(work.resources, threads, launch.launch.shared_bytes, device);
    work.resident_turns = work.resident_blocks * count;
    return work;
}

Analysis analyse(const Workload &work, const DeviceFigures &device)
{
    const Latencies &latencies = device.latencies;
    const Throughput together = throughput_of(work.turns, work.resident_turns, latencies);
    const Throughput alone = throughput_of(work.turns, 1, latencies);
    Latencies in_order = latencies;
    in_order.window = 1;

    Analysis result;
    for (size_t phase = 0; phase < work.phases.size(); phase++) {
        result.phases.push_back(cost_of_phase(work, phase, together, alone, latencies));
    }
    result.whole.cycles = together.cycles_per_block / work.problems_each;
    result.whole.alone = alone.cycles_per_block;
    result.whole.bounds = divided(unit_bounds_of(work.turns, latencies), work.problems_each);
    result.whole.bounds.latency = alone.cycles_per_block / work.resident_turns / work.problems_each;
    result.pessimistic = throughput_of(work.turns, work.resident_turns, in_order).cycles_per_block / work.problems_each;
    for (const Trace &turn : work.turns) {
        for (const WarpTrace &warp : turn.warps) {
            result.instructions += static_cast<double>(warp.size()) / static_cast<double>(work.turns.size());
        }
    }
    return result;
}

// Filling and emptying a multiprocessor is played through; what is between them goes at the steady rate.
double seconds_for(const Workload &work, const DeviceFigures &device, int64_t batch, double cycles_per_problem)
{
    const double hertz = device.gigahertz * 1e9;
    const double turns = std::ceil(static_cast<double>(batch) / work.problems_each / device.multiprocessors);
    const size_t played = static_cast<size_t>(std::min(turns, 2.0 * work.resident_turns));
    const double cycles = cycles_of(work.turns, work.resident_turns, played, device.latencies);
    return (cycles + (turns - static_cast<double>(played)) * cycles_per_problem * work.problems_each) / hertz;
}

} // namespace ptx

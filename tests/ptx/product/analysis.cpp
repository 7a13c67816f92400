#include "analysis.h"

#include "machine.h"
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

// Copies and whoever waits for them belong to one turn, or waiting would cost nothing.
void check_copies(const Trace &turn)
{
    for (const WarpTrace &warp : turn.warps) {
        bool under_way = false;
        for (const TraceEntry &entry : warp) {
            const Description &d = turn.module->descriptions[static_cast<size_t>(entry.pc)];
            under_way = (under_way || d.copies) && !d.awaits_copies;
        }
        if (under_way) throw Unsupported("a turn ends with copies under way: it should begin with them");
    }
}

// nvcc may give a single instruction to a phase that the warp has no part in: such a phase begins nothing.
uint8_t first_phase_of(const Trace &trace, int turns)
{
    uint8_t phase = 0;
    while (phase < most_phases && !can_split_at(trace, phase, turns)) phase++;
    return phase;
}

// A thread's problem is one of the 32 of its warp.
int problems_at_once(const Recorded &launch)
{
    return launch.source.find("thread") != std::string::npos ? warp_lanes : 1;
}

double touched_bytes(const Trace &trace)
{
    constexpr double sector = 32;
    double bytes = 0;
    for (const WarpTrace &warp : trace.warps) {
        for (const TraceEntry &entry : warp) {
            bytes += sector * entry.first_touched;
        }
    }
    return bytes;
}

// The share of `needed` that has no room in `available`.
double misses(double needed, double available) { return needed <= available ? 0 : 1 - available / needed; }

// Caches that are too small: for what the threads of a multiprocessor have spilled, and for what all teams of the
// device come back to.
void fit_caches(const DeviceFigures &device, int threads, size_t shared_of_block, Workload &work)
{
    const double shared = work.resident_blocks * static_cast<double>(shared_of_block + 1024);
    const Resources &r = work.resources; // what else is on the stack is seldom touched
    const double spilled =
        static_cast<double>(std::min(r.stack_bytes, r.spill_stores)) * threads * work.resident_blocks;
    Latencies &l = work.latencies;
    const double cache = std::max(0.0, device.cache_bytes - shared);
    l.local_misses = misses(spilled, cache);
    l.cache_of_block = std::max(0.0, cache - spilled) / work.resident_blocks;
    const double teams = static_cast<double>(work.resident_turns) * device.multiprocessors;
    work.cache_misses = misses(teams * work.touched_bytes, device.l2_megabytes * 1e6);
    l.bytes_near = 1 / ((1 - work.cache_misses) / l.bytes_near + work.cache_misses / l.bytes_far);
    l.global_near = (1 - work.cache_misses) * l.global_near + work.cache_misses * l.global_far;
}

Trace only(const Trace &trace, size_t phase)
{
    Trace part;
    part.module = trace.module;
    part.machine = trace.machine;
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
    const std::string stem = resources + "/" + launch.source + ".sm_" + std::to_string(device.architecture);
    const MachineCode code = machine_code_of(stem + ".cubin", launch.kernel);
    trace.machine = machine_costs(*trace.module, code);
    work.code_bytes = code.bytes;
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
        // The first problem finds the team's scratch memory cold, which no later one does, and the last has none behind
        // it that would be read ahead.
        std::vector<Trace> own = split_at(team, first_phase_of(team, turns), turns);
        work.touched_bytes += touched_bytes(own[0]) / count;
        if (own.size() < 3) throw Unsupported("fewer than three problems of a team");
        std::for_each(own.begin() + 1, own.end() - 1, check_copies);
        work.turns.insert(work.turns.end(), own.begin() + 1, own.end() - 1);
    }
    const int threads = static_cast<int>(launch.launch.block.count());
    work.resources = resources_of(stem + ".ptxas", launch.kernel);
    work.resident_blocks = resident_blocks(work.resources, threads, launch.launch.shared_bytes, device);
    work.resident_turns = work.resident_blocks * count;
    work.latencies = device.latencies;
    work.latencies.window = 1;
    work.latencies.block_start = 0; // teams go on to the next problem by themselves
    if (code.bytes > Latencies::instruction_cache_bytes) work.latencies.fetch = Latencies::fetch_of_long_code;
    fit_caches(device, threads, launch.launch.shared_bytes, work);
    return work;
}

Analysis analyse(const Workload &work)
{
    const Latencies &latencies = work.latencies;
    const Throughput together = throughput_of(work.turns, work.resident_turns, latencies);
    const Throughput alone = work.resident_turns == 1 ? together : throughput_of(work.turns, 1, latencies);
    Latencies worst = latencies; // what is known as a range, at the worse end
    worst.change = 30;
    worst.global_far = 695;
    worst.fetch *= 1.5;
    Latencies short_code = latencies;
    short_code.fetch = 0;

    Analysis result;
    for (size_t phase = 0; phase < work.phases.size(); phase++) {
        result.phases.push_back(cost_of_phase(work, phase, together, alone, latencies));
    }
    result.whole.cycles = together.cycles_per_block / work.problems_each;
    result.whole.alone = alone.cycles_per_block;
    result.whole.bounds = divided(unit_bounds_of(work.turns, latencies), work.problems_each);
    result.whole.bounds.latency = alone.cycles_per_block / work.resident_turns / work.problems_each;
    const auto cycles_with = [&](const Latencies &other) {
        return throughput_of(work.turns, work.resident_turns, other).cycles_per_block / work.problems_each;
    };
    result.pessimistic = cycles_with(worst);
    result.short_code = latencies.fetch > 0 ? cycles_with(short_code) : result.whole.cycles;
    for (const Trace &turn : work.turns) {
        for (const WarpTrace &warp : turn.warps) {
            result.instructions += static_cast<double>(warp.size()) / static_cast<double>(work.turns.size());
        }
    }
    return result;
}

// Filling and emptying a multiprocessor is played through; what is between them goes at the steady rate.
std::vector<double> seconds_for(const Workload &work, const DeviceFigures &device, const std::vector<int64_t> &batches,
                                double cycles_per_problem)
{
    const double hertz = device.gigahertz * 1e9;
    std::map<size_t, double> known; // cycles of so many turns
    std::vector<double> seconds;
    for (int64_t batch : batches) {
        const double turns = std::ceil(static_cast<double>(batch) / work.problems_each / device.multiprocessors);
        const size_t played = static_cast<size_t>(std::min(turns, 2.0 * work.resident_turns));
        if (known.count(played) == 0) {
            known[played] = cycles_of(work.turns, work.resident_turns, played, work.latencies);
        }
        const double steady = (turns - static_cast<double>(played)) * cycles_per_problem * work.problems_each;
        seconds.push_back((known[played] + steady) / hertz);
    }
    return seconds;
}

} // namespace ptx

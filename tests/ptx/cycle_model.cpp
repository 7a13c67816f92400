#include "cycle_model.h"

#include "simulation.h"

#include <algorithm>

namespace ptx
{

double cycles_alone(const Trace &trace, const Latencies &latencies)
{
    return Simulation({trace}, 1, latencies, 1).run(1)[0];
}

double cycles_per_block(const Trace &trace, int resident, const Latencies &latencies)
{
    return throughput_of({trace}, resident, latencies).cycles_per_block;
}

static size_t steps_of(const std::vector<Trace> &turns)
{
    size_t steps = 0;
    for (const Trace &trace : turns) {
        for (const WarpTrace &warp : trace.warps) {
            steps += warp.size();
        }
    }
    return steps;
}

// Blocks that began together end together, in waves: what counts is the time between two ends at the same place of a
// wave, the first wave left out.
Throughput throughput_of(const std::vector<Trace> &turns, int resident, const Latencies &latencies)
{
    constexpr size_t long_enough = 20000000; // that one wave is as good as several
    const size_t wave = static_cast<size_t>(resident);
    const size_t waves = steps_of(turns) > long_enough ? 1 : std::max<size_t>(3, (turns.size() + wave - 1) / wave);
    Simulation simulation(turns, resident, latencies, std::numeric_limits<size_t>::max());
    const std::vector<double> ends = simulation.run((waves + 1) * wave + 1);
    Throughput result;
    const double replayed = (ends[(waves + 1) * wave] - ends[wave]) / static_cast<double>(waves * wave);
    // So few blocks may live on the credit that their SM began with, or be lighter than most; in the long run no unit
    // does more than it can.
    result.cycles_per_block = std::max(replayed, unit_bounds_of(turns, latencies).largest());
    result.share = simulation.cycles_in_phase();
    double sum = 0;
    for (double cycles : result.share) {
        sum += cycles;
    }
    for (double &share : result.share) {
        share /= sum;
    }
    return result;
}

double cycles_of(const std::vector<Trace> &turns, int resident, size_t count, const Latencies &latencies)
{
    return Simulation(turns, resident, latencies, count).run(count).back();
}

static void add_step(const Step &step, const Latencies &f, Bounds &b)
{
    b.issue += step.slots / static_cast<double>(partitions);
    b.shared += path_slots(step);
    b.memory += memory_cycles(step, f);
    if (step.pipe == Pipe::fp64) b.fp64 += f.every_fp64 / partitions;
    if (step.pipe == Pipe::special_fp64 || step.pipe == Pipe::division_fp64) {
        b.fp64 += f.every_special_fp64 / partitions;
    }
    if (step.pipe >= Pipe::matrix8 && step.pipe <= Pipe::matrix16k16) {
        b.fp64 += interval_of_matrix(step.pipe, f) / partitions;
    }
    if (step.pipe == Pipe::matrix_tf32) b.tensor += f.every_matrix_tf32 / partitions;
    if (step.pipe == Pipe::integer) b.integer += f.every_integer * step.slots / partitions;
}

Bounds unit_bounds_of(const std::vector<Trace> &turns, const Latencies &latencies)
{
    Bounds b;
    for (const Trace &trace : turns) {
        for (const WarpTrace &warp : trace.warps) {
            for (const TraceEntry &entry : warp) {
                add_step(step_of(trace, entry), latencies, b);
            }
        }
    }
    for (double *each : {&b.issue, &b.fp64, &b.tensor, &b.integer, &b.shared, &b.memory}) {
        *each /= static_cast<double>(turns.size());
    }
    return b;
}

Bounds bounds_of(const Trace &trace, int resident, const Latencies &latencies)
{
    Bounds b = unit_bounds_of({trace}, latencies);
    b.latency = cycles_alone(trace, latencies) / resident;
    return b;
}

double Bounds::largest() const { return std::max({issue, fp64, tensor, integer, shared, memory, latency}); }

const char *Bounds::binding() const
{
    const double most = largest();
    if (most == latency) return "latency";
    if (most == memory) return "memory";
    if (most == fp64) return "fp64";
    if (most == tensor) return "tensor";
    if (most == shared) return "shared";
    return most == integer ? "integer" : "issue";
}

} // namespace ptx

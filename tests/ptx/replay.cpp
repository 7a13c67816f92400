#include "replay.h"

#include <algorithm>
#include <unordered_map>

namespace ptx
{

Step step_of(const Module &module, const TraceEntry &entry)
{
    const Description &d = module.descriptions[static_cast<size_t>(entry.pc)];
    return {d.pipe,
            d.issue_slots,
            entry.barrier,
            entry.barrier_warps,
            entry.phase,
            entry.arrives_only,
            entry.wavefronts,
            entry.first_touched,
            0};
}

Replay prepare(const Module &module, const WarpTrace &warp)
{
    Replay replay;
    std::unordered_map<int, int> last_writer; // by row
    for (const TraceEntry &entry : warp) {
        const Description &d = module.descriptions[static_cast<size_t>(entry.pc)];
        const int index = static_cast<int>(replay.steps.size());
        replay.steps.push_back(step_of(module, entry));
        replay.steps.back().producers = static_cast<int>(replay.producers.size());
        if (d.pipe == Pipe::marker) continue;
        for (int row : d.reads) {
            const auto writer = last_writer.find(row);
            if (writer != last_writer.end()) replay.producers.push_back(writer->second);
        }
        for (int row : d.writes) {
            last_writer[row] = index;
        }
    }
    Step end = {};
    end.producers = static_cast<int>(replay.producers.size());
    replay.steps.push_back(end);
    return replay;
}

double path_slots(const Step &step)
{
    constexpr int sectors_at_once = 4;
    if (!step.is_memory()) return 0;
    const int slots = step.is_global() ? (step.wavefronts + sectors_at_once - 1) / sectors_at_once : step.wavefronts;
    return std::max(slots, 1);
}

double memory_cycles(const Step &step, const Latencies &latencies)
{
    constexpr double sector = 32;
    if (!step.is_global()) return 0;
    const double near = sector * (step.wavefronts - step.first_touched) / latencies.bytes_near;
    return near + sector * step.first_touched / latencies.bytes_far;
}

} // namespace ptx

#include "phases.h"

#include "fault.h"

#include <algorithm>

namespace ptx
{
namespace
{

using Mask = uint32_t; // bit p: one of the functions belongs to phase p

class Marker
{
  public:
    Marker(const Module &traced, const std::vector<Phase> &list) : module(traced), phases(list)
    {
        for (const Location &location : module.locations) {
            const auto name = module.inlined_names.find(location.label);
            const Mask own = name == module.inlined_names.end() ? 0 : phases_of(name->second);
            const Mask callers = location.caller < 0 ? 0 : of_location[static_cast<size_t>(location.caller)];
            of_location.push_back(own | callers);
        }
        for (const Function &function : module.functions) {
            of_function[&function] = phases_of(function.name);
        }
    }

    void mark(WarpTrace &warp)
    {
        std::vector<Mask> calls = {0}; // of the functions that are open
        for (TraceEntry &entry : warp) {
            const size_t place = static_cast<size_t>(entry.pc);
            const int location = module.descriptions[place].location;
            const Mask mask = calls.back() | (location < 0 ? 0 : of_location[static_cast<size_t>(location)]);
            entry.phase = first_of(mask);
            const Instruction &instruction = module.code[place];
            if (entry.lanes == 0) continue;
            if (instruction.flow == Flow::call && instruction.callee->has_body) {
                calls.push_back(mask | of_function[instruction.callee]);
            }
            if (instruction.flow == Flow::back && calls.size() > 1) calls.pop_back();
        }
    }

  private:
    // A mangled name holds each of its words behind its length.
    Mask phases_of(const std::string &mangled) const
    {
        Mask mask = 0;
        for (size_t p = 0; p < phases.size(); p++) {
            for (const std::string &function : phases[p].functions) {
                const std::string word = std::to_string(function.size()) + function;
                if (mangled.find(word) != std::string::npos) mask |= 1u << p;
            }
        }
        return mask;
    }

    uint8_t first_of(Mask mask) const { return static_cast<uint8_t>(mask ? __builtin_ctz(mask) : phases.size()); }

    const Module &module;
    const std::vector<Phase> &phases;
    std::vector<Mask> of_location;
    std::map<const Function *, Mask> of_function;
};

// Index of each entry that begins a turn; none if there is no such instruction. Not every entry into the phase begins
// one: nvcc moves instructions about.
std::vector<size_t> starts_of(const WarpTrace &warp, uint8_t phase, int count)
{
    std::map<int, std::vector<size_t>> places; // by instruction
    for (size_t k = 0; k < warp.size(); k++) {
        if (warp[k].phase == phase) places[warp[k].pc].push_back(k);
    }
    std::vector<size_t> first;
    for (const auto &[pc, its] : places) {
        if (its.size() != static_cast<size_t>(count)) continue;
        if (first.empty() || its[0] < first[0]) first = its;
    }
    return first;
}

} // namespace

void mark_phases(Trace &trace, const std::vector<Phase> &phases)
{
    if (phases.size() >= most_phases) throw Unsupported("so many phases");
    Marker marker(*trace.module, phases);
    for (WarpTrace &warp : trace.warps) {
        marker.mark(warp);
    }
}

bool can_split_at(const Trace &trace, uint8_t phase, int count)
{
    return std::none_of(trace.warps.begin(), trace.warps.end(),
                        [=](const WarpTrace &warp) { return starts_of(warp, phase, count).empty(); });
}

std::vector<Trace> split_at(const Trace &trace, uint8_t phase, int count)
{
    std::vector<Trace> parts(static_cast<size_t>(count), Trace{trace.module, trace.machine, {}});
    for (const WarpTrace &warp : trace.warps) {
        std::vector<size_t> starts = starts_of(warp, phase, count);
        if (starts.empty()) throw Unsupported("no instruction of that phase is passed once in each turn");
        starts.push_back(warp.size());
        for (size_t k = 0; k + 1 < starts.size(); k++) {
            parts[k].warps.emplace_back(warp.begin() + static_cast<long>(starts[k]),
                                        warp.begin() + static_cast<long>(starts[k + 1]));
        }
    }
    return parts;
}

std::vector<Trace> split_warps(const Trace &trace)
{
    std::vector<Trace> parts;
    for (const WarpTrace &warp : trace.warps) {
        parts.push_back({trace.module, trace.machine, {warp}});
    }
    return parts;
}

} // namespace ptx

#include "trace.h"

namespace ptx
{

Trace Trace::between(uint64_t from_marker, uint64_t to_marker) const
{
    Trace part;
    part.module = module;
    part.machine = machine;
    for (const WarpTrace &warp : warps) {
        part.warps.emplace_back();
        bool inside = false;
        for (const TraceEntry &entry : warp) {
            const size_t place = static_cast<size_t>(entry.pc);
            if (module->descriptions[place].pipe == Pipe::marker) {
                const uint64_t marker = static_cast<uint64_t>(module->code[place].offset);
                if (marker == from_marker) inside = true;
                if (marker == to_marker) inside = false;
            } else if (inside) {
                part.warps.back().push_back(entry);
            }
        }
    }
    return part;
}

} // namespace ptx

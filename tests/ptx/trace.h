// What one block executed, instruction by instruction; the cycle model replays it.
#ifndef CONELET_TESTS_PTX_TRACE_H
#define CONELET_TESTS_PTX_TRACE_H

#include "module.h"

namespace ptx
{

struct TraceEntry {
    int pc;
    uint16_t wavefronts;    // shared memory: of the banks; global memory: sectors
    uint16_t first_touched; // sectors that the block had not touched before
    uint8_t lanes;
    uint8_t barrier;       // its number
    uint8_t barrier_warps; // how many it waits for
    bool arrives_only;     // bar.arrive
    uint8_t phase;         // phases.h
};

using WarpTrace = std::vector<TraceEntry>;

struct Trace {
    const Module *module = nullptr;
    std::vector<WarpTrace> warps;

    // The part between two markers (nanosleep of these constants), as every warp passed them.
    Trace between(uint64_t from_marker, uint64_t to_marker) const;
};

} // namespace ptx

#endif

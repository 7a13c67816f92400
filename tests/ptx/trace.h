// What one block executed, instruction by instruction; the cycle model replays it.
#ifndef CONELET_TESTS_PTX_TRACE_H
#define CONELET_TESTS_PTX_TRACE_H

#include "module.h"

#include <memory>

namespace ptx
{

struct TraceEntry {
    int pc;
    uint16_t wavefronts;    // shared memory: of the banks; global memory: sectors
    uint16_t first_touched; // sectors that the block had not touched before
    uint8_t copied;         // wavefronts with which a copy goes into shared memory
    uint8_t reach;          // 2^reach sectors were touched since the one among these that was touched longest ago
    uint8_t lanes;
    uint8_t barrier;       // its number
    uint8_t barrier_warps; // how many it waits for
    bool arrives_only;     // bar.arrive
    uint8_t phase;         // phases.h
};

using WarpTrace = std::vector<TraceEntry>;

// What the assembler made of each instruction of a module, where that is known; else costs.cpp estimates it.
struct MachineCost {
    float slots = 0;        // instructions of the machine that were issued
    float local_loads = 0;  // 4-byte words of each lane that had been spilled, from the thread's own memory
    float local_stores = 0; // and into it
    int place = 0;          // in the code: the order in which they are issued
};

struct Trace {
    const Module *module = nullptr;
    std::shared_ptr<const std::vector<MachineCost>> machine = nullptr; // by instruction, or none
    std::vector<WarpTrace> warps;

    // The part between two markers (nanosleep of these constants), as every warp passed them.
    Trace between(uint64_t from_marker, uint64_t to_marker) const;
};

} // namespace ptx

#endif

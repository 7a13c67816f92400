// What a launch cost, counted.
#ifndef CONELET_TESTS_PTX_COUNTERS_H
#define CONELET_TESTS_PTX_COUNTERS_H

#include "module.h"

#include <string>
#include <vector>

namespace ptx
{

// Of one instruction of the PTX, over the whole launch.
struct Tally {
    uint64_t executions = 0; // by a warp
    uint64_t lanes = 0;
    uint64_t wavefronts = 0;
    uint64_t ideal_wavefronts = 0;
    uint64_t sectors = 0;
    uint64_t ideal_sectors = 0;
};

// Sums over all blocks and warps.
struct Counters {
    uint64_t warp_instructions = 0;
    uint64_t lane_instructions = 0;
    uint64_t issue_slots = 0;  // what the machine issues for them; moves are free, an f64 minimum takes three
    uint64_t issued_lanes = 0; // active lanes over those instructions that take a slot
    uint64_t issued = 0;       // instructions that take a slot
    uint64_t by_pipe[static_cast<int>(Pipe::count)] = {};
    uint64_t fp64_flops = 0; // an fma is two; those of mma included
    uint64_t fp32_flops = 0;
    uint64_t wavefronts = 0; // of shared memory
    uint64_t ideal_wavefronts = 0;
    uint64_t sectors = 0; // of global memory
    uint64_t ideal_sectors = 0;

    uint64_t of(Pipe pipe) const { return by_pipe[static_cast<int>(pipe)]; }
    uint64_t matrix_instructions() const
    {
        return of(Pipe::matrix8) + of(Pipe::matrix16k4) + of(Pipe::matrix16k8) + of(Pipe::matrix16k16);
    }
    uint64_t barriers() const { return of(Pipe::barrier); } // warps that arrive
    double simt_efficiency() const
    {
        return issued ? static_cast<double>(issued_lanes) / (32.0 * static_cast<double>(issued)) : 1;
    }
};

Counters sum(const Module &module, const std::vector<Tally> &tallies);

// One line for each counter.
std::string describe(const Counters &counters);

// The source lines whose shared accesses conflict or whose global accesses scatter most, worst first.
std::string worst_lines(const Module &module, const std::vector<Tally> &tallies, int count);

} // namespace ptx

#endif

// One launch under way: what all of its blocks share.
#ifndef CONELET_TESTS_PTX_EXECUTION_H
#define CONELET_TESTS_PTX_EXECUTION_H

#include "counters.h"
#include "fault.h"
#include "memory.h"
#include "module.h"
#include "trace.h"

#include <functional>
#include <random>
#include <unordered_map>

namespace ptx
{

struct Dim {
    uint32_t x = 1;
    uint32_t y = 1;
    uint32_t z = 1;
    uint32_t count() const { return x * y * z; }
};

struct Launch {
    Dim grid;
    Dim block;
    size_t shared_bytes = 0; // dynamic

    // 0 runs warps in order, each as far as it can. Other seeds interleave blocks and warps at random.
    uint64_t seed = 0;
    // With a seed: lanes of a warp part at random and meet again only where the program makes them, as threads may on
    // the device. Finds a missing __syncwarp.
    bool independent_lanes = false;

    // __syncthreads() must be reached at one place by all threads. Off for kernels that mean otherwise.
    bool one_place_per_barrier = true;
    bool count_memory = true;                // wavefronts and sectors
    bool trace = false;                      // of block 0
    uint64_t most_instructions = 1ull << 32; // of one warp
    // What a kernel's cudaGraphSetConditional() does; without it that is a call of nothing.
    std::function<void(uint64_t condition, uint32_t value)> set_condition;
};

struct Execution {
    const Module &module;
    const Function &kernel;
    const Launch &launch;
    GlobalMemory &global;
    std::vector<uint8_t> arguments; // the kernel's parameters
    std::vector<Tally> tallies;     // of each instruction of the module
    std::mt19937_64 random;
    Dim block_index;
    int64_t dynamic_shared_start = 0;
    bool is_traced = false; // this block
    Trace trace;
    std::unordered_map<uint64_t, uint64_t> last_touch; // of each sector, counted in touches
    uint64_t touches = 0;

    bool chance(unsigned one_in) { return random() % one_in == 0; }
};

} // namespace ptx

#endif

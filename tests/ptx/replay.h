// A trace as the cycle model replays it: dependencies resolved once, text and registers gone.
#ifndef CONELET_TESTS_PTX_REPLAY_H
#define CONELET_TESTS_PTX_REPLAY_H

#include "latencies.h"
#include "trace.h"

namespace ptx
{

struct Step {
    Pipe pipe;
    float slots; // in a Replay whole: what is left over goes to a later step
    float local_loads;
    float local_stores;
    int place; // in the code of the machine
    uint8_t barrier;
    uint8_t barrier_warps;
    uint8_t phase;
    bool arrives_only;
    uint16_t wavefronts;
    uint16_t first_touched;
    uint8_t copied;
    uint8_t reach;
    int producers; // of its operands: from here in Replay::producers to the next step's

    bool is_control() const { return pipe >= Pipe::barrier && pipe <= Pipe::marker; }
    bool is_load() const { return pipe == Pipe::shared_load || pipe == Pipe::global_load; }
    bool is_store() const { return pipe == Pipe::shared_store || pipe == Pipe::global_store; }
    bool is_memory() const { return pipe >= Pipe::shuffle && pipe <= Pipe::global_store; }
    bool is_global() const { return pipe == Pipe::global_load || pipe == Pipe::global_store; }
};

struct Replay {
    std::vector<Step> steps; // and one more at the end
    std::vector<int> producers;
};

// Without its producers.
Step step_of(const Trace &trace, const TraceEntry &entry);

Replay prepare(const Trace &trace, const WarpTrace &warp);

// Wavefront slots of the path to shared memory and caches.
double path_slots(const Step &step);

// Whether a load finds all it wants in the first-level cache.
bool is_cached(const Step &step, const Latencies &latencies);

// Cycles of the SM's share of the bandwidth.
double memory_cycles(const Step &step, const Latencies &latencies);

} // namespace ptx

#endif

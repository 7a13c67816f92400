/**
 * @file cycle_model.h
 * How many cycles a traced block takes on one SM, by replaying its trace. Copies of the block are resident together,
 * their warps dealt to four sub-partitions; each cycle a sub-partition issues one instruction whose operands are ready
 * and whose unit is free. Not modelled: the instruction cache, registers that spill, what ptxas adds and removes,
 * contention between SMs beyond an equal share of the bandwidth.
 */
#ifndef CONELET_TESTS_PTX_CYCLE_MODEL_H
#define CONELET_TESTS_PTX_CYCLE_MODEL_H

#include "latencies.h"
#include "phases.h"

#include <array>

namespace ptx
{

// SM-cycles for one block when `resident` blocks share the SM, in the long run.
double cycles_per_block(const Trace &trace, int resident, const Latencies &latencies = Latencies());

// The same for blocks that take turns with several traces, and where the time of their warps went.
struct Throughput {
    double cycles_per_block = 0;
    std::array<double, most_phases> share = {};
};
Throughput throughput_of(const std::vector<Trace> &turns, int resident, const Latencies &latencies = Latencies());

// Cycles until an SM has done `count` blocks and is empty again.
double cycles_of(const std::vector<Trace> &turns, int resident, size_t count, const Latencies &latencies = Latencies());

// Cycles from the first to the last instruction of one block alone on an SM.
double cycles_alone(const Trace &trace, const Latencies &latencies = Latencies());

// SM-cycles for one block that each unit needs at least, whatever the order.
struct Bounds {
    double issue = 0;
    double fp64 = 0;   // FMAs and products of matrices
    double tensor = 0; // products of matrices of narrower numbers
    double integer = 0;
    double shared = 0; // with shuffles
    double memory = 0;
    double latency = 0; // the block alone, shared among those resident

    double largest() const;
    const char *binding() const;
};
Bounds bounds_of(const Trace &trace, int resident, const Latencies &latencies = Latencies());

// The mean over several traces, of all but the latency.
Bounds unit_bounds_of(const std::vector<Trace> &turns, const Latencies &latencies = Latencies());

} // namespace ptx

#endif

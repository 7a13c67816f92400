// The cycle model at work: blocks take turns on one SM, cycle by cycle. cycle_model.h says what it stands for.
#ifndef CONELET_TESTS_PTX_SIMULATION_H
#define CONELET_TESTS_PTX_SIMULATION_H

#include "phases.h"
#include "replay.h"

#include <array>
#include <limits>

namespace ptx
{

constexpr double never = std::numeric_limits<double>::infinity();
constexpr int partitions = 4;
constexpr int barriers_of_block = 16;

struct SimulatedWarp {
    const Replay *replay = nullptr;
    int block = 0;
    size_t head = 0;              // everything before it was issued
    std::vector<double> finished; // of each step; never if it has not been issued
    double stalled_until = 0;
    double stores_done = 0;
    double last_issue = 0;
    std::array<int, Latencies::lines_kept> code = {}; // the lines that it ran last, each in its own place
    bool at_barrier = false;
    bool ended = false;

    size_t length() const { return replay->steps.size() - 1; }
};

struct SimulatedBarrier {
    int arrived = 0;
    std::vector<SimulatedWarp *> waiting;
};

struct SimulatedBlock {
    std::vector<SimulatedWarp> warps;
    SimulatedBarrier barriers[barriers_of_block];
    size_t ended = 0;
};

struct Partition {
    std::vector<SimulatedWarp *> warps;
    size_t last = 0; // warp that issued; it goes on while it can
    double issue_free = 0;
    double fp64_free = 0;    // FMAs and products of matrices
    bool did_matrix = false; // what it did last
    double tensor_free = 0;  // products of matrices of narrower numbers
    double special_free = 0;
    double integer_free = 0;
    double path_free = 0;
};

class Simulation
{
  public:
    // Blocks take turns with these traces; `total` of them in all, `resident` at once.
    Simulation(const std::vector<Trace> &turns, int resident, const Latencies &figures, size_t total);

    // When each of the first `count` blocks ended, in that order.
    std::vector<double> run(size_t count);

    // Cycles that warps spent from one issue to the next, by the phase of the latter.
    const std::array<double, most_phases> &cycles_in_phase() const { return in_phase; }

  private:
    void start(SimulatedBlock &block, double when);
    bool issue_from(Partition &partition);
    bool issue_from(Partition &partition, SimulatedWarp &warp);
    double operands_ready(const SimulatedWarp &warp, size_t step) const;
    double unit_free(const Partition &partition, const Step &step) const;
    void issue(Partition &partition, SimulatedWarp &warp, size_t place, double ready);
    double occupy(Partition &partition, SimulatedWarp &warp, const Step &step, double begin);
    void fetch_code(SimulatedWarp &warp, const Step &step);
    double fetch_spilled(const Step &step, double begin);
    double pass_memory(SimulatedWarp &warp, const Step &step, double begin);
    void arrive(SimulatedWarp &warp, const Step &step, double begin);
    void advance(SimulatedWarp &warp);
    void wait_for(double when) { next_event = std::min(next_event, when); }

    const Latencies &figures;
    std::vector<std::vector<Replay>> turns; // [turn][warp]
    std::vector<SimulatedBlock> blocks;
    size_t total;
    size_t started = 0;
    std::array<double, most_phases> in_phase = {};
    Partition parts[partitions];
    double now = 0;
    double next_event = never;
    double path_free = 0;   // to shared memory
    double memory_free = 0; // to L2 and beyond
    std::vector<double> ends;
};

// Cycles of a sub-partition's unit for a product of matrices.
double interval_of_matrix(Pipe pipe, const Latencies &latencies);

} // namespace ptx

#endif

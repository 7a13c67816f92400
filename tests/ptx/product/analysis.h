// What the cycle model says of a kernel of the product on a device.
#ifndef CONELET_TESTS_PTX_PRODUCT_ANALYSIS_H
#define CONELET_TESTS_PTX_PRODUCT_ANALYSIS_H

#include "cycle_model.h"
#include "devices.h"
#include "recorder.h"
#include "resources.h"

namespace ptx
{

// A launch cut into problems: the blocks that take turns on a multiprocessor. Where warps or threads work on problems
// of their own a turn is one warp's.
struct Workload {
    const Recorded *launch;
    std::vector<std::string> phases; // names; the last is the rest
    std::vector<Trace> turns;
    int problems_each = 1; // of a turn
    int resident_blocks = 0;
    int resident_turns = 0;
    Resources resources;
    size_t code_bytes = 0;    // that may run: without slow paths
    double touched_bytes = 0; // of device memory, by one turn
    Latencies latencies;      // of the device, as this kernel sees them
    double cache_misses = 0;  // share of what a team has touched before that L2 no longer has
};

// `problems`: of the whole launch, which was of one block. `resources`: the folder of ptxas's reports.
Workload workload_of(const Recorded &launch, int problems, const DeviceFigures &device, const std::string &resources);

// SM-cycles for one problem.
struct Cost {
    double cycles = 0;
    Bounds bounds;
    double alone = 0; // from the first to the last instruction of a turn alone on a multiprocessor
};

struct Analysis {
    Cost whole;
    std::vector<Cost> phases;
    double pessimistic = 0;  // cycles, what is known as a range at its worse end
    double short_code = 0;   // cycles, were all code in the cache
    double instructions = 0; // of a warp, for one problem
};

Analysis analyse(const Workload &workload);

// Seconds that each batch takes on the whole device, its launch not counted.
std::vector<double> seconds_for(const Workload &workload, const DeviceFigures &device,
                                const std::vector<int64_t> &batches, double cycles_per_problem);

} // namespace ptx

#endif

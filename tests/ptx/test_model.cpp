// The counters, by kernels whose cost is known, and the cycle model, which must give back the figures that it was
// given.
#include "support.h"

#include "cycle_model.h"

#include <algorithm>

static ptx::Trace trace_of(const char *kernel, uint32_t threads)
{
    std::vector<double> out(threads, 1.0);
    ptx::Device device;
    device.add("out", out);
    ptx::Launch launch = launch_in({90, 0, false}, 1, threads, 1024);
    launch.trace = true;
    return device.run(module_of("latencies", 90), kernel, launch, out.data(), 0.5).trace;
}

// The instructions of one unit alone, with the moves between them.
static ptx::Trace only(const ptx::Trace &trace, ptx::Pipe pipe)
{
    ptx::Trace part = trace;
    for (ptx::WarpTrace &warp : part.warps) {
        const auto is_other = [&](const ptx::TraceEntry &entry) {
            const ptx::Pipe its = trace.module->descriptions[static_cast<size_t>(entry.pc)].pipe;
            return its != pipe && its != ptx::Pipe::none;
        };
        warp.erase(std::remove_if(warp.begin(), warp.end(), is_other), warp.end());
    }
    return part;
}

struct Measured {
    const char *kernel;
    ptx::Pipe pipe;
    uint32_t threads;
    double cycles;
};

static const int steps = 64; // of kernels/latencies.cu

// Measured on an H100 at 1.98 GHz.
static const Measured chains[] = {
    {"fma_chain", ptx::Pipe::fp64, 32, 8.6},
    {"mma_small_chain", ptx::Pipe::matrix8, 32, 26.2},
    {"mma_large_chain", ptx::Pipe::matrix16k16, 32, 109},
    {"shuffle_chain", ptx::Pipe::shuffle, 32, 30.2},
    {"shared_chain", ptx::Pipe::shared_load, 32, 29.2},
    {"reciprocal_chain", ptx::Pipe::special, 32, 17.9},
    {"barrier_chain", ptx::Pipe::barrier, 64, 16.9},
    {"barrier_chain", ptx::Pipe::barrier, 128, 20.9},
};

static void a_chain_takes_its_latency(const Measured *measured)
{
    const ptx::Trace trace = only(trace_of(measured->kernel, measured->threads), measured->pipe);
    const double cycles = ptx::cycles_alone(trace) / steps;
    CHECK_NEAR(cycles, measured->cycles, 0.03 * measured->cycles);
}

// Cycles of a sub-partition for one instruction of a warp.
static const Measured streams[] = {
    {"fma_stream", ptx::Pipe::fp64, 128, 2.08},
    {"mma_small_stream", ptx::Pipe::matrix8, 128, 16},
    {"mma_large_stream", ptx::Pipe::matrix16k16, 128, 64.8},
};

static double instructions_of(const ptx::Trace &trace, ptx::Pipe pipe)
{
    const ptx::WarpTrace &warp = trace.warps[0];
    return static_cast<double>(std::count_if(warp.begin(), warp.end(), [&](const ptx::TraceEntry &entry) {
        return trace.module->descriptions[static_cast<size_t>(entry.pc)].pipe == pipe;
    }));
}

static void a_stream_fills_its_unit(const Measured *measured)
{
    const int resident = 6;
    const ptx::Trace trace = only(trace_of(measured->kernel, measured->threads), measured->pipe);
    const double expected = measured->cycles * instructions_of(trace, measured->pipe);
    ptx::Latencies without_gaps; // between a block and its successor, which the streams are too short to fill
    without_gaps.block_start = 0;
    CHECK_NEAR(ptx::cycles_per_block(trace, resident, without_gaps), expected, 0.05 * expected);
    CHECK_NEAR(ptx::bounds_of(trace, resident).largest(), expected, 0.01 * expected);
}

// A block that takes longer alone than its units need is helped by company, down to what the units allow.
static void company_hides_latency(void)
{
    const ptx::Trace trace = only(trace_of("fma_chain", 32), ptx::Pipe::fp64);
    const double alone = ptx::cycles_per_block(trace, 1);
    const double four = ptx::cycles_per_block(trace, 4);
    CHECK_NEAR(alone / four, 4, 0.2); // four chains start one after the other
    CHECK_AT_MOST(ptx::bounds_of(trace, 64).issue, ptx::cycles_per_block(trace, 64));
}

static void counters_count(void)
{
    const int n = 16;
    const std::vector<double> A = definite_matrices(1, n, 41);
    // Both begin with a sector, as memory of a device does.
    constexpr size_t sector = 32;
    alignas(sector) double A_on_device[n * n];
    alignas(sector) double L_on_device[n * n];
    std::copy(A.begin(), A.end(), A_on_device);
    ptx::Device device;
    device.add_read_only("A", A_on_device, sizeof A_on_device);
    device.add("L", L_on_device, sizeof L_on_device);
    const ptx::Module &module = module_of("cholesky", 90);
    ptx::Launch launch = launch_in({90, 0, false}, 1, 64, n * n * sizeof(double));
    const ptx::Result result = device.run(module, "cholesky", launch, n, static_cast<const double *>(A_on_device),
                                          static_cast<double *>(L_on_device));
    const ptx::Counters &c = result.counters;

    // The lower triangle of every step: one product and one difference, which nvcc contracts.
    uint64_t updates = 0;
    for (int j = 0; j < n; j++) {
        updates += static_cast<uint64_t>((n - j - 1) * (n - j) / 2);
    }
    CHECK_INT(c.fp64_flops, 2 * updates);
    CHECK_INT(c.barriers(), 2 * (1 + 3 * n));
    // A row of 16 doubles is four sectors: the whole of A in, the whole of L out, both without waste.
    CHECK_INT(c.sectors, 2 * n * n / 4);
    CHECK_INT(c.ideal_sectors, c.sectors);
    CHECK(c.wavefronts >= c.ideal_wavefronts && c.ideal_wavefronts > 0);
    CHECK(c.simt_efficiency() > 0.2 && c.simt_efficiency() < 1);
    CHECK_CONTAINS(ptx::describe(c).c_str(), "shared wavefronts");
    CHECK_CONTAINS(ptx::worst_lines(module, result.tallies, 3).c_str(), "cholesky.cu:");
}

// Copies to shared memory read as many sectors as loads would, take as many wavefronts as stores, and whoever waits for
// them waits as long as for loads.
static void a_copy_costs_what_a_load_and_a_store_do(void)
{
    constexpr size_t sector = 32;
    alignas(sector) double x[128] = {0};
    alignas(sector) double out[128] = {0};
    ptx::Device device;
    device.add_read_only("x", x, sizeof x);
    device.add("out", out, sizeof out);
    ptx::Launch launch = launch_in({90, 0, false}, 1, 64);
    launch.trace = true;
    const ptx::Result result = device.run(module_of("copies", 90), "copies", launch, static_cast<const double *>(x),
                                          static_cast<double *>(out));
    CHECK_INT(result.counters.sectors, (sizeof x + sizeof out) / sector);
    CHECK_INT(result.counters.wavefronts, 3 * sizeof x / (32 * sizeof(int))); // zeros, copies, and out again

    const ptx::Latencies near;
    ptx::Latencies far = near;
    far.global_far += 1000;
    CHECK_NEAR(ptx::cycles_alone(result.trace, far) - ptx::cycles_alone(result.trace, near), 1000, 1);
    CHECK_NEAR(ptx::unit_bounds_of({result.trace}).memory, (sizeof x + sizeof out) / near.bytes_far, 1e-9);
}

static void bank_conflicts_and_sectors_are_counted(void)
{
    uint64_t addresses[32];
    for (uint64_t stride : {4, 8, 128}) {
        for (uint64_t lane = 0; lane < 32; lane++) {
            addresses[lane] = lane * stride;
        }
        const unsigned expected = stride == 4 ? 1 : stride == 8 ? 2 : 32;
        CHECK_INT(ptx::count_wavefronts(addresses, 32, 4).taken, expected);
        CHECK_INT(ptx::count_wavefronts(addresses, 32, 4).ideal, 1);
        CHECK_INT(ptx::count_sectors(addresses, 32, 4).taken, stride == 128 ? 32 : stride);
        CHECK_INT(ptx::count_sectors(addresses, 32, 4).ideal, 4);
    }
    const uint64_t same[32] = {};
    CHECK_INT(ptx::count_wavefronts(same, 32, 8).taken, 1);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_chain_takes_its_latency, chains);
    RUN_CASES(a_stream_fills_its_unit, streams);
    RUN(company_hides_latency);
    RUN(a_copy_costs_what_a_load_and_a_store_do);
    RUN(counters_count);
    RUN(bank_conflicts_and_sectors_are_counted);
    return check_report();
}

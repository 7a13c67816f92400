// The figures of an H100 (SXM, 132 SMs, 1.98 GHz) that the cycle model goes by. One table, each figure with its source:
//
//   measured   by chains and streams of one instruction on an H100 at 1.98 GHz (kernels/latencies.cu holds such chains;
//              test_model.cpp checks that the model gives the figures back)
//   assumed    from published microbenchmarks of Volta to Hopper, not measured by us
#ifndef CONELET_TESTS_PTX_LATENCIES_H
#define CONELET_TESTS_PTX_LATENCIES_H

#include <cstddef>

namespace ptx
{

struct Latencies {
    // Cycles until another instruction can use the result.
    double fp64 = 8.6;           // measured: DFMA
    double fp32 = 4;             // assumed
    double integer = 5;          // assumed
    double special = 17.9;       // measured: rcp.approx.ftz.f64
    double special_fp64 = 81;    // measured: a square root
    double division_fp64 = 116;  // measured
    double matrix8 = 26.2;       // measured: mma.m8n8k4.f64
    double matrix16k4 = 35.3;    // measured
    double matrix16k8 = 51.5;    // measured
    double matrix16k16 = 109;    // measured
    double matrix_tf32 = 33;     // assumed: mma.m16n8k8.tf32
    double shuffle = 28.6;       // measured: a chain of doubles, two shuffles each, takes 30.2 a step
    double shared = 29.2;        // measured
    double cached = 40.7;        // published: a hit in L1 (Luo et al. 2024)
    double global_near = 293;    // measured: a hit in L2
    double global_far = 600;     // measured: 480 from device memory, 695 where the page is a new one as well
    double warp_barrier = 1;     // measured, of a warp that is together
    double branch = 4;           // assumed
    double barrier = 13.8;       // measured: __syncthreads() of 64 threads 16.9, of 128 threads 20.9;
    double barrier_per_warp = 2; // so this much more for each warp, less the cycle of the issue
    double block_start = 300;    // assumed: from the end of a block to the start of the next in its place

    // Cycles of a sub-partition's unit for one instruction of a warp. FMAs and products of matrices share one unit: a
    // stream of both took the sum of their times (measured), and more for each change from the one to the other.
    double change = 15;              // measured: 8 to 30
    double every_fp64 = 2.08;        // measured: 32.3 TFLOP/s in all
    double every_integer = 2;        // 16 lanes
    double every_special = 8;        // 4 lanes
    double every_special_fp64 = 12;  // of the FP64 unit, assumed
    double every_matrix8 = 16;       // measured: 33.2 TFLOP/s in all, half of what the unit can
    double every_matrix16k4 = 17.1;  // measured
    double every_matrix16k8 = 32.2;  // measured
    double every_matrix16k16 = 64.8; // measured: 66.0 TFLOP/s in all
    double every_matrix_tf32 = 8;    // from the data sheet of an A100: 512 multiply-adds of an SM
    double every_memory = 2;         // assumed: shuffles, loads and stores on their way out

    // Of the whole SM, per cycle.
    double bytes_near = 21;  // assumed: L2 5.5 TB/s
    double bytes_far = 11.5; // assumed: nine tenths of the 3.35 TB/s in the data sheet of the device memory
    // SMs are not in step: one that asked for little may then take more than its share, as much as it left in so many
    // cycles. Assumed.
    double credit = 4000;
    // Bytes of the first-level cache that a block has to itself, beside shared memory and what is spilled; depends on
    // the kernel. With none, every load goes to L2.
    double cache_of_block = 0;
    // Share of what threads have spilled that does not fit into the SM's cache; depends on the kernel.
    double local_misses = 0;
    double queue = 16; // wavefronts that may wait for the shared memory, assumed

    // Instructions of a basic block that may overtake: stands for what ptxas does. 1 is strictly in order, as a warp is
    // where the order of ptxas is known.
    int window = 24;

    // Cycles that a warp waits for 128 bytes of code which it has not just run, where the code is too long for the
    // instruction cache; 0 where it fits. fetch_of_long_code is fitted: it explains what an H100 took for the product's
    // warp kernels at n = 10 and 32, 160 and 197 kB of code, beyond all else that is modelled. (A cache of 12 kB that
    // the warps of a sub-partition share explains less of it.)
    double fetch = 0;
    static constexpr double fetch_of_long_code = 50;
    static constexpr int instructions_fetched = 8;
    static constexpr int lines_kept = 32;                       // of a warp: its loops, assumed
    static constexpr size_t instruction_cache_bytes = 32 << 10; // by the hit rates that an H100 reports

    static constexpr double sms = 132;
    static constexpr double gigahertz = 1.98;
};

} // namespace ptx

#endif

/* Runs the product's solve (and its gradients) on the OptNet recipe through the PTX interpreter, and tells what the
   cycle model makes of it.

       conelet_gpu_model [--device h100|a100|rtx4090] [--csv] [--vjp] [--threads] [--forget] [--f32] N...

   --threads asks for as many problems as the thread executor wants, --forget for solves that keep no factors, --f32 for
   arrays of float; of a solve only the first kernel is looked at, which may leave problems to another. All figures are
   modelled; docs/gpu-model.md says how. */
#include "analysis.h"
#include "optnet.h"

#include <cstdio>
#include <cstdlib>
#include <numeric>

namespace
{

struct Options {
    std::string device = "h100";
    bool csv = false;
    bool vjp = false;
    bool threads = false;
    bool forget = false;
    bool floats = false;
    std::vector<int> sizes;
};

const std::vector<int64_t> batches = {4096, 65536};

Options options_of(int argc, char **argv)
{
    Options options;
    for (int k = 1; k < argc; k++) {
        const std::string word = argv[k];
        if (word == "--device" && k + 1 < argc) {
            options.device = argv[++k];
        } else if (word == "--csv") {
            options.csv = true;
        } else if (word == "--vjp") {
            options.vjp = true;
        } else if (word == "--threads") {
            options.threads = true;
        } else if (word == "--forget") {
            options.forget = true;
        } else if (word == "--f32") {
            options.floats = true;
        } else if (std::atoi(argv[k]) > 0) {
            options.sizes.push_back(std::atoi(argv[k]));
        } else {
            throw ptx::Unsupported(
                "usage: conelet_gpu_model [--device NAME] [--csv] [--vjp] [--threads] [--forget] [--f32] N...");
        }
    }
    return options;
}

// One block is enough: it does several problems after another, as one of a large batch does.
void prepare_environment(const ptx::DeviceFigures &device)
{
    setenv("CONELET_CUDA_PLUGIN", MODEL_PLUGIN, 0);
    setenv("CUDASIM_KERNELS", MODEL_KERNELS, 1);
    setenv("CUDASIM_ARCH", std::to_string(device.architecture).c_str(), 1);
    setenv("CUDASIM_MULTIPROCESSORS", "1", 1);
    setenv("CUDASIM_BLOCKS", "1", 1);
}

// Many turns of each team: problems need more and fewer iterations.
int batch_for(int n, bool threads)
{
    if (threads) return 384;
    return n <= 64 ? 96 : 6;
}

const ptx::Recorded &launch_of(const char *kernel)
{
    for (const ptx::Recorded &each : ptx::recorded_launches()) {
        if (each.kernel == kernel) return each;
    }
    throw ptx::Unsupported(std::string("no ") + kernel + " was launched");
}

double millions_per_second(const ptx::DeviceFigures &device, double cycles)
{
    return device.multiprocessors * device.gigahertz * 1e3 / cycles;
}

void print_row(const std::string &name, const ptx::Cost &cost, double all)
{
    const ptx::Bounds &b = cost.bounds;
    std::printf("  %-12s %9.0f %5.1f %%  %8.0f %8.0f %8.0f %8.0f %8.0f %9.0f\n", name.c_str(), cost.cycles,
                100 * cost.cycles / all, b.issue, b.fp64, b.integer, b.shared, b.memory, cost.alone);
}

void print_text(const ptx::Workload &work, const ptx::Analysis &result, const ptx::DeviceFigures &device, int n,
                double iterations)
{
    const ptx::Bounds &bounds = result.whole.bounds;
    const double cycles = result.whole.cycles;
    std::printf("\nOptNet n = %d on %s: %s of %s, %.1f iterations\n", n, device.title.c_str(),
                work.launch->kernel.c_str(), work.launch->source.c_str(), iterations);
    std::printf(
        "  %u threads, %d registers, %d + %d bytes of code that spills, %zu bytes shared: %d blocks, %d problems "
        "on a multiprocessor\n",
        work.launch->launch.block.count(), work.resources.registers, work.resources.spill_stores,
        work.resources.spill_loads, work.launch->launch.shared_bytes, work.resident_blocks,
        work.resident_turns * work.problems_each);
    std::printf("  %zu kB of code; %.1f kB of device memory a turn, %.0f %% of it lost to L2 before it comes back; "
                "%.0f %% of the "
                "spills lost to L1\n",
                work.code_bytes >> 10, work.touched_bytes / 1024, 100 * work.cache_misses,
                100 * work.latencies.local_misses);
    std::printf("  %zu turns of %d problems traced, %.0f instructions each\n", work.turns.size(), work.problems_each,
                result.instructions);
    std::printf("  %-12s %9s %7s  %8s %8s %8s %8s %8s %9s\n", "SM-cycles", "together", "share", "issue", "fp64",
                "integer", "shared", "memory", "alone");
    for (size_t phase = 0; phase < result.phases.size(); phase++) {
        if (result.phases[phase].bounds.issue > 0) print_row(work.phases[phase], result.phases[phase], cycles);
    }
    print_row("whole", result.whole, cycles);
    std::printf("  %s binds (%.0f of %.0f cycles, %.0f %%)\n", bounds.binding(), bounds.largest(), cycles,
                100 * bounds.largest() / cycles);
    std::printf("  million problems a second: %.3g steady, %.3g pessimistic, %.3g were the code short",
                millions_per_second(device, cycles), millions_per_second(device, result.pessimistic),
                millions_per_second(device, result.short_code));
    const std::vector<double> seconds = ptx::seconds_for(work, device, batches, cycles);
    for (size_t k = 0; k < batches.size(); k++) {
        std::printf(", %.3g in a batch of %lld", static_cast<double>(batches[k]) / seconds[k] / 1e6,
                    static_cast<long long>(batches[k]));
    }
    std::printf("\n");
}

const char csv_header[] = "device,n,source,kernel,phase,iterations,registers,spills,code,blocks,problems,misses,cycles,"
                          "binds,issue,fp64,integer,shared,memory,latency,seconds_4096,seconds_65536,pessimistic,"
                          "short_code\n";

void print_csv_row(const ptx::Workload &work, const std::string &device, int n, double iterations,
                   const std::string &phase, const ptx::Cost &cost)
{
    const ptx::Bounds &b = cost.bounds;
    std::printf("%s,%d,%s,%s,%s,%.1f,%d,%d,%zu,%d,%d,%.2f,%.0f", device.c_str(), n, work.launch->source.c_str(),
                work.launch->kernel.c_str(), phase.c_str(), iterations, work.resources.registers,
                work.resources.spill_stores + work.resources.spill_loads, work.code_bytes, work.resident_blocks,
                work.resident_turns * work.problems_each, work.cache_misses, cost.cycles);
    const bool is_whole = phase == "whole";
    std::printf(",%s,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f", is_whole ? b.binding() : "", b.issue, b.fp64, b.integer, b.shared,
                b.memory, is_whole ? b.latency : cost.alone / work.resident_turns / work.problems_each);
}

void print_csv(const ptx::Workload &work, const ptx::Analysis &result, const ptx::DeviceFigures &device, int n,
               double iterations)
{
    print_csv_row(work, device.name, n, iterations, "whole", result.whole);
    for (double seconds : ptx::seconds_for(work, device, batches, result.whole.cycles)) {
        std::printf(",%.4g", seconds);
    }
    std::printf(",%.0f,%.0f\n", result.pessimistic, result.short_code);
    for (size_t phase = 0; phase < result.phases.size(); phase++) {
        if (result.phases[phase].bounds.issue == 0) continue;
        print_csv_row(work, device.name, n, iterations, work.phases[phase], result.phases[phase]);
        std::printf(",,,,\n");
    }
}

void report(const char *kernel, int batch, const Options &options, const ptx::DeviceFigures &device, int n,
            double iterations)
{
    const ptx::Workload work = ptx::workload_of(launch_of(kernel), batch, device, MODEL_RESOURCES);
    const ptx::Analysis result = ptx::analyse(work);
    (options.csv ? print_csv : print_text)(work, result, device, n, iterations);
    std::fflush(stdout);
}

void model(const Options &options)
{
    const ptx::DeviceFigures &device = ptx::device_named(options.device);
    prepare_environment(device);
    ptx::record_launches(true);
    if (options.csv) std::fputs(csv_header, stdout);
    for (int n : options.sizes) {
        const int batch = batch_for(n, options.threads);
        ptx::recorded_launches().clear();
        const std::vector<int> counted = solve_optnet({n, batch, options.vjp, 1e-6, options.floats, options.forget});
        const double iterations = std::accumulate(counted.begin(), counted.end(), 0.0) / batch;
        report("solve_kernel", batch, options, device, n, iterations);
        if (options.vjp) report("vjp_kernel", batch, options, device, n, iterations);
    }
}

} // namespace

int main(int argc, char **argv)
{
    try {
        model(options_of(argc, argv));
        return 0;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "conelet_gpu_model: %s\n", error.what());
        return 1;
    }
}

/* What a device does in a cycle with doubles: multiply-adds and products of small matrices. For each instruction:
   cycles from one to the next that needs its result, cycles between two that a quarter of a multiprocessor issues, and
   what the whole device does in a second. Prints a table in Markdown. */
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>

enum { WARP = 32, WARPS = 16, QUARTERS = 4, CHAINS = 6, STEPS = 2000, ROUNDS = 3 };

/* An instruction has the accumulators of one chain, and adds a product to them. */

struct multiply_add {
    static constexpr const char *name = "fma (of a warp)";
    static constexpr int first_arch = 10;
    static constexpr double operations = 2 * WARP;
    double c[1] = {0};

    __device__ void issue(double a, double b)
    {
        asm volatile("fma.rn.f64 %0, %1, %2, %0;" : "+d"(c[0]) : "d"(a), "d"(b));
    }
};

struct product_8_8_4 {
    static constexpr const char *name = "mma.m8n8k4";
    static constexpr int first_arch = 80;
    static constexpr double operations = 2 * 8 * 8 * 4;
    double c[2] = {0, 0};

    __device__ void issue(double a, double b)
    {
#if __CUDA_ARCH__ >= 800
        asm volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
                     : "+d"(c[0]), "+d"(c[1])
                     : "d"(a), "d"(b));
#endif
    }
};

struct product_16_8_8 {
    static constexpr const char *name = "mma.m16n8k8";
    static constexpr int first_arch = 90;
    static constexpr double operations = 2 * 16 * 8 * 8;
    double c[4] = {0, 0, 0, 0};

    __device__ void issue(double a, double b)
    {
#if __CUDA_ARCH__ >= 900
        asm volatile("mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64 {%0, %1, %2, %3}, {%4, %4, %4, %4}, {%5, %5}, "
                     "{%0, %1, %2, %3};"
                     : "+d"(c[0]), "+d"(c[1]), "+d"(c[2]), "+d"(c[3])
                     : "d"(a), "d"(b));
#endif
    }
};

struct product_16_8_16 {
    static constexpr const char *name = "mma.m16n8k16";
    static constexpr int first_arch = 90;
    static constexpr double operations = 2 * 16 * 8 * 16;
    double c[4] = {0, 0, 0, 0};

    __device__ void issue(double a, double b)
    {
#if __CUDA_ARCH__ >= 900
        asm volatile("mma.sync.aligned.m16n8k16.row.col.f64.f64.f64.f64 {%0, %1, %2, %3}, "
                     "{%4, %4, %4, %4, %4, %4, %4, %4}, {%5, %5, %5, %5}, {%0, %1, %2, %3};"
                     : "+d"(c[0]), "+d"(c[1]), "+d"(c[2]), "+d"(c[3])
                     : "d"(a), "d"(b));
#endif
    }
};

/* Every warp has `chains` independent chains of `steps` instructions. cycles: of the first block. */
template <class Instruction, int chains>
static __global__ void __launch_bounds__(WARP *WARPS) run_chains(int steps, long long *cycles, double *kept)
{
    Instruction chain[chains];
    double a = 1 + threadIdx.x * 1e-3;
    double b = 1e-3;
    __syncthreads();
    long long begin = clock64();
#pragma unroll 8
    for (int step = 0; step < steps; step++) {
#pragma unroll
        for (int k = 0; k < chains; k++) chain[k].issue(a, b);
    }
    __syncthreads();
    long long end = clock64();
    double sum = 0;
    for (int k = 0; k < chains; k++) sum += chain[k].c[0];
    kept[blockIdx.x * blockDim.x + threadIdx.x] = sum;
    if (blockIdx.x == 0 && threadIdx.x == 0) *cycles = end - begin;
}

static void check(cudaError_t answer)
{
    if (answer == cudaSuccess) return;
    fprintf(stderr, "instruction_rates: %s\n", cudaGetErrorString(answer));
    exit(1);
}

/* Where the kernels write. */
struct room {
    long long *cycles;
    double *kept;
};

struct timing {
    double cycles;
    double seconds;
};

/* The best of a few rounds. */
template <class Instruction, int chains> static timing run(const room *to, int blocks, int warps)
{
    cudaEvent_t begin, end;
    check(cudaEventCreate(&begin));
    check(cudaEventCreate(&end));
    timing best = {1e30, 1e30};
    for (int round = 0; round < ROUNDS; round++) {
        long long cycles = 0;
        float milliseconds = 0;
        check(cudaEventRecord(begin));
        run_chains<Instruction, chains><<<blocks, warps * WARP>>>(STEPS, to->cycles, to->kept);
        check(cudaEventRecord(end));
        check(cudaGetLastError());
        check(cudaEventSynchronize(end));
        check(cudaEventElapsedTime(&milliseconds, begin, end));
        check(cudaMemcpy(&cycles, to->cycles, sizeof cycles, cudaMemcpyDeviceToHost));
        if (cycles < best.cycles) best.cycles = (double)cycles;
        if (milliseconds * 1e-3 < best.seconds) best.seconds = milliseconds * 1e-3;
    }
    check(cudaEventDestroy(begin));
    check(cudaEventDestroy(end));
    return best;
}

template <class Instruction> static void measure(const room *to, const cudaDeviceProp *device)
{
    if (10 * device->major + device->minor < Instruction::first_arch) {
        printf("| %s | not on this device | | |\n", Instruction::name);
        return;
    }
    double latency = run<Instruction, 1>(to, 1, 1).cycles / STEPS;
    double instructions = (double)STEPS * CHAINS * WARPS; /* of a block */
    double between = run<Instruction, CHAINS>(to, 1, WARPS).cycles / (instructions / QUARTERS);
    double seconds = run<Instruction, CHAINS>(to, device->multiProcessorCount, WARPS).seconds;
    double rate = instructions * Instruction::operations * device->multiProcessorCount / seconds;
    printf("| %s | %.1f | %.1f | %.2f |\n", Instruction::name, latency, between, rate * 1e-12);
}

int main(void)
{
    cudaDeviceProp device;
    room to = {};
    check(cudaGetDeviceProperties(&device, 0));
    check(cudaMalloc(&to.cycles, sizeof *to.cycles));
    check(cudaMalloc(&to.kept, sizeof *to.kept * device.multiProcessorCount * WARPS * WARP));
    printf("%s (sm_%d%d), %d multiprocessors; cycles of its clock.\n\n", device.name, device.major, device.minor,
           device.multiProcessorCount);
    printf("| double precision | latency | between two, a quarter of a multiprocessor | TFLOP/s, whole device |\n");
    printf("|---|---|---|---|\n");
    measure<multiply_add>(&to, &device);
    measure<product_8_8_4>(&to, &device);
    measure<product_16_8_8>(&to, &device);
    measure<product_16_8_16>(&to, &device);
    check(cudaFree(to.cycles));
    check(cudaFree(to.kept));
    return 0;
}

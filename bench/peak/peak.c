#include "peak.h"

#include <string.h>
#include <time.h>

#include "peak_kernels.h"

typedef struct kernel_row {
    const char *isa;
    peak_kernel run;
    int lanes;
} kernel_row;

static const kernel_row KERNELS[] = {
#if defined(__x86_64__)
    {"avx512", peak_avx512, 8},
    {"avx2", peak_avx2, 4},
#endif
    {"portable", peak_portable, 2},
};

enum { KERNEL_COUNT = sizeof(KERNELS) / sizeof(KERNELS[0]), RUNS = 50 };

static const double RUN_SECONDS = 1e-3;

static const kernel_row *find_kernel(const char *isa)
{
    for (int i = 0; i < KERNEL_COUNT - 1; i++) {
        if (strcmp(KERNELS[i].isa, isa) == 0) return &KERNELS[i];
    }
    return &KERNELS[KERNEL_COUNT - 1];
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Seconds that `threads` threads take for `rounds` rounds each. */
static double time_rounds(const kernel_row *kernel, int threads, int64_t rounds)
{
    double sink = 0;
    double start = now();
#pragma omp parallel num_threads(threads) reduction(+ : sink)
    sink += kernel->run(rounds, 0.999999, 1e-6);
    double seconds = now() - start;
    /* The chains tend to 1, so this never holds; the compiler does not know it and must do the work. */
    return sink == 0.5 ? 0 : seconds;
}

double peak_gflops(const char *isa, int threads)
{
    const kernel_row *kernel = find_kernel(isa);
    double flops_per_round = 2.0 * kernel->lanes * PEAK_CHAINS * threads;

    /* Double the rounds until one thread fills a run with them; this wakes the clock and the vector units too. */
    int64_t rounds = 1000;
    while (time_rounds(kernel, 1, rounds) < RUN_SECONDS / 2) rounds *= 2;

    double best = 0;
    for (int run = 0; run < RUNS; run++) {
        double rate = flops_per_round * (double)rounds / time_rounds(kernel, threads, rounds);
        if (rate > best) best = rate;
    }
    return best * 1e-9;
}

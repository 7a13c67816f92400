#include "peak.h"

#include <math.h>
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

enum { KERNEL_COUNT = sizeof(KERNELS) / sizeof(KERNELS[0]) };

/* All threads measure for this long, in pieces of which each keeps its best: others may use the machine too. */
static const double SECONDS = 0.05;
static const double PIECE_SECONDS = 1e-3;

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

/* Seconds that one piece takes. */
static double time_piece(const kernel_row *kernel, int64_t rounds)
{
    double start = now();
    double sum = kernel->run(rounds, 0.999999, 1e-6);
    double seconds = now() - start;
    /* The chains tend to 1, so this never holds; the compiler does not know it and must do the work. */
    return sum == 0.5 ? INFINITY : seconds;
}

/* The calling thread's best rate, in rounds per second. It stops by the clock, so that no thread has the core that it
   shares with another to itself for long. */
static double best_rate(const kernel_row *kernel, int64_t rounds)
{
    double end = now() + SECONDS;
    double best = 0;
    do {
        best = fmax(best, (double)rounds / time_piece(kernel, rounds));
    } while (now() < end);
    return best;
}

double peak_gflops(const char *isa, int threads)
{
    const kernel_row *kernel = find_kernel(isa);

    /* Double the rounds until they fill a piece; this wakes the clock and the vector units too. */
    int64_t rounds = 1000;
    while (time_piece(kernel, rounds) < PIECE_SECONDS / 2) rounds *= 2;

    double rate = 0;
#pragma omp parallel num_threads(threads) reduction(+ : rate)
    rate += best_rate(kernel, rounds);

    double flops_per_round = 2.0 * kernel->lanes * PEAK_CHAINS;
    return 1e-9 * flops_per_round * rate;
}

/*
 * The loop, compiled once per instruction set: define PEAK_BYTES (of a vector) and PEAK_NAME, then include.
 * No guard: a file includes it once.
 */

#include "peak_kernels.h"

typedef double peak_vector __attribute__((vector_size(PEAK_BYTES)));

double PEAK_NAME(int64_t rounds, double factor, double summand)
{
    peak_vector chain[PEAK_CHAINS];
    peak_vector multiplier = factor - (peak_vector){0};
    peak_vector addend = summand - (peak_vector){0};
    for (int k = 0; k < PEAK_CHAINS; k++) chain[k] = multiplier + (double)k;

    for (int64_t round = 0; round < rounds; round++) {
#pragma GCC unroll 12
        for (int k = 0; k < PEAK_CHAINS; k++) chain[k] = chain[k] * multiplier + addend;
    }

    double sum = 0;
    for (int k = 0; k < PEAK_CHAINS; k++) {
        for (unsigned lane = 0; lane < PEAK_BYTES / sizeof(double); lane++) sum += chain[k][lane];
    }
    return sum;
}

/**
 * @file peak_kernels.h
 * The loop under each instruction set. Each does `rounds` x PEAK_CHAINS multiply-adds of whole vectors.
 */
#ifndef CONELET_BENCH_PEAK_KERNELS_H
#define CONELET_BENCH_PEAK_KERNELS_H

#include <stdint.h>

/** Independent chains: two units of latency 4 need 8; 12 leave room and fit 16 registers. */
enum { PEAK_CHAINS = 12 };

/** @return a number that depends on all of the work, so that none of it can be left out. */
typedef double (*peak_kernel)(int64_t rounds, double factor, double summand);

double peak_portable(int64_t rounds, double factor, double summand);
double peak_avx2(int64_t rounds, double factor, double summand);
double peak_avx512(int64_t rounds, double factor, double summand);

#endif

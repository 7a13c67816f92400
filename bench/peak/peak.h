/**
 * @file peak.h
 * The fastest this machine can multiply and add: a measured bound for every share of peak that the bench prints.
 */
#ifndef CONELET_BENCH_PEAK_H
#define CONELET_BENCH_PEAK_H

/**
 * Run independent fused multiply-adds in registers for about 50 ms, and keep each thread's best of many short
 * runs.
 *
 * @param isa      "avx512", "avx2" or "portable", as cnl_context_isa_name() says; the CPU must have it
 * @param threads  how many threads run at once, at least 1
 * @return billions of f64 operations per second of all threads together, a multiply-add counted as two
 */
double peak_gflops(const char *isa, int threads);

#endif

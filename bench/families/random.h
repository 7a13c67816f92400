/**
 * @file random.h
 * Random numbers that are the same on every machine: xoshiro256++ [Blackman & Vigna 2021], seeded by splitmix64.
 */
#ifndef CONELET_BENCH_RANDOM_H
#define CONELET_BENCH_RANDOM_H

#include <stdint.h>

/** The state of one stream. */
typedef struct random_stream {
    uint64_t word[4];
} random_stream;

/** A stream for problem `index` of a batch: it depends on the two numbers alone, not on the problems before it. */
random_stream random_start(uint64_t seed, uint64_t index);

/** @return 64 random bits. */
uint64_t random_bits(random_stream *stream);

/** @return uniform on [low, high). */
double random_uniform(random_stream *stream, double low, double high);

/** @return standard normal. */
double random_normal(random_stream *stream);

/** @return uniform on 0 ... count - 1. */
int32_t random_below(random_stream *stream, int32_t count);

/** values[0 ... count - 1] uniform on [low, high). */
void random_fill_uniform(random_stream *stream, double low, double high, int64_t count, double *values);

/** values[0 ... count - 1] standard normal. */
void random_fill_normal(random_stream *stream, int64_t count, double *values);

#endif

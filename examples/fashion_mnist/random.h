/**
 * @file random.h
 * Random numbers from a seed: the same seed gives the same numbers on every machine.
 */
#ifndef FASHION_RANDOM_H
#define FASHION_RANDOM_H

#include <stdint.h>

/** A stream of random numbers. Its first value is the seed; any will do. */
typedef struct random_stream {
    uint64_t state;
} random_stream;

/** @return a number in 0 ... bound - 1, each as likely as any other (to about bound / 2^64) */
int64_t random_below(random_stream *stream, int64_t bound);

/** @return a number of the normal distribution with mean 0 and variance 1 */
double random_normal(random_stream *stream);

/** Fill `values` with `count` normal numbers of the given standard deviation. */
void random_fill(random_stream *stream, double deviation, int64_t count, double *values);

/** Put `count` numbers into a random order. */
void random_shuffle(random_stream *stream, int64_t count, int32_t *values);

#endif

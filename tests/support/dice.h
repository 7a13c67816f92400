/**
 * @file dice.h
 * Random numbers of tests: the same on every machine, one stream per seed.
 */
#ifndef CONELET_TESTS_DICE_H
#define CONELET_TESTS_DICE_H

#include <stddef.h>
#include <stdint.h>

typedef struct dice {
    uint64_t state;
} dice;

/** A stream of its own for part `part` (for example problem i) of the test with this seed. */
dice dice_begin(uint64_t seed, uint64_t part);

uint64_t dice_bits(dice *stream);

/** Uniform in [low, high). */
double dice_uniform(dice *stream, double low, double high);

/** Standard normal. */
double dice_normal(dice *stream);

/** Uniform in 0 ... count - 1. */
int32_t dice_below(dice *stream, int32_t count);

/** Fill with standard normal numbers. */
void dice_fill(dice *stream, double *numbers, size_t count);

#endif

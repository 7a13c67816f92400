/**
 * @file batches.h
 * Examples in batches and in random order: all of them once, then all of them again in another order.
 */
#ifndef FASHION_BATCHES_H
#define FASHION_BATCHES_H

#include "examples.h"
#include "random.h"

/** Where we are among the examples, and the batch taken last. */
typedef struct batches {
    const examples *set; /**< borrowed */
    random_stream stream;
    int32_t *order; /**< [set->count] */
    int64_t taken;  /**< examples of this round */
    int64_t size;
    double *features; /**< [size, FEATURE_COUNT] */
    uint8_t *labels;  /**< [size] */
} batches;

/**
 * Start at the first batch of a random order.
 *
 * @param[in]  set     outlives `source`
 * @param[in]  size    of a batch, at most set->count
 * @param[out] source  owned by the caller: batches_free(), also after a failure
 * @return false without memory
 */
bool batches_create(const examples *set, int64_t size, uint64_t seed, batches *source);

/** Free the arrays; batches of zeros are accepted. */
void batches_free(batches *source);

/** Fill `features` and `labels` with the next batch. Examples too few for a last batch are left out of this round. */
void batches_next(batches *source);

#endif

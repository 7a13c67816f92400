/**
 * @file examples.h
 * What the network sees of an image: the brightness of 7 x 7 tiles of 4 x 4 pixels, each standardised.
 */
#ifndef FASHION_EXAMPLES_H
#define FASHION_EXAMPLES_H

#include "dataset.h"

enum { TILE_SIDE = 4, FEATURE_SIDE = IMAGE_SIDE / TILE_SIDE, FEATURE_COUNT = FEATURE_SIDE * FEATURE_SIDE };

/** Features of images, and what the images show. */
typedef struct examples {
    int64_t count;
    double *features; /**< [count, FEATURE_COUNT] */
    uint8_t *labels;  /**< [count], 0 ... CLASS_COUNT - 1 */
} examples;

/**
 * Reduce images to the mean brightness of their tiles, from 0 to 1.
 *
 * @param[in]  set    the images
 * @param[in]  limit  take no more than the first so many
 * @param[out] taken  owned by the caller: examples_free(), also after a failure
 * @return false without memory
 */
bool examples_create(const dataset *set, int64_t limit, examples *taken);

/** Free the arrays; examples of zeros are accepted. */
void examples_free(examples *taken);

/** Shift and scale each feature to mean 0 and standard deviation 1 over `learning`; `testing` is treated alike. */
void examples_standardise(examples *learning, examples *testing);

#endif

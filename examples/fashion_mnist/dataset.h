/**
 * @file dataset.h
 * Fashion-MNIST: grey images of 28 x 28 pixels, each of one of ten kinds of clothes [Xiao, Rasul & Vollgraf 2017].
 */
#ifndef FASHION_DATASET_H
#define FASHION_DATASET_H

#include <stdbool.h>
#include <stdint.h>

enum { IMAGE_SIDE = 28, IMAGE_PIXELS = IMAGE_SIDE * IMAGE_SIDE, CLASS_COUNT = 10 };

/** Images and what they show. */
typedef struct dataset {
    int64_t count;
    uint8_t *images; /**< [count, IMAGE_PIXELS], 0 = background, 255 = brightest */
    uint8_t *labels; /**< [count], 0 ... CLASS_COUNT - 1 */
} dataset;

/**
 * Read `PREFIX-images-idx3-ubyte.gz` and `PREFIX-labels-idx1-ubyte.gz`.
 *
 * @param[in]  folder  where the files are
 * @param[in]  prefix  "train" or "t10k"
 * @param[out] set     owned by the caller: dataset_free(), also after a failure
 * @return false if a file is missing or is not what it should be; a sentence on stderr says why
 */
bool dataset_load(const char *folder, const char *prefix, dataset *set);

/** Free the arrays; a dataset of zeros is accepted. */
void dataset_free(dataset *set);

#endif

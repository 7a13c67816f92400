#include "examples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "complain.h"

static double tile_brightness(const uint8_t *image, int row, int column)
{
    int sum = 0;
    for (int i = 0; i < TILE_SIDE; i++)
        for (int j = 0; j < TILE_SIDE; j++) sum += image[(row * TILE_SIDE + i) * IMAGE_SIDE + column * TILE_SIDE + j];
    return sum / (255.0 * TILE_SIDE * TILE_SIDE);
}

bool examples_create(const dataset *set, int64_t limit, examples *taken)
{
    *taken = (examples){.count = set->count < limit ? set->count : limit};
    taken->features = malloc((size_t)taken->count * FEATURE_COUNT * sizeof *taken->features);
    taken->labels = malloc((size_t)taken->count);
    if (!taken->features || !taken->labels) return complain("not enough memory for the features");
    memcpy(taken->labels, set->labels, (size_t)taken->count);
    for (int64_t i = 0; i < taken->count; i++) {
        const uint8_t *image = set->images + i * IMAGE_PIXELS;
        double *features = taken->features + i * FEATURE_COUNT;
        for (int k = 0; k < FEATURE_COUNT; k++)
            features[k] = tile_brightness(image, k / FEATURE_SIDE, k % FEATURE_SIDE);
    }
    return true;
}

void examples_free(examples *taken)
{
    free(taken->features);
    free(taken->labels);
    *taken = (examples){0};
}

static double feature_mean(const examples *set, int k)
{
    double sum = 0;
    for (int64_t i = 0; i < set->count; i++) sum += set->features[i * FEATURE_COUNT + k];
    return sum / (double)set->count;
}

static double feature_deviation(const examples *set, int k, double mean)
{
    double sum = 0;
    for (int64_t i = 0; i < set->count; i++) {
        double distance = set->features[i * FEATURE_COUNT + k] - mean;
        sum += distance * distance;
    }
    return sqrt(sum / (double)set->count);
}

static void rescale(examples *set, int k, double mean, double deviation)
{
    for (int64_t i = 0; i < set->count; i++) {
        double *feature = set->features + i * FEATURE_COUNT + k;
        *feature = (*feature - mean) / deviation;
    }
}

void examples_standardise(examples *learning, examples *testing)
{
    const double smallest_deviation = 1e-3; /* a tile that is always black stays 0 */
    for (int k = 0; k < FEATURE_COUNT; k++) {
        double mean = feature_mean(learning, k);
        double deviation = fmax(feature_deviation(learning, k, mean), smallest_deviation);
        rescale(learning, k, mean, deviation);
        rescale(testing, k, mean, deviation);
    }
}

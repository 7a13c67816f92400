#include "batches.h"

#include <stdlib.h>
#include <string.h>

#include "complain.h"

enum { FEATURE_BYTES = FEATURE_COUNT * sizeof(double) };

bool batches_create(const examples *set, int64_t size, uint64_t seed, batches *source)
{
    *source = (batches){.set = set, .stream = {.state = seed}, .size = size, .taken = set->count};
    source->order = malloc((size_t)set->count * sizeof *source->order);
    source->features = malloc((size_t)size * FEATURE_BYTES);
    source->labels = malloc((size_t)size);
    if (!source->order || !source->features || !source->labels) return complain("not enough memory for the batches");
    for (int64_t i = 0; i < set->count; i++) source->order[i] = (int32_t)i;
    return true;
}

void batches_free(batches *source)
{
    free(source->order);
    free(source->features);
    free(source->labels);
    *source = (batches){0};
}

void batches_next(batches *source)
{
    const examples *set = source->set;
    if (source->taken + source->size > set->count) {
        random_shuffle(&source->stream, set->count, source->order);
        source->taken = 0;
    }
    for (int64_t i = 0; i < source->size; i++) {
        int64_t example = source->order[source->taken + i];
        memcpy(source->features + i * FEATURE_COUNT, set->features + example * FEATURE_COUNT, FEATURE_BYTES);
        source->labels[i] = set->labels[example];
    }
    source->taken += source->size;
}

#include "random.h"

#include <math.h>

/* One step of splitmix64: spreads neighbouring seeds over all 64 bits. */
static uint64_t splitmix(uint64_t *state)
{
    uint64_t mixed = (*state += UINT64_C(0x9E3779B97F4A7C15));
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

random_stream random_start(uint64_t seed, uint64_t index)
{
    random_stream stream;
    uint64_t state = seed;
    state = splitmix(&state) ^ index;
    for (int i = 0; i < 4; i++) stream.word[i] = splitmix(&state);
    return stream;
}

static uint64_t rotate(uint64_t word, int bits) { return (word << bits) | (word >> (64 - bits)); }

uint64_t random_bits(random_stream *stream)
{
    uint64_t *word = stream->word;
    uint64_t result = rotate(word[0] + word[3], 23) + word[0];
    uint64_t shifted = word[1] << 17;
    word[2] ^= word[0];
    word[3] ^= word[1];
    word[1] ^= word[2];
    word[0] ^= word[3];
    word[2] ^= shifted;
    word[3] = rotate(word[3], 45);
    return result;
}

double random_uniform(random_stream *stream, double low, double high)
{
    double unit = (double)(random_bits(stream) >> 11) * 0x1p-53;
    return low + (high - low) * unit;
}

double random_normal(random_stream *stream)
{
    /* The polar method: a point of the unit disc, its radius stretched to that of a normal pair. */
    double first, square;
    do {
        first = random_uniform(stream, -1, 1);
        double second = random_uniform(stream, -1, 1);
        square = first * first + second * second;
    } while (square >= 1 || square == 0);
    return first * sqrt(-2 * log(square) / square);
}

int32_t random_below(random_stream *stream, int32_t count)
{
    /* The top 32 bits times count: the bias, count / 2^32, does not matter here. */
    return (int32_t)(((random_bits(stream) >> 32) * (uint64_t)count) >> 32);
}

void random_fill_uniform(random_stream *stream, double low, double high, int64_t count, double *values)
{
    for (int64_t i = 0; i < count; i++) values[i] = random_uniform(stream, low, high);
}

void random_fill_normal(random_stream *stream, int64_t count, double *values)
{
    for (int64_t i = 0; i < count; i++) values[i] = random_normal(stream);
}

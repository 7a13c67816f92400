/* SplitMix64 [Steele, Lea & Flood 2014], and normal numbers by Box and Muller. */
#include "random.h"

#include <math.h>

static uint64_t random_bits(random_stream *stream)
{
    stream->state += 0x9e3779b97f4a7c15u;
    uint64_t bits = stream->state;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return bits ^ (bits >> 31);
}

/* In (0, 1]: its logarithm is finite. */
static double random_unit(random_stream *stream) { return ((double)(random_bits(stream) >> 11) + 1) * 0x1p-53; }

int64_t random_below(random_stream *stream, int64_t bound) { return (int64_t)(random_bits(stream) % (uint64_t)bound); }

double random_normal(random_stream *stream)
{
    const double full_turn = 6.283185307179586;
    double radius = sqrt(-2 * log(random_unit(stream)));
    return radius * cos(full_turn * random_unit(stream));
}

void random_fill(random_stream *stream, double deviation, int64_t count, double *values)
{
    for (int64_t i = 0; i < count; i++) values[i] = deviation * random_normal(stream);
}

void random_shuffle(random_stream *stream, int64_t count, int32_t *values)
{
    for (int64_t last = count - 1; last > 0; last--) {
        int64_t other = random_below(stream, last + 1);
        int32_t value = values[last];
        values[last] = values[other];
        values[other] = value;
    }
}

#include "dice.h"

#include <math.h>

/* A counter times the golden ratio, mixed by multiplications and shifts [Steele, Lea, Flood 2014]. */
uint64_t dice_bits(dice *stream)
{
    stream->state += 0x9e3779b97f4a7c15u;
    uint64_t mixed = stream->state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

dice dice_begin(uint64_t seed, uint64_t part)
{
    dice stream = {seed};
    stream.state = dice_bits(&stream) ^ (part * 0xd6e8feb86659fd93u);
    dice_bits(&stream);
    return stream;
}

double dice_uniform(dice *stream, double low, double high)
{
    double unit = (double)(dice_bits(stream) >> 11) * 0x1p-53;
    return low + (high - low) * unit;
}

double dice_normal(dice *stream)
{
    const double two_pi = 6.283185307179586;
    double radius = sqrt(-2 * log(1 - dice_uniform(stream, 0, 1)));
    return radius * cos(two_pi * dice_uniform(stream, 0, 1));
}

int32_t dice_below(dice *stream, int32_t count) { return (int32_t)(dice_bits(stream) % (uint64_t)count); }

void dice_fill(dice *stream, double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) numbers[i] = dice_normal(stream);
}

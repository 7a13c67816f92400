/* Random numbers for tests. */
#ifndef CUDASIM_TESTS_RANDOM_NUMBERS_H
#define CUDASIM_TESTS_RANDOM_NUMBERS_H

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

/** Numbers between -1 and 1. */
inline std::vector<double> random_numbers(std::size_t count, std::uint64_t seed)
{
    std::mt19937_64 generator(seed);
    std::uniform_real_distribution<double> distribution(-1, 1);
    std::vector<double> values(count);
    for (double &value : values) value = distribution(generator);
    return values;
}

#endif

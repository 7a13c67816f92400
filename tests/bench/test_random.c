/* The random numbers: the same everywhere, and distributed as they say. */

#include <math.h>

#include "check.h"
#include "random.h"

enum { DRAWS = 200000 };

/* xoshiro256++ from the state 1, 2, 3, 4: the first outputs by hand from its definition, and what the next states give
   (published with the reference implementation). */
static void generator_is_xoshiro(void)
{
    random_stream stream = {{1, 2, 3, 4}};
    CHECK(random_bits(&stream) == UINT64_C(41943041));
    CHECK(random_bits(&stream) == UINT64_C(58720359));
    CHECK(random_bits(&stream) == UINT64_C(3588806011781223));
    CHECK(random_bits(&stream) == UINT64_C(3591011842654386));
}

static void streams_differ_and_repeat(void)
{
    random_stream first = random_start(7, 0), again = random_start(7, 0);
    random_stream next = random_start(7, 1), other = random_start(8, 0);
    uint64_t bits = random_bits(&first);
    CHECK(bits == random_bits(&again));
    CHECK(bits != random_bits(&next));
    CHECK(bits != random_bits(&other));
}

/* Mean and variance within five standard deviations of their estimates. */
static void uniform_is_uniform(void)
{
    random_stream stream = random_start(1, 1);
    double sum = 0, squares = 0;
    for (int i = 0; i < DRAWS; i++) {
        double value = random_uniform(&stream, -1, 3);
        CHECK_THAT(value >= -1 && value < 3, "draw %d is %g", i, value);
        sum += value;
        squares += value * value;
    }
    double mean = sum / DRAWS, variance = squares / DRAWS - mean * mean;
    CHECK_NEAR(mean, 1, 5 * sqrt(4.0 / 3 / DRAWS));
    CHECK_NEAR(variance, 4.0 / 3, 5 * sqrt(64.0 / 45 / DRAWS));
}

static void normal_is_normal(void)
{
    random_stream stream = random_start(1, 2);
    double sum = 0, squares = 0;
    int within_one = 0;
    for (int i = 0; i < DRAWS; i++) {
        double value = random_normal(&stream);
        sum += value;
        squares += value * value;
        within_one += fabs(value) < 1;
    }
    CHECK_NEAR(sum / DRAWS, 0, 5 / sqrt(DRAWS));
    CHECK_NEAR(squares / DRAWS, 1, 5 * sqrt(2.0 / DRAWS));
    CHECK_NEAR((double)within_one / DRAWS, erf(sqrt(0.5)), 5 * 0.466 / sqrt(DRAWS));
}

static void below_covers_its_range(void)
{
    random_stream stream = random_start(1, 3);
    int counts[7] = {0};
    for (int i = 0; i < DRAWS; i++) {
        int32_t value = random_below(&stream, 7);
        if (!CHECK(value >= 0 && value < 7)) return;
        counts[value]++;
    }
    for (int k = 0; k < 7; k++) CHECK_NEAR((double)counts[k] / DRAWS, 1.0 / 7, 5 * 0.35 / sqrt(DRAWS));
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(generator_is_xoshiro);
    RUN(streams_differ_and_repeat);
    RUN(uniform_is_uniform);
    RUN(normal_is_normal);
    RUN(below_covers_its_range);
    return check_report();
}

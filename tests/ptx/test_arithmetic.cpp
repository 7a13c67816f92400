// Operations one by one, on numbers that lie at the edges: the same bits as C++, or as a definition written out here.
#include "support.h"

#include "kernels/arithmetic_cases.h"

#include <cfenv>
#include <limits>

static const long long edges[] = {0,
                                  1,
                                  -1,
                                  2,
                                  7,
                                  -8,
                                  0x7fffffff,
                                  -0x80000000ll,
                                  0xffffffff,
                                  0x100000000ll,
                                  0x7fffffffffffffffll,
                                  -0x7fffffffffffffffll,
                                  0x123456789abcdefll,
                                  -1000003};

static std::vector<long long> integers(size_t count, uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<long long> result(count);
    const size_t edge_count = sizeof edges / sizeof edges[0];
    for (size_t i = 0; i < count; i++) {
        const long long value = static_cast<long long>(random() >> random() % 63);
        result[i] = random() % 3 ? value : edges[random() % edge_count];
    }
    return result;
}

static const double odd_numbers[] = {0.0,
                                     -0.0,
                                     1.0,
                                     -1.5,
                                     2.5,
                                     1e300,
                                     -1e-300,
                                     5e-324,
                                     0.5,
                                     -3.5,
                                     2147483647.5,
                                     std::numeric_limits<double>::infinity(),
                                     -std::numeric_limits<double>::infinity()};

static std::vector<double> reals(size_t count, uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<double> result = random_numbers(count, seed);
    const size_t odd_count = sizeof odd_numbers / sizeof odd_numbers[0];
    for (double &x : result) {
        x = random() % 3 ? std::ldexp(x, static_cast<int>(random() % 40)) : odd_numbers[random() % odd_count];
    }
    return result;
}

static const int architectures[] = {80, 90};
static const int count = 500;

static void integers_agree_in_every_bit(const int *architecture)
{
    const std::vector<long long> a = integers(count, 51), b = integers(count, 52);
    std::vector<long long> out(static_cast<size_t>(count) * integer_results);
    ptx::Device device;
    device.add_read_only("a", a);
    device.add_read_only("b", b);
    device.add("out", out);
    device.run(module_of("arithmetic", *architecture), "integers", launch_in({*architecture, 0, false}, 4, 128), count,
               a.data(), b.data(), out.data());
    for (int i = 0; i < count; i++) {
        // The host leaves these two undefined; the device gives the numbers that fit.
        if (static_cast<int>(a[i]) == std::numeric_limits<int>::min() && static_cast<int>(b[i]) == -1) continue;
        long long expected[integer_results];
        compute_integers(a[i], b[i], static_cast<unsigned>(7 * i), expected);
        for (int k = 0; k < integer_results; k++) {
            CHECK_THAT(out[i * integer_results + k] == expected[k], "result %d of %lld and %lld: %lld, not %lld", k,
                       a[i], b[i], out[i * integer_results + k], expected[k]);
        }
    }
}

static void reals_agree_in_every_bit(const int *architecture)
{
    const std::vector<double> a = reals(count, 53), b = reals(count, 54);
    const std::vector<long long> k = integers(count, 55);
    std::vector<double> out(static_cast<size_t>(count) * real_results);
    ptx::Device device;
    device.add_read_only("a", a);
    device.add_read_only("b", b);
    device.add_read_only("k", k);
    device.add("out", out);
    device.run(module_of("arithmetic", *architecture), "reals", launch_in({*architecture, 0, false}, 4, 128), count,
               a.data(), b.data(), k.data(), out.data());
    for (int i = 0; i < count; i++) {
        if (std::fabs(b[i]) > 1e18) continue; // (long long)b is not defined on the host
        double expected[real_results];
        compute_reals(a[i], b[i], k[i], expected);
        for (int r = 0; r < real_results; r++) {
            const double found = out[i * real_results + r];
            const bool same_bits = ptx::to_bits(found) == ptx::to_bits(expected[r]);
            const bool both_nan = found != found && expected[r] != expected[r];
            const bool of_zeros = (r == 6 || r == 7) && found == expected[r]; // the host may take either
            const bool same = same_bits || both_nan || of_zeros;
            CHECK_THAT(same, "result %d of %g and %g: %.17g, not %.17g", r, a[i], b[i], found, expected[r]);
        }
    }
}

static unsigned field(unsigned x, unsigned start, unsigned length, bool is_signed)
{
    const unsigned top = length ? std::min(start + length - 1, 31u) : 0;
    const unsigned sign = is_signed && length ? x >> top & 1 : 0;
    unsigned result = 0;
    for (unsigned k = 0; k < 32; k++) {
        const unsigned bit = k < length && start + k < 32 ? x >> (start + k) & 1 : sign;
        result |= bit << k;
    }
    return result;
}

static void bits_agree_with_their_definitions(const int *architecture)
{
    std::vector<unsigned> a(count), b(count), out(12 * count);
    std::mt19937 random(56);
    for (int i = 0; i < count; i++) {
        a[i] = static_cast<unsigned>(random());
        b[i] = static_cast<unsigned>(random()) >> i % 32;
    }
    ptx::Device device;
    device.add_read_only("a", a);
    device.add_read_only("b", b);
    device.add("out", out);
    device.run(module_of("arithmetic", *architecture), "bits", launch_in({*architecture, 0, false}, 4, 128), count,
               a.data(), b.data(), out.data());
    for (int i = 0; i < count; i++) {
        const unsigned x = a[i], y = b[i], start = static_cast<unsigned>(i % 40),
                       length = static_cast<unsigned>(i * 3 % 37);
        const unsigned *r = out.data() + 12 * i;
        CHECK_INT(r[0], field(x, start, length, false));
        CHECK_INT(r[1], field(x, start, length, true));
        unsigned inserted = y, reversed = 0;
        for (unsigned k = 0; k < 32; k++) {
            if (k < length && start + k < 32)
                inserted = (inserted & ~(1u << (start + k))) | (x >> k & 1) << (start + k);
            reversed |= (x >> k & 1) << (31 - k);
        }
        CHECK_INT(r[2], inserted);
        // 0x2f61, lowest first: byte 1 of x, byte 2 of y, the sign of y's top byte, byte 2 of x.
        const unsigned sign = y >> 31 ? 0xff : 0;
        CHECK_INT(r[3], (x >> 8 & 0xff) | (y >> 16 & 0xff) << 8 | sign << 16 | (x >> 16 & 0xff) << 24);
        CHECK_INT(r[4], x ^ y ^ start);
        CHECK_INT(r[5], reversed);
        CHECK_INT(r[6], x ? 31u - static_cast<unsigned>(__builtin_clz(x)) : ~0u);
        CHECK_INT(r[7], x + y);
        CHECK_INT(r[8], x + (x + y < x ? 1 : 0));
        CHECK_INT(r[9], x - y);
        CHECK_INT(r[10], x - (x < y ? 1 : 0));
        const unsigned by = start & 31;
        CHECK_INT(r[11], by ? y << by | x >> (32 - by) : y);
    }
}

// Rounded results lie on the right side of the exact ones, next to them.
static void roundings_are_directed(const int *architecture)
{
    const std::vector<double> a = random_numbers(count, 57);
    std::vector<double> b = random_numbers(count, 58);
    for (double &x : b) {
        x /= 3; // otherwise most sums would be exact
    }
    std::vector<double> out(8 * count);
    ptx::Device device;
    device.add_read_only("a", a);
    device.add_read_only("b", b);
    device.add("out", out);
    device.run(module_of("arithmetic", *architecture), "roundings", launch_in({*architecture, 0, false}, 4, 128), count,
               a.data(), b.data(), out.data());
    int inexact = 0;
    for (int i = 0; i < count; i++) {
        const double *r = out.data() + 8 * i;
        const long double sum = static_cast<long double>(a[i]) + b[i]; // exact to 64 bits
        const long double product = static_cast<long double>(a[i]) * b[i];
        CHECK(r[0] <= sum && sum <= r[1] && r[1] <= std::nextafter(r[0], INFINITY));
        CHECK(std::fabs(r[2]) <= std::fabs(product) && std::fabs(r[2]) >= std::fabs(a[i] * b[i]) * (1 - 3e-16));
        CHECK(r[3] <= product + b[i] + 1e-18L);
        CHECK(r[4] >= a[i] && static_cast<double>(std::nextafter(static_cast<float>(r[4]), -INFINITY)) < a[i]);
        CHECK_NEAR(r[5], std::floor(a[i]), 0);
        CHECK_NEAR(r[6], std::nearbyint(a[i]), 0);
        CHECK_NEAR(r[7], a[i] > 0 ? std::trunc(a[i]) : 0, 0);
        inexact += r[0] != r[1];
    }
    CHECK(inexact > count / 10);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(integers_agree_in_every_bit, architectures);
    RUN_CASES(reals_agree_in_every_bit, architectures);
    RUN_CASES(bits_agree_with_their_definitions, architectures);
    RUN_CASES(roundings_are_directed, architectures);
    return check_report();
}

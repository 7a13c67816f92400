// Kernels as one writes them, run from their PTX, against plain C++.
#include "support.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <numeric>

static constexpr double rounding = 1e-13; // a few dozen operations on numbers of order one

struct Totals {
    double sum;
    unsigned long long count;
    unsigned largest;
    int smallest;
    float rough;
};

static void a_grid_sums(const Way *way)
{
    const int n = 1000;
    const std::vector<double> x = random_numbers(n, 11);
    std::vector<int> labels(n);
    for (int i = 0; i < n; i++) {
        labels[i] = (i * 7919) % 1013 - 500;
    }
    Totals totals = {0, 0, 0, 1 << 30, 0};
    ptx::Device device;
    device.add_read_only("x", x);
    device.add_read_only("labels", labels);
    device.add("totals", &totals, sizeof totals);

    device.run(module_of("reduction", way->architecture), "reduction", launch_in(*way, 3, 128), n, x.data(),
               labels.data(), &totals);

    unsigned largest = 0;
    for (int label : labels) {
        largest = std::max(largest, static_cast<unsigned>(label) & 0xffffu);
    }
    const double sum = std::accumulate(x.begin(), x.end(), 0.0);
    CHECK_NEAR(totals.sum, sum, n * rounding);
    CHECK_NEAR(totals.rough, sum, 1e-5);
    CHECK_INT(totals.count, n);
    CHECK_INT(totals.largest, largest);
    CHECK_INT(totals.smallest, *std::min_element(labels.begin(), labels.end()));
}

static void a_block_factors(const Way *way)
{
    const int blocks = 3, n = 19;
    const std::vector<double> A = definite_matrices(blocks, n, 12);
    std::vector<double> L(A.size(), NAN);
    ptx::Device device;
    device.add_read_only("A", A);
    device.add("L", L);

    device.run(module_of("cholesky", way->architecture), "cholesky",
               launch_in(*way, blocks, 96, n * n * sizeof(double)), n, A.data(), L.data());

    for (int k = 0; k < blocks; k++) {
        const std::vector<double> expected = cholesky_of(A.data() + k * n * n, n);
        CHECK_ARRAY(L.data() + k * n * n, expected.data(), 1, n * n, rounding);
    }
}

static void a_warp_solves(const Way *way)
{
    const int n = 45;
    const std::vector<double> A = definite_matrices(1, n, 13);
    const std::vector<double> L = cholesky_of(A.data(), n);
    const std::vector<double> b = random_numbers(n, 14);
    std::vector<double> x(n, NAN);
    ptx::Device device;
    device.add_read_only("L", L);
    device.add_read_only("b", b);
    device.add("x", x);

    device.run(module_of("triangular", way->architecture), "triangular", launch_in(*way, 1, 32), n, L.data(), b.data(),
               x.data());

    for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j <= i; j++) {
            sum += L[i * n + j] * x[j];
        }
        CHECK_NEAR(sum, b[i], rounding);
    }
}

static double expected_value(double x, int lane)
{
    static const double weight[] = {1.5, -2.0, 0.25, 8.0};
    double sum = weight[lane % 4];
    if (x > 0) {
        sum += std::pow(x, lane & 7) + std::sin(x * 1e6) + std::exp(-x * x) + 2 * lane + 3 * lane;
    } else {
        sum += std::log(1 - x) * std::pow(1 - x, 1.25);
    }
    switch (lane % 7) {
    case 0:
        return sum + 1;
    case 1:
        return sum * 2;
    case 2:
        return -sum;
    case 3:
        return std::fabs(sum);
    case 4:
        return std::sqrt(std::fabs(sum));
    case 5:
        return 1 / sum;
    default:
        return 1 / std::sqrt(sum * sum + 1);
    }
}

// With lanes apart, __activemask() may be any part of them, and its count with it.
static void a_template_votes_and_calls(const Way *way)
{
    const int threads = 64, n = 5;
    const std::vector<double> x = random_numbers(threads, 15);
    std::vector<double> values(threads, NAN);
    std::vector<unsigned> words(3 * threads);
    ptx::Device device;
    device.add_read_only("x", x);
    device.add("values", values);
    device.add("words", words);
    ptx::Module module = ptx::Module::load(PTX_FOLDER "/templated.sm_" + std::to_string(way->architecture) + ".ptx");

    device.run(module, "templatedILi5E", launch_in(*way, 1, threads), x.data(), values.data(), words.data());
    int calls = 0;
    device.add("calls", &calls, sizeof calls);
    device.run(module, "read_calls", launch_in(*way, 1, 1), &calls);

    CHECK_INT(calls, std::count_if(x.begin(), x.end(), [](double v) { return v > 0; }));
    for (int t = 0; t < threads; t++) {
        const int lane = t % 32;
        unsigned positive = 0, same = 0, total = 0;
        for (int other = 0; other < 32; other++) {
            positive |= static_cast<unsigned>(x[t - lane + other] > 0) << other;
            same |= static_cast<unsigned>(other % n == lane % n) << other;
            total += static_cast<unsigned>(other * n);
        }
        CHECK_NEAR(values[t], expected_value(x[t], lane), 1e-11 * (1 + std::fabs(values[t])));
        CHECK_INT(words[3 * t], same);
        CHECK_INT(words[3 * t + 1], total);
        const int several = static_cast<int>(std::bitset<32>(positive).count());
        const int found = x[t] > 0 ? several : __builtin_ffs(static_cast<int>(positive)) + __builtin_clz(positive);
        if (x[t] <= 0 || !way->independent_lanes) CHECK_INT(words[3 * t + 2], found);
    }
}

static void two_roles_hand_over(const Way *way)
{
    const int rounds = 9;
    const std::vector<double> x = random_numbers(32 * rounds, 16);
    std::vector<double> out(96, NAN);
    ptx::Device device;
    device.add_read_only("x", x);
    device.add("out", out);

    device.run(module_of("roles", way->architecture), "roles", launch_in(*way, 2, 128), rounds, x.data(), out.data());

    for (int i = 0; i < 96; i++) {
        double sum = 0;
        for (int k = 0; k < rounds; k++) {
            const double value = x[32 * k + (i % 32 + k) % 32];
            sum += (i / 32 + 1) * (value * value);
        }
        CHECK_NEAR(out[i], sum, rounding);
    }
}

static void barriers_count(const Way *way)
{
    const int threads = 96;
    std::vector<int> x(threads), out(threads);
    int positive = 0;
    for (int i = 0; i < threads; i++) {
        x[i] = i * 37 % 101 - 40;
        positive += x[i] > 0;
    }
    const bool seven = std::count(x.begin(), x.end(), 7) > 0;
    ptx::Device device;
    device.add_read_only("x", x);
    device.add("out", out);

    device.run(module_of("roles", way->architecture), "counts", launch_in(*way, 1, threads), x.data(), out.data());

    for (int i = 0; i < threads; i++) {
        CHECK_INT(out[i], positive * 4 + 2 + (seven ? 1 : 0));
    }
}

static void copies_arrive(const Way *way)
{
    const std::vector<double> x = random_numbers(128, 17);
    std::vector<double> out(128, NAN);
    ptx::Device device;
    device.add_read_only("x", x);
    device.add("out", out);

    device.run(module_of("copies", way->architecture), "copies", launch_in(*way, 1, 64), x.data(), out.data());

    for (int i = 0; i < 128; i++) {
        CHECK_NEAR(out[i], x[127 - i], 0);
    }
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_grid_sums, ways);
    RUN_CASES(a_block_factors, ways);
    RUN_CASES(a_warp_solves, ways);
    RUN_CASES(a_template_votes_and_calls, ways);
    RUN_CASES(two_roles_hand_over, ways);
    RUN_CASES(barriers_count, ways);
    RUN_CASES(copies_arrive, ways);
    return check_report();
}

/* Kernels without a bug give the right answers, and no report, under every schedule. */
#include "check_cpp.h"
#include "device_array.h"
#include "kernels.h"
#include "launch_of.h"
#include "random_numbers.h"

#include <algorithm>
#include <cmath>

namespace
{

enum { SEEDS = 200 };

/* What every test does first with a seed: 0 is the schedule in order. */
void begin(std::uint64_t seed)
{
    cudasim_seed(seed);
    check_seed(seed);
}

/* The rounding of a sum of n numbers up to 1, in any order. */
double rounding(int n) { return n * 1.2e-16; }

void a_sum_over_the_grid(void)
{
    const int n = 1000;
    std::vector<double> x = random_numbers(n, 1);
    double expected = 0;
    for (double value : x) expected += value;
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        device_array<double> on_device(x);
        device_array<double> sum(std::vector<double>(1, 0.0));
        cudaLaunchConfig_t config = launch_of(3, 96);
        CHECK_OK(cudaLaunchKernelEx(&config, reduce, on_device.get(), n, sum.get()));
        CHECK_NEAR(sum.read()[0], expected, rounding(n));
    }
}

/* D + D' + 2 n I for random D: positive definite. */
std::vector<double> random_definite(int n, int problems, std::uint64_t seed)
{
    std::vector<double> A = random_numbers(static_cast<std::size_t>(n * n * problems), seed);
    for (int problem = 0; problem < problems; problem++) {
        double *mine = &A[static_cast<std::size_t>(problem * n * n)];
        for (int j = 0; j < n; j++) {
            for (int i = j + 1; i < n; i++) mine[j + i * n] = mine[i + j * n];
            mine[j + j * n] += 2 * n;
        }
    }
    return A;
}

/* The largest entry of A - L L'. */
double residual(const double *A, const double *L, int n)
{
    double worst = 0;
    for (int j = 0; j < n; j++) {
        for (int i = j; i < n; i++) {
            double product = 0;
            for (int k = 0; k <= j; k++) product += L[i + k * n] * L[j + k * n];
            double error = std::fabs(A[i + j * n] - product);
            if (!(error <= worst)) worst = error;
        }
    }
    return worst;
}

void a_cholesky_factor_per_block(void)
{
    const int n = 13;
    const int problems = 3;
    std::vector<double> A = random_definite(n, problems, 2);
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        device_array<double> on_device(A);
        device_array<int> failed(problems);
        cudaLaunchConfig_t config = launch_of(problems, 64, n * n * sizeof(double));
        CHECK_OK(cudaLaunchKernelEx(&config, factor, on_device.get(), n, failed.get()));
        std::vector<double> L = on_device.read();
        for (int problem = 0; problem < problems; problem++) {
            CHECK_AT_MOST(residual(&A[problem * n * n], &L[problem * n * n], n), 1e-13);
            CHECK_INT(failed.read()[problem], 0);
        }
    }
}

void a_triangular_solve_per_warp(void)
{
    const int n = 37;
    const int problems = 5;
    std::vector<double> L = random_definite(n, problems, 3);
    std::vector<double> b = random_numbers(n * problems, 4);
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        device_array<double> on_device(L);
        device_array<double> x_on_device(b);
        cudaLaunchConfig_t config = launch_of(2, 96, 3 * n * sizeof(double));
        CHECK_OK(cudaLaunchKernelEx(&config, solve_lower, on_device.get(), x_on_device.get(), n, problems));
        std::vector<double> x = x_on_device.read();
        for (int row = 0; row < n * problems; row++) {
            int problem = row / n;
            int i = row % n;
            double product = 0;
            for (int j = 0; j <= i; j++) product += L[problem * n * n + i + j * n] * x[problem * n + j];
            CHECK_NEAR(product, b[row], 1e-14);
        }
    }
}

template <class T, int THREADS> void survey_under_seeds()
{
    const int n = THREADS - 7;
    std::vector<double> numbers = random_numbers(n, 5);
    std::vector<T> x(numbers.begin(), numbers.end());
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        device_array<T> on_device(x);
        device_array<T> largest(1);
        device_array<unsigned> positive(THREADS / 32);
        device_array<int> count(1);
        cudaLaunchConfig_t config = launch_of(1, THREADS);
        CHECK_OK(cudaLaunchKernelEx(&config, survey<T, THREADS>, on_device.get(), n, largest.get(), positive.get(),
                                    count.get()));
        CHECK(largest.read()[0] == *std::max_element(x.begin(), x.end()));
        CHECK_INT(count.read()[0], n);
        std::vector<unsigned> votes = positive.read();
        for (int i = 0; i < THREADS; i++) CHECK_INT(votes[i / 32] >> (i % 32) & 1, i < n && x[i] > 0);
    }
}

void a_survey_by_templates(void)
{
    survey_under_seeds<double, 128>();
    survey_under_seeds<float, 64>();
}

void a_product_of_tiles(void)
{
    std::vector<double> A = random_numbers(64, 6);
    std::vector<double> B = random_numbers(64, 7);
    std::vector<double> C = random_numbers(64, 8);
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        device_array<double> A_on_device(A);
        device_array<double> B_on_device(B);
        device_array<double> C_on_device(C);
        cudaLaunchConfig_t config = launch_of(1, 32);
        CHECK_OK(cudaLaunchKernelEx(&config, multiply, A_on_device.get(), B_on_device.get(), C_on_device.get()));
        std::vector<double> product = C_on_device.read();
        for (int entry = 0; entry < 64; entry++) {
            double expected = C[entry];
            for (int k = 0; k < 8; k++) expected += A[entry / 8 * 8 + k] * B[8 * k + entry % 8];
            CHECK_NEAR(product[entry], expected, 1e-14);
        }
    }
}

std::vector<float> floats_of(const std::vector<double> &numbers)
{
    std::vector<float> all;
    for (double number : numbers) all.push_back(static_cast<float>(number));
    return all;
}

/* Of numbers that tensor cores can hold exactly, and of others, of which eleven bits count. */
void a_product_of_tiles_of_floats(void)
{
    std::vector<float> A = floats_of(random_numbers(128, 6));
    std::vector<float> B = floats_of(random_numbers(64, 7));
    std::vector<float> C = floats_of(random_numbers(128, 8));
    for (int rounded = 0; rounded < 2; rounded++) {
        begin(static_cast<std::uint64_t>(rounded));
        if (rounded != 0) {
            for (float &a : A) a = static_cast<float>(std::lround(a * 64)) / 64;
            for (float &b : B) b = static_cast<float>(std::lround(b * 64)) / 64;
        }
        device_array<float> A_on_device(A);
        device_array<float> B_on_device(B);
        device_array<float> C_on_device(C);
        cudaLaunchConfig_t config = launch_of(1, 32);
        CHECK_OK(
            cudaLaunchKernelEx(&config, multiply_rounded, A_on_device.get(), B_on_device.get(), C_on_device.get()));
        std::vector<float> product = C_on_device.read();
        double worst = 0;
        for (std::size_t entry = 0; entry < 128; entry++) {
            double expected = static_cast<double>(C[entry]);
            for (std::size_t k = 0; k < 8; k++)
                expected += static_cast<double>(A[entry / 8 * 8 + k]) * static_cast<double>(B[8 * k + entry % 8]);
            worst = std::max(worst, std::abs(static_cast<double>(product[entry]) - expected));
        }
        CHECK(rounded != 0 ? worst < 1e-5 : worst > 1e-5 && worst < 1e-1);
    }
}

void numbers_handed_on_by_named_barriers(void)
{
    const int n = 6;
    std::vector<double> x = random_numbers(32 * n, 9);
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        device_array<double> on_device(x);
        device_array<double> y(x.size());
        cudaLaunchConfig_t config = launch_of(1, 64);
        CHECK_OK(cudaLaunchKernelEx(&config, hand_on, on_device.get(), y.get(), n));
        std::vector<double> twice = y.read();
        for (std::size_t i = 0; i < x.size(); i++) CHECK(twice[i] == 2 * x[i]);
    }
}

void copies_arrive_when_they_are_awaited(void)
{
    std::vector<double> x = random_numbers(64, 14);
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        const int n = static_cast<int>(seed % 65);
        device_array<double> on_device(x);
        device_array<double> y(64);
        cudaLaunchConfig_t config = launch_of_doubles(32, 64);
        CHECK_OK(cudaLaunchKernelEx(&config, reverse_by_copies, on_device.get(), y.get(), n, n % 2 == 0));
        std::vector<double> reversed = y.read();
        for (int i = 0; i < 64; i++) {
            CHECK(reversed[static_cast<std::size_t>(i)] == (i < n ? x[static_cast<std::size_t>(n - 1 - i)] : 0.0));
        }
    }
}

/* What the same seed did once, it does again. */
void a_seed_gives_the_same_bits(void)
{
    const int n = 1000;
    std::vector<double> x = random_numbers(n, 10);
    for (std::uint64_t seed = 1; seed < 20; seed++) {
        double results[2];
        for (double &result : results) {
            begin(seed);
            device_array<double> on_device(x);
            device_array<double> sum(std::vector<double>(1, 0.0));
            cudaLaunchConfig_t config = launch_of(7, 64);
            CHECK_OK(cudaLaunchKernelEx(&config, reduce, on_device.get(), n, sum.get()));
            result = sum.read()[0];
        }
        CHECK(results[0] == results[1]);
    }
}

void nothing_was_reported_or_leaked(void)
{
    CHECK_INT(cudasim_leaks(), 0);
    CHECK_INT(cudasim_races(), 0);
    CHECK_INT(cudasim_accesses_seen() > 0, CHECKS_RACES);
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(a_sum_over_the_grid);
    RUN(a_cholesky_factor_per_block);
    RUN(a_triangular_solve_per_warp);
    RUN(a_survey_by_templates);
    RUN(a_product_of_tiles);
    RUN(a_product_of_tiles_of_floats);
    RUN(numbers_handed_on_by_named_barriers);
    RUN(copies_arrive_when_they_are_awaited);
    RUN(a_seed_gives_the_same_bits);
    RUN(nothing_was_reported_or_leaked);
    return check_report();
}

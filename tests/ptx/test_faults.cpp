// Every check of the interpreter, by a kernel that breaks the rule: without the check the test fails.
#include "support.h"

#include <cmath>

static const int architectures[] = {80, 90};

static void check_fault(const Outcome &outcome, ptx::FaultKind kind, const char *source)
{
    CHECK_THAT(outcome.faulted, "expected: %s", ptx::name_of(kind));
    CHECK_STR(ptx::name_of(outcome.kind), ptx::name_of(kind));
    CHECK_CONTAINS(outcome.message.c_str(), "PTX line ");
    CHECK_CONTAINS(outcome.message.c_str(), source);
}

static const int matrix_size = 12;

// Runs one of the Cholesky kernels. @return whether its result is right.
static bool factors_rightly(const char *kernel, int architecture, uint64_t seed)
{
    const int n = matrix_size;
    const std::vector<double> A = definite_matrices(1, n, 31);
    std::vector<double> L(A.size(), NAN);
    ptx::Device device;
    device.add_read_only("A", A);
    device.add("L", L);
    device.run(module_of("cholesky", architecture), kernel,
               launch_in({architecture, seed, false}, 1, 128, n * n * sizeof(double)), n, A.data(), L.data());
    const std::vector<double> expected = cholesky_of(A.data(), n);
    for (size_t i = 0; i < L.size(); i++) {
        if (!(std::fabs(L[i] - expected[i]) <= 1e-12)) return false;
    }
    return true;
}

static void a_removed_barrier_shows(const int *architecture)
{
    int wrong = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        CHECK(factors_rightly("cholesky", *architecture, seed));
        wrong += factors_rightly("cholesky_without_barrier", *architecture, seed) ? 0 : 1;
    }
    CHECK_THAT(wrong >= 5, "wrong under %d of 10 schedules", wrong);
}

static void a_removed_warp_barrier_shows(const int *architecture)
{
    const int n = 40;
    const std::vector<double> A = definite_matrices(1, n, 32);
    const std::vector<double> L = cholesky_of(A.data(), n);
    const std::vector<double> b = random_numbers(n, 33);
    int wrong = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        std::vector<double> right(n), x(n);
        ptx::Device device;
        device.add_read_only("L", L);
        device.add_read_only("b", b);
        device.add("x", x);
        device.add("right", right);
        const ptx::Module &module = module_of("triangular", *architecture);
        const ptx::Launch launch = launch_in({*architecture, seed, true}, 1, 32);
        device.run(module, "triangular", launch, n, L.data(), b.data(), right.data());
        device.run(module, "triangular_without_syncwarp", launch, n, L.data(), b.data(), x.data());
        wrong += x == right ? 0 : 1;
    }
    CHECK_THAT(wrong >= 5, "wrong under %d of 10 schedules", wrong);
}

static void a_store_past_the_end_is_found(const int *architecture)
{
    const Outcome outcome = outcome_of([&] { factors_rightly("cholesky_out_of_bounds", *architecture, 0); });
    check_fault(outcome, ptx::FaultKind::global_bounds, "cholesky.cu:");
    CHECK_CONTAINS(outcome.message.c_str(), "a store of 8 bytes");
    CHECK_CONTAINS(outcome.message.c_str(), "0 bytes past the end of L");
}

static void an_uninitialised_read_is_found(const int *architecture)
{
    const Outcome outcome = outcome_of([&] { factors_rightly("cholesky_uninitialised", *architecture, 0); });
    check_fault(outcome, ptx::FaultKind::uninitialised_shared, "cholesky.cu:");
}

static void a_copy_that_is_not_awaited_is_found(const int *architecture)
{
    const std::vector<double> x = random_numbers(128, 34);
    std::vector<double> out(128);
    ptx::Device device;
    device.add_read_only("x", x);
    device.add("out", out);
    const Outcome outcome = outcome_of([&] {
        device.run(module_of("copies", *architecture), "copies_not_awaited",
                   launch_in({*architecture, 0, false}, 1, 64), x.data(), out.data());
    });
    check_fault(outcome, ptx::FaultKind::uninitialised_shared, "copies.cu:");
}

struct Mistake {
    const char *kernel;
    ptx::FaultKind kind;
    uint32_t threads;
};

// Those that take a single array of int.
static const Mistake mistakes[] = {
    {"divergent_barrier", ptx::FaultKind::divergent_barrier, 64},
    {"barrier_in_two_places", ptx::FaultKind::divergent_barrier, 64},
    {"crossed_shuffles", ptx::FaultKind::deadlock, 32},
    {"barrier_never_full", ptx::FaultKind::divergent_barrier, 64},
    {"mask_without_caller", ptx::FaultKind::mask, 32},
    {"misaligned", ptx::FaultKind::misaligned, 32},
    {"endless", ptx::FaultKind::runaway, 32},
};

static void a_mistake_is_named(const Mistake *mistake)
{
    for (int architecture : architectures) {
        std::vector<int> out(64);
        ptx::Device device;
        device.add("out", out);
        ptx::Launch launch = launch_in({architecture, 0, false}, 1, mistake->threads);
        launch.most_instructions = 100000;
        const Outcome outcome =
            outcome_of([&] { device.run(module_of("mistakes", architecture), mistake->kernel, launch, out.data()); });
        check_fault(outcome, mistake->kind, "mistakes.cu:");
    }
}

// Warps at different places of a barrier are allowed where the launch says that the kernel means it.
static void places_of_a_barrier_may_differ_on_request(void)
{
    std::vector<int> out(64);
    ptx::Device device;
    device.add("out", out);
    ptx::Launch launch = launch_in({90, 0, false}, 1, 64);
    launch.one_place_per_barrier = false;
    device.run(module_of("mistakes", 90), "barrier_in_two_places", launch, out.data());
    CHECK_INT(out[0], 2);
    CHECK_INT(out[40], 5);
}

static void bounds_are_kept(const int *architecture)
{
    std::vector<int> in(32), out(64);
    ptx::Device device;
    device.add_read_only("in", in);
    device.add("out", out);
    const ptx::Module &module = module_of("mistakes", *architecture);
    const ptx::Launch launch = launch_in({*architecture, 0, false}, 1, 32, 128);
    const Outcome before = outcome_of([&] { device.run(module, "load_before_start", launch, in.data(), out.data()); });
    check_fault(before, ptx::FaultKind::global_bounds, "mistakes.cu:");
    CHECK_CONTAINS(before.message.c_str(), "4 bytes before in");
    const Outcome input = outcome_of([&] { device.run(module, "store_into_input", launch, in.data()); });
    check_fault(input, ptx::FaultKind::read_only, "mistakes.cu:");
    const Outcome shared = outcome_of([&] { device.run(module, "past_shared", launch, 4, out.data()); });
    check_fault(shared, ptx::FaultKind::shared_bounds, "mistakes.cu:");
    const Outcome local = outcome_of([&] { device.run(module, "past_local", launch, 8, out.data()); });
    check_fault(local, ptx::FaultKind::local_bounds, "mistakes.cu:");
    const Outcome trap = outcome_of([&] { device.run(module, "stops_itself", launch, 5); });
    check_fault(trap, ptx::FaultKind::trap, "mistakes.cu:");
    CHECK_CONTAINS(trap.message.c_str(), "thread 5");
    CHECK(!outcome_of([&] { device.run(module, "stops_itself", launch, 50); }).faulted);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_removed_barrier_shows, architectures);
    RUN_CASES(a_removed_warp_barrier_shows, architectures);
    RUN_CASES(a_store_past_the_end_is_found, architectures);
    RUN_CASES(an_uninitialised_read_is_found, architectures);
    RUN_CASES(a_copy_that_is_not_awaited_is_found, architectures);
    RUN_CASES(a_mistake_is_named, mistakes);
    RUN(places_of_a_barrier_may_differ_on_request);
    RUN_CASES(bounds_are_kept, architectures);
    return check_report();
}

/* What the simulator finds in kernels whose every access is checked: each race by its lines, under every schedule. */
#include "bugs.h"
#include "check_cpp.h"
#include "child.h"
#include "device_array.h"
#include "launch_of.h"

#include <string>
#include <vector>

namespace
{

enum { SEEDS = 10 };

/* Every schedule, the one in order too, shows the race, and the process fails by itself. */
void check_race(const char *memory, const std::function<void()> &work)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        check_seed(seed);
        child_end end = run_in_child([&] {
            cudasim_seed(seed);
            work();
            if (cudasim_races() == 0) _Exit(0);
        });
        check_found(end, (std::string("race in ") + memory + " memory").c_str());
        check_found(end, "bugs.cu:");
    }
}

void a_missing_barrier(void)
{
    check_race("shared", [] {
        device_array<double> x(std::vector<double>(64, 1.0));
        device_array<double> y(64);
        launch_and_wait(launch_of_doubles(64, 0), missing_barrier, x.get(), y.get());
    });
}

void a_missing_warp_sync(void)
{
    for (auto kernel : {missing_warp_sync, shuffle_instead_of_sync, copy_awaited_too_late}) {
        check_race("shared", [=] {
            device_array<double> x(std::vector<double>(32, 1.0));
            device_array<double> y(32);
            launch_and_wait(launch_of_doubles(32, 32), kernel, x.get(), y.get());
        });
    }
}

void a_lost_addition(void)
{
    check_race("global", [] {
        device_array<double> sum(std::vector<double>(1, 0.0));
        launch_and_wait(launch_of(4, 32), lost_addition, sum.get());
    });
    check_race("shared", [] {
        device_array<int> sum(1);
        launch_and_wait(launch_of(1, 64), lost_addition_in_block, sum.get());
    });
}

/* In one block there is nobody to race with; and grids of one stream come one after the other. */
void no_race_without_another(void)
{
    device_array<double> sum(std::vector<double>(1, 0.0));
    CHECK_OK(launch_and_wait(launch_of(1, 32), lost_addition, sum.get()));
    CHECK_OK(launch_and_wait(launch_of(1, 32), lost_addition, sum.get()));
    CHECK_INT(cudasim_races(), 0);
    CHECK_NEAR(sum.read()[0], 2, 0);
}

/* Either the reader comes first, or the two race: the barrier orders neither. */
void an_arrival_too_early(void)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        child_end end = run_in_child([=] {
            cudasim_seed(seed);
            device_array<double> x(std::vector<double>(32, 1.0));
            device_array<double> y(32);
            launch_and_wait(launch_of(1, 64), arrives_too_early, x.get(), y.get());
        });
        CHECK_INT(end.code, CUDASIM_EXIT_CODE);
        CHECK_CONTAINS(end.errors.c_str(), "bugs.cu:");
    }
}

void shared_memory_that_nobody_wrote(void)
{
    child_end dynamic = run_in_child([] {
        device_array<double> y(2);
        launch_and_wait(launch_of_doubles(32, 8), reads_shared_at, 3, y.get());
    });
    check_found(dynamic, "shared memory that its block has not written");
    child_end fixed = run_in_child([] {
        device_array<double> y(std::vector<double>{0, 1});
        launch_and_wait(launch_of(1, 32), reads_static_shared, y.get());
    });
    check_found(fixed, "shared memory that its block has not written");
}

/* Reads leave no trace in a guard; only the checker sees them. */
void reads_beside_memory(void)
{
    device_array<double> x(10);
    device_array<double> y(1);
    auto read_global = [&](long long index) {
        return run_in_child([&] { launch_and_wait(launch_of(1, 1), reads_global_at, x.get(), index, y.get()); });
    };
    CHECK_INT(read_global(9).code, 0);
    check_found(read_global(10), "byte 80 of an allocation of 80 bytes");
    check_found(read_global(-1), "a kernel read what it may not");
    child_end shared = run_in_child([&] { launch_and_wait(launch_of_doubles(1, 8), reads_shared_at, 8, y.get()); });
    check_found(shared, "a kernel read beside dynamic shared memory");
}

std::string profile_of(int stride)
{
    child_end end = run_in_child([=] {
        cudasim_profile(1);
        device_array<double> x(std::vector<double>(32 * 32, 1.0));
        device_array<double> y(32);
        launch_and_wait(launch_of(1, 32), strided, x.get(), y.get(), stride);
    });
    CHECK_INT(end.code, 0);
    return end.errors;
}

/* 32 lanes that read 32 doubles in a row: 2 wavefronts, 8 sectors; one column: 32 wavefronts, 32 sectors. */
void bank_conflicts_and_sectors_are_counted(void)
{
    std::string good = profile_of(1);
    CHECK_CONTAINS(good.c_str(), "shared        32        64        64  x1.00");
    CHECK_CONTAINS(good.c_str(), "global        32       256       256  x1.00");
    std::string bad = profile_of(32);
    CHECK_CONTAINS(bad.c_str(), "shared        32      1024        64  x16.00");
    CHECK_CONTAINS(bad.c_str(), "global        32      1024       256  x4.00");
    CHECK_CONTAINS(bad.c_str(), "bugs.cu:");
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(a_missing_barrier);
    RUN(a_missing_warp_sync);
    RUN(a_lost_addition);
    RUN(no_race_without_another);
    RUN(an_arrival_too_early);
    RUN(shared_memory_that_nobody_wrote);
    RUN(reads_beside_memory);
    RUN(bank_conflicts_and_sectors_are_counted);
    return check_report();
}

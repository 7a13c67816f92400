/* What the simulator finds in kernels that were compiled as usual: by its own checks, or because poison, guards and
   random schedules make the answer wrong. */
#include "bugs.h"
#include "check_cpp.h"
#include "child.h"
#include "device_array.h"
#include "launch_of.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace
{

enum { SEEDS = 20 };

std::vector<double> counting(int n)
{
    std::vector<double> x(static_cast<std::size_t>(n));
    for (int i = 0; i < n; i++) x[static_cast<std::size_t>(i)] = i;
    return x;
}

/* Runs a kernel that moves 0, 1, ..., n-1 elsewhere. @return whether they are where they should be. */
bool moves(void (*move)(const double *, double *), const std::vector<double> &expected)
{
    std::size_t n = expected.size();
    device_array<double> x(counting(static_cast<int>(n)));
    device_array<double> y(n);
    launch_and_wait(launch_of_doubles(static_cast<unsigned>(n), n), move, x.get(), y.get());
    return y.read() == expected;
}

void schedules_show_a_missing_barrier(void)
{
    std::vector<double> reversed = counting(128);
    std::reverse(reversed.begin(), reversed.end());
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        cudasim_seed(seed);
        CHECK(!moves(missing_barrier, reversed));
    }
    cudasim_seed(0);
}

/* The schedule in order hides this one. */
void random_schedules_show_a_missing_warp_sync(void)
{
    std::vector<double> shifted = counting(32);
    shifted.pop_back();
    shifted.insert(shifted.begin(), 0.0);
    CHECK(moves(missing_warp_sync, shifted));
    for (std::uint64_t seed = 1; seed <= SEEDS; seed++) {
        cudasim_seed(seed);
        CHECK(!moves(missing_warp_sync, shifted));
    }
    cudasim_seed(0);
}

/* What is used before it is awaited is never there; what is awaited after the warp has met, in some orders. */
void copies_that_are_awaited_too_late(void)
{
    std::vector<double> shifted = counting(32);
    shifted.pop_back();
    shifted.insert(shifted.begin(), 0.0);
    int late = 0;
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        cudasim_seed(seed);
        CHECK(!moves(copy_used_too_early, shifted));
        late += moves(copy_awaited_too_late, shifted) ? 0 : 1;
    }
    CHECK(late > 0);
    cudasim_seed(0);
}

void copies_that_are_wrong_in_themselves(void)
{
    device_array<double> x(counting(2));
    device_array<double> y(counting(2));
    auto found = [&](void (*kernel)(const double *), const char *message) {
        check_found(run_in_child([&] { launch_and_wait(launch_of_doubles(1, 8), kernel, x.get()); }), message);
    };
    found(copy_not_awaited, "exits with copies under way");
    found(copy_upon_copy, "another one is under way");
    found(copy_to_odd_place, "no multiple");
    check_found(
        run_in_child([&] { launch_and_wait(launch_of_doubles(1, 8), copy_to_device_memory, x.get(), y.get()); }),
        "not shared memory");
}

void a_write_beside_dynamic_shared_memory(void)
{
    for (int index : {8, 9, 15, 40, -1, -3}) {
        child_end end = run_in_child([=] { launch_and_wait(launch_of_doubles(32, 8), writes_shared_at, index); });
        check_found(end, "dynamic shared memory");
    }
    CHECK_INT(run_in_child([] { launch_and_wait(launch_of_doubles(32, 8), writes_shared_at, 7); }).code, 0);
}

void shared_memory_is_full_of_nan(void)
{
    device_array<double> y(counting(2));
    launch_and_wait(launch_of_doubles(32, 8), reads_shared_at, 3, y.get());
    CHECK(std::isnan(y.read()[0]));
    launch_and_wait(launch_of_doubles(32, 0), reads_static_shared, y.get());
    CHECK(std::isnan(y.read()[0]));
}

/* A block finds nothing of the block before it. */
void shared_memory_is_poisoned_for_each_block(void)
{
    device_array<double> y(counting(2));
    cudaLaunchConfig_t config = launch_of_doubles(32, 8);
    launch_and_wait(config, writes_shared_at, 3);
    launch_and_wait(config, reads_shared_at, 3, y.get());
    CHECK(std::isnan(y.read()[0]));
}

void device_memory_is_full_of_nan(void)
{
    device_array<double> fresh(3);
    for (double value : fresh.read()) CHECK(std::isnan(value));
}

void barriers_that_diverge(void)
{
    check_found(run_in_child([] { launch_and_wait(launch_of_doubles(64, 0), divergent_barrier); }),
                "divergent barrier");
    check_found(run_in_child([] { launch_and_wait(launch_of_doubles(32, 0), barrier_and_warp); }), "deadlock");
    check_found(run_in_child([] { launch_and_wait(launch_of_doubles(96, 0), different_counts); }), "named barrier 1");
}

void collectives_of_wrong_lanes(void)
{
    auto found = [](void (*kernel)(double *), const char *message, std::uint64_t seeds) {
        for (std::uint64_t seed = 0; seed < seeds; seed++) {
            child_end end = run_in_child([=] {
                cudasim_seed(seed);
                device_array<double> y(32);
                launch_and_wait(launch_of_doubles(32, 0), kernel, y.get());
            });
            check_found(end, message);
        }
    };
    found(mask_without_caller, "does not name the lane that calls", SEEDS);
    found(mask_names_the_gone, "exited", SEEDS);
    found(lanes_leave_the_waiting, "exited", SEEDS);
    /* In the schedule in order, it is known who comes first. */
    found(mask_names_the_gone, "names lanes that have exited", 1);
    found(lanes_leave_the_waiting, "waits for it with mask", 1);

    child_end different = run_in_child([] {
        device_array<int> y(32);
        launch_and_wait(launch_of_doubles(32, 0), different_collectives, y.get());
    });
    check_found(different, "lanes disagree");
    check_found(run_in_child([] { launch_and_wait(launch_of_doubles(32, 0), different_masks); }), "lanes disagree");
    check_found(run_in_child([] { launch_and_wait(launch_of_doubles(16, 0), different_masks); }), "do not exist");
}

/* The message says where and under which seed. */
void messages_name_line_and_seed(void)
{
    child_end end = run_in_child([] {
        cudasim_seed(4711);
        launch_and_wait(launch_of_doubles(64, 0), divergent_barrier);
    });
    check_found(end, "bugs.cu:");
    check_found(end, "CUDASIM_SEED=4711");
}

void accesses_beside_global_memory(void)
{
    device_array<double> x(10);
    auto touch = [&](long long index) {
        return run_in_child([&] { launch_and_wait(launch_of_doubles(1, 0), writes_global_at, x.get(), index); });
    };
    CHECK_INT(touch(9).code, 0);
    check_found(touch(10), "written beside an allocation of 80 bytes");
    check_found(touch(-1), "written beside an allocation of 80 bytes");
    check_found(touch(1000), "a kernel touched what it may not");
}

void memory_that_was_freed(void)
{
    double *freed = nullptr;
    CHECK_OK(cudaMalloc(&freed, 80));
    CHECK_OK(cudaFree(freed));
    child_end end = run_in_child([=] { launch_and_wait(launch_of_doubles(1, 0), writes_global_at, freed, 0LL); });
    check_found(end, "a kernel touched what it may not");
    CHECK_INT(cudaFree(freed), cudaErrorInvalidValue);
    CHECK_INT(cudaGetLastError(), cudaErrorInvalidValue);
}

void a_stack_that_runs_over(void)
{
    child_end end = run_in_child([] {
        device_array<double> y(1);
        launch_and_wait(launch_of_doubles(1, 0), endless_recursion, y.get());
    });
    check_found(end, "stack of a CUDA thread ran over");
}

void the_host_in_device_memory(void)
{
    device_array<double> x(counting(10));
    check_found(run_in_child([&] { x.get()[3] = 1; }), "host code touched device memory: byte 24");
    check_found(run_in_child([&] { std::exit(x.get()[3] > 1); }), "host code touched device memory");
    launch_and_wait(launch_of_doubles(1, 0), writes_global_at, x.get(), 3LL);
    check_found(run_in_child([&] { x.get()[3] = 1; }), "host code touched device memory");
}

/* Devices do not see each other's memory. */
void a_kernel_in_another_device(void)
{
    child_end end = run_in_child([] {
        cudasim_describe(90, 2);
        device_array<double> x(10);
        cudaSetDevice(1);
        launch_and_wait(launch_of_doubles(1, 0), writes_global_at, x.get(), 3LL);
    });
    check_found(end, "on device 0");
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(schedules_show_a_missing_barrier);
    RUN(random_schedules_show_a_missing_warp_sync);
    RUN(copies_that_are_awaited_too_late);
    RUN(copies_that_are_wrong_in_themselves);
    RUN(a_write_beside_dynamic_shared_memory);
    RUN(shared_memory_is_full_of_nan);
    RUN(shared_memory_is_poisoned_for_each_block);
    RUN(device_memory_is_full_of_nan);
    RUN(barriers_that_diverge);
    RUN(collectives_of_wrong_lanes);
    RUN(messages_name_line_and_seed);
    RUN(accesses_beside_global_memory);
    RUN(memory_that_was_freed);
    RUN(a_stack_that_runs_over);
    RUN(the_host_in_device_memory);
    RUN(a_kernel_in_another_device);
    return check_report();
}

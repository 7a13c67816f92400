/* The device has the last word on a plan: here devices that hold fewer blocks than their numbers say, or more, or
   refuse a kernel altogether. */
#include "check.h"
#include "cuda/launch_settle.h"
#include "devices.h"

/* What the device at hand says; the tests set it. */
static struct {
    int resident;      /* blocks of any kernel */
    unsigned refused;  /* what it does not take, as in launch_plan.h */
    bool with_error;   /* and whether it calls that an error or only holds no block */
    bool nothing_fits; /* blocks in global memory neither */
    int asked;
} device;

enum { DEVICE_ERROR = 98 };

static int ask_device(const void *context, launch_kernel which, const kernel_plan *kernel, int *resident)
{
    (void)context;
    device.asked++;
    unsigned bit = which == LAUNCH_SINGLE                 ? (unsigned)REFUSED_SINGLES
                   : which == LAUNCH_SINGLE_ADJOINT       ? (unsigned)REFUSED_KEPT
                   : which == LAUNCH_KEPT_DERIVATIVE      ? (unsigned)REFUSED_KEPT
                   : which == LAUNCH_WARP_DERIVATIVE      ? (unsigned)REFUSED_DIFFERENTIATORS << kernel->instance
                   : kernel->executor == EXECUTOR_LIBRARY ? (unsigned)REFUSED_LIBRARY
                   : kernel->executor != EXECUTOR_BLOCK   ? 1u << kernel->instance
                   : kernel->slot_bytes == 0              ? (unsigned)REFUSED_SHARED
                                                          : 0;
    bool refuses = (device.refused & bit) != 0 || (bit == 0 && device.nothing_fits);
    *resident = refuses ? 0 : device.resident;
    return refuses && device.with_error ? DEVICE_ERROR : 0;
}

static const launch_needs small = {10, 10, true, true, 9000, 8000, 220, true, 0, 0, 0, false, false};
static const launch_needs middle = {50, 50, true, true, 120000, 110000, 5100, true, 0, 0, 0, false, false};
static const launch_needs large = {200, 200, false, false, 900000, 900000, 40400, false, 0, 0, 1300000, false, false};

static launch_plan settled_on(int architecture, const launch_needs *needs, int64_t max_batch, int expected)
{
    launch_plan made;
    device.asked = 0;
    launch_device asked = {&device_of(architecture)->traits, ask_device, NULL};
    CHECK_INT(launch_plan_settle(needs, max_batch, &asked, &made), expected);
    return made;
}

static launch_plan settled(const launch_needs *needs, int64_t max_batch, int expected)
{
    return settled_on(90, needs, max_batch, expected);
}

static void check_grid(const kernel_plan *kernel, int resident)
{
    int most = resident * device_of(90)->traits.multiprocessors;
    CHECK_INT(kernel->blocks, most);
    CHECK_INT(kernel->scratch_bytes, (size_t)most * (size_t)kernel->problems * kernel->slot_bytes);
}

/* With more problems than it can hold, every grid has as many blocks as the device says, fewer or more than planned.
   (With 13 and more, memory for the sums of gradients would bind first.) */
static void grids_are_as_large_as_the_device_says(void)
{
    for (int resident = 1; resident <= 12; resident++) {
        device = (typeof(device)){.resident = resident};
        launch_plan made = settled(&middle, 100000, 0);
        CHECK_INT(made.solve.instance, INSTANCE_WARP_56);
        check_grid(&made.solve, resident);
        check_grid(&made.rescue, resident);
        check_grid(&made.derivative, resident);
        check_grid(&made.warp_derivative, resident);
        if (resident <= 6) check_grid(&made.kept_derivative, resident); /* with more, likewise */
        CHECK_INT(device.asked, 5);
    }
}

static void a_small_batch_needs_no_more_blocks(void)
{
    device = (typeof(device)){.resident = 8};
    launch_plan made = settled(&small, 5, 0);
    CHECK_INT(made.solve.blocks, 2); /* of four warps */
    CHECK_INT(made.rescue.blocks, 5);
    CHECK_INT(made.derivative.blocks, 5);
    CHECK_INT(made.warp_derivative.blocks, 2);
}

static void a_refused_kernel_gives_way_to_the_next(void)
{
    for (int with_error = 0; with_error <= 1; with_error++) {
        device = (typeof(device)){.resident = 2, .with_error = with_error, .refused = 1u << INSTANCE_THREAD_10};
        CHECK_INT(settled(&small, 1000000, 0).solve.instance, INSTANCE_WARP_16);
        device.refused |= 1u << INSTANCE_WARP_16;
        CHECK_INT(settled(&small, 1000000, 0).solve.instance, INSTANCE_WARP_24);
        device.refused = (1u << INSTANCE_COUNT) - 1;
        launch_plan made = settled(&small, 1000000, 0);
        CHECK_INT(made.solve.executor, EXECUTOR_BLOCK);
        CHECK_INT(made.solve.slot_bytes, 0);
        check_grid(&made.solve, 2);
    }
}

/* Without any instance all derivatives are left to the block executor. */
static void refused_derivatives_by_warps_give_way_too(void)
{
    device = (typeof(device)){.resident = 2, .refused = REFUSED_DIFFERENTIATORS << DIFFERENTIATOR_16};
    CHECK_INT(settled(&small, 1000000, 0).warp_derivative.instance, DIFFERENTIATOR_24);
    device.refused = ((1u << DIFFERENTIATOR_COUNT) - 1) * REFUSED_DIFFERENTIATORS;
    launch_plan made = settled(&small, 1000000, 0);
    CHECK_INT(made.warp_derivative.blocks, 0);
    CHECK_INT(launch_plan_warp_parts(&made), 0);
    CHECK_INT(made.solve.instance, INSTANCE_THREAD_10);
    check_grid(&made.derivative, 2);
}

/* Then nothing is kept, and derivatives start from the data; likewise where there is no memory to keep it in. */
static void refused_kept_derivatives_keep_nothing(void)
{
    for (int with_error = 0; with_error <= 1; with_error++) {
        device = (typeof(device)){.resident = 2, .with_error = with_error, .refused = REFUSED_KEPT};
        launch_plan made = settled(&middle, 100000, 0);
        CHECK_INT(made.kept_bytes, 0);
        CHECK_INT(made.kept_derivative.blocks, 0);
        CHECK_INT(made.solve.instance, INSTANCE_WARP_56);
        check_grid(&made.warp_derivative, 2);
    }
    device.refused = 0;
    CHECK(settled(&middle, 100000, 0).kept_bytes > 0);
    CHECK_INT(settled(&middle, 1000000, 0).kept_bytes, 0);
}

/* Then a call on floats is one on doubles: small problems go to threads, and solves keep factors. */
static void refused_floats_give_way_to_doubles(void)
{
    launch_needs floats = small;
    floats.has_singles = true;
    device = (typeof(device)){.resident = 2};
    launch_plan made = settled_on(89, &floats, 100000, 0);
    CHECK_INT(made.single.blocks, 2 * device_of(89)->traits.multiprocessors);
    CHECK_INT(made.solve.instance, INSTANCE_WARP_16);
    CHECK_INT(made.single_adjoint.blocks, 2 * device_of(89)->traits.multiprocessors);
    device.refused = REFUSED_KEPT;
    CHECK_INT(settled_on(89, &floats, 100000, 0).kept_bytes, 0);
    for (int with_error = 0; with_error <= 1; with_error++) {
        device = (typeof(device)){.resident = 2, .with_error = with_error, .refused = REFUSED_SINGLES};
        made = settled_on(89, &floats, 100000, 0);
        CHECK_INT(made.single.blocks, 0);
        CHECK_INT(made.solve.instance, INSTANCE_THREAD_10);
        CHECK(made.kept_bytes > 0);
    }
    device = (typeof(device)){.resident = 2, .refused = 1u << INSTANCE_WARP_16};
    CHECK_INT(settled_on(89, &floats, 100000, 0).solve.instance, INSTANCE_WARP_24);
}

static void without_shared_memory_blocks_work_in_global_memory(void)
{
    device = (typeof(device)){.resident = 3, .refused = REFUSED_SHARED};
    launch_plan made = settled(&middle, 1000000, 0);
    CHECK_INT(made.solve.instance, INSTANCE_WARP_56);
    CHECK_INT(made.rescue.slot_bytes, middle.solve_bytes);
    CHECK_INT(made.rescue.shared_bytes, BLOCK_TEAM_BYTES);
    CHECK_INT(made.derivative.slot_bytes, middle.derivative_bytes);
    check_grid(&made.rescue, 3);
    check_grid(&made.derivative, 3);
}

/* No cuBLAS, or a driver whose graphs have no loops: blocks do it all. */
static void without_the_libraries_blocks_have_large_problems(void)
{
    for (int with_error = 0; with_error <= 1; with_error++) {
        device = (typeof(device)){.resident = 1, .with_error = with_error};
        launch_plan made = settled(&large, 1000000, 0);
        CHECK_INT(made.solve.executor, EXECUTOR_LIBRARY);
        CHECK_INT(made.solve.slot_bytes, large.library_bytes);
        check_grid(&made.solve, 1);
        device.refused = REFUSED_LIBRARY;
        made = settled(&large, 1000000, 0);
        CHECK_INT(made.solve.executor, EXECUTOR_BLOCK);
        CHECK_INT(made.solve.slot_bytes, large.solve_bytes);
        check_grid(&made.solve, 1);
    }
}

static void where_nothing_fits_that_is_said(void)
{
    unsigned all = (1u << INSTANCE_COUNT) - 1 + REFUSED_SHARED;
    device = (typeof(device)){.resident = 2, .refused = all, .nothing_fits = true};
    settled(&small, 1000, LAUNCH_NO_ROOM);
    device.with_error = true;
    settled(&small, 1000, DEVICE_ERROR);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(grids_are_as_large_as_the_device_says);
    RUN(a_small_batch_needs_no_more_blocks);
    RUN(a_refused_kernel_gives_way_to_the_next);
    RUN(refused_derivatives_by_warps_give_way_too);
    RUN(refused_kept_derivatives_keep_nothing);
    RUN(refused_floats_give_way_to_doubles);
    RUN(without_shared_memory_blocks_work_in_global_memory);
    RUN(without_the_libraries_blocks_have_large_problems);
    RUN(where_nothing_fits_that_is_said);
    return check_report();
}

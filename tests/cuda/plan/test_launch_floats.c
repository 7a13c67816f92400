/* Plans of calls on floats over a table of devices. */
#include "check.h"
#include "cuda/launch_plan.h"
#include "devices.h"
#include "patterns.h"
#include "plan_checks.h"

static launch_needs needs_of_doubles(int side)
{
    plan *made = plan_of(side, side, CNL_DENSE);
    launch_needs needs = launch_needs_of(made);
    plan_free(made);
    return needs;
}

static launch_needs needs_of_floats(int n, int m, double eps)
{
    plan *made = plan_of_floats(n, m, eps);
    launch_needs needs = launch_needs_of(made);
    plan_free(made);
    return needs;
}

/* What a solve in floats keeps, for adjoints in floats alone. */
static void check_kept_floats(const launch_needs *needs, const launch_plan *made, const device_traits *device,
                              int64_t batch)
{
    int name = made->single.instance;
    size_t bytes = (size_t)((batch + 31) / 32 * 32) * (size_t)singles[name].kept_numbers * sizeof(float);
    if (bytes > device->memory_bytes / 4) bytes = 0;
    CHECK_INT(made->kept_bytes, bytes);
    CHECK_INT(made->kept_derivative.blocks, 0);
    CHECK_INT(made->single_adjoint.blocks > 0, bytes > 0);
    CHECK_INT(launch_plan_kept_parts(made) > 0, bytes > 0);
    if (bytes == 0) return;
    CHECK_INT(made->single_adjoint.instance, name);
    check_kernel(&made->single_adjoint, device, batch, single_adjoints[name].registers);
    CHECK((size_t)launch_plan_kept_parts(made) * (size_t)needs->gradient_numbers * 8 <= (size_t)64 << 20);
    launch_plan without = launch_plan_make(needs, batch, device, REFUSED_KEPT);
    CHECK(without.kept_bytes == 0 && without.single_adjoint.blocks == 0 && without.single.blocks > 0);
}

/* Calls on floats: where doubles are slow, floats go first, and warps do what they leave. */
static void floats_go_first_where_doubles_are_slow(const known_device *device)
{
    for (int k = 0; k < SIZES * BATCHES; k++) {
        int side = sizes[k % SIZES];
        int64_t batch = batches[k / SIZES];
        launch_needs needs = needs_of_doubles(side);
        CHECK(!needs.has_singles);
        launch_plan of_doubles = launch_plan_make(&needs, batch, &device->traits, 0);
        needs.has_singles = true;
        launch_plan made = launch_plan_make(&needs, batch, &device->traits, 0);
        bool expected = !device->fast_doubles && device->traits.architecture >= 80 && side <= 64;
        check_note("%s, n = m = %d, batch %lld", device->name, side, (long long)batch);
        CHECK_INT(made.single.blocks > 0, expected);
        if (expected) {
            int name = made.single.instance;
            CHECK(side <= singles[name].side && (name == 0 || side > singles[name - 1].side));
            CHECK_INT(made.single.shared_bytes, singles[name].shared_bytes);
            check_kernel(&made.single, &device->traits, batch, singles[name].registers);
            CHECK_INT(made.solve.executor, EXECUTOR_WARP);
            check_kernel(&made.solve, &device->traits, batch, instances[made.solve.instance].registers);
            check_kept_floats(&needs, &made, &device->traits, batch);
            made = launch_plan_make(&needs, batch, &device->traits, REFUSED_SINGLES);
        }
        CHECK(made.single.blocks == 0 && made.single_adjoint.blocks == 0);
        CHECK(kernels_equal(&made.solve, &of_doubles.solve) && made.kept_bytes == of_doubles.kept_bytes);
    }
}

/* Floats are for calls on floats, and for accuracies that their corrections reach. */
static void floats_are_for_what_they_can_do(void)
{
    CHECK(needs_of_floats(10, 10, 1e-6).has_singles);
    CHECK(needs_of_floats(10, 10, 1e-8).has_singles);
    CHECK(!needs_of_floats(10, 10, 1e-9).has_singles);
    CHECK(!needs_of_floats(10, 200, 1e-6).has_singles); /* the n x n system */
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(floats_go_first_where_doubles_are_slow, known_devices);
    RUN(floats_are_for_what_they_can_do);
    return check_report();
}

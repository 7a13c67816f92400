/* Plans of launches over a table of devices: who works on what, and with how much of the device. */
#include "check.h"
#include "core/context.h"
#include "core/plan.h"
#include "cuda/launch_plan.h"
#include "devices.h"
#include "patterns.h"
#include "plan_checks.h"

static launch_needs needs_of(int n, int m, cnl_layout layout)
{
    plan *made = plan_of(n, m, layout);
    launch_needs needs = launch_needs_of(made);
    plan_free(made);
    return needs;
}

static launch_needs needs_of_linear(int n, int m)
{
    plan *made = plan_of_linear(n, m);
    launch_needs needs = launch_needs_of(made);
    plan_free(made);
    return needs;
}

/* ---- Who works on what. */

typedef struct choice {
    int architecture;
    int n, m;
    cnl_layout layout;
    int64_t batch;
    int instance; /* INSTANCE_COUNT: the block executor */
    bool in_shared;
    const char *because;
} choice;

static const choice choices[] = {
    {90, 10, 10, CNL_DENSE, 65536, INSTANCE_THREAD_10, false, "a thread holds ten rows, and there are enough"},
    {90, 10, 10, CNL_DENSE, 128 * 132, INSTANCE_THREAD_10, false, "128 problems for each multiprocessor"},
    {90, 10, 10, CNL_DENSE, 128 * 132 - 1, INSTANCE_WARP_16, false, "one less"},
    {75, 10, 10, CNL_DENSE, 128 * 40, INSTANCE_THREAD_10, false, "a smaller device is filled earlier"},
    {120, 10, 10, CNL_DENSE, 128 * 170 - 1, INSTANCE_WARP_16, false, "a larger one later"},
    {75, 10, 10, CNL_DENSE, 65536, INSTANCE_THREAD_10, false, "52 KB fit into 64"},
    {90, 1, 1, CNL_DENSE, 1, INSTANCE_WARP_16, false, "one problem"},
    {90, 11, 10, CNL_DENSE, 65536, INSTANCE_WARP_16, false, "eleven variables"},
    {90, 10, 11, CNL_DENSE, 65536, INSTANCE_WARP_16, false, "eleven rows"},
    {90, 17, 10, CNL_DENSE, 65536, INSTANCE_WARP_24, false, "the larger of both counts"},
    {90, 32, 32, CNL_DENSE, 65536, INSTANCE_WARP_32, false, "four tiles"},
    {90, 33, 33, CNL_DENSE, 65536, INSTANCE_WARP_40, false, "five"},
    {90, 50, 50, CNL_DENSE, 100, INSTANCE_WARP_56, false, "the size of the batch does not matter here"},
    {90, 64, 64, CNL_DENSE, 4096, INSTANCE_WARP_64, false, "the last size for warps"},
    {86, 64, 64, CNL_DENSE, 4096, INSTANCE_WARP_64, false, "48 KiB for two warps fit into 99"},
    {75, 16, 16, CNL_DENSE, 4096, INSTANCE_COUNT, true, "no tensor cores for doubles before sm_80"},
    {75, 65, 65, CNL_DENSE, 4096, INSTANCE_COUNT, false, "146 KiB for a block do not"},
    {90, 65, 65, CNL_DENSE, 4096, INSTANCE_CREW_80, false, "more than a warp can hold"},
    {80, 65, 65, CNL_DENSE, 4096, INSTANCE_CREW_80, false, "as soon as there are products of tiles"},
    {86, 80, 65, CNL_DENSE, 4096, INSTANCE_CREW_80, false, "35 KiB fit into 99"},
    {90, 81, 80, CNL_DENSE, 4096, INSTANCE_CREW_104, false, "eleven tiles"},
    {90, 104, 104, CNL_DENSE, 4096, INSTANCE_CREW_104, false, "the last size for crews"},
    {90, 10, 200, CNL_DENSE, 65536, INSTANCE_COUNT, true, "far more rows than variables: the n x n system"},
    {90, 10, 10, CNL_CSC, 65536, INSTANCE_COUNT, true, "sparse data"},
    {90, 30, 0, CNL_DENSE, 65536, INSTANCE_COUNT, true, "no rows: nothing for the dual method"},
};

static void the_right_executor_is_chosen(const choice *row)
{
    launch_needs needs = needs_of(row->n, row->m, row->layout);
    launch_plan made = launch_plan_make(&needs, row->batch, &device_of(row->architecture)->traits, 0);
    check_note("sm_%d, %d x %d, batch %lld: %s (%zu bytes)", row->architecture, row->n, row->m, (long long)row->batch,
               row->because, needs.solve_bytes);
    CHECK_INT(made.solve.instance, row->instance);
    CHECK_INT(made.solve.executor,
              row->instance == INSTANCE_COUNT ? EXECUTOR_BLOCK : instances[row->instance].executor);
    if (row->instance == INSTANCE_COUNT) CHECK_INT(made.solve.slot_bytes == 0, row->in_shared);
    CHECK_INT(made.rescue.executor, EXECUTOR_BLOCK);
    CHECK_INT(made.derivative.executor, EXECUTOR_BLOCK);
}

static void check_library(const launch_needs *needs, const launch_plan *made)
{
    CHECK_INT(made->solve.executor, EXECUTOR_LIBRARY);
    CHECK_INT(made->solve.slot_bytes, needs->library_bytes);
    CHECK_INT(made->solve.slot_bytes % 256, 0); /* slots lie alike in memory */
    CHECK(made->solve.slot_bytes > needs->solve_bytes);
    CHECK_INT(made->rescue.executor, EXECUTOR_BLOCK);
    CHECK_INT(made->derivative.executor, EXECUTOR_BLOCK);
}

/* Systems of n x n go to cuBLAS and cuSOLVER from some size on, whatever the device and the batch. */
static void large_systems_are_for_the_libraries(const known_device *device)
{
    const int rows[] = {1, 100, 300};
    for (int k = 0; k < 3; k++) {
        launch_needs needs = needs_of_linear(LIBRARY_FROM - 1, rows[k]);
        CHECK_INT(launch_plan_make(&needs, 1000, &device->traits, 0).solve.executor, EXECUTOR_BLOCK);
        needs = needs_of_linear(LIBRARY_FROM, rows[k]);
        for (int batch = 0; batch < BATCHES; batch++) {
            launch_plan made = launch_plan_make(&needs, batches[batch], &device->traits, 0);
            check_library(&needs, &made);
        }
        launch_plan without = launch_plan_make(&needs, 1000, &device->traits, REFUSED_LIBRARY);
        CHECK_INT(without.solve.executor, EXECUTOR_BLOCK);
    }
}

/* So do problems of a definite P, by the work that they are; what a crew takes stays its own. */
typedef struct definite_case {
    int n, m;
    cnl_layout layout;
    bool is_for_library;
    const char *because;
} definite_case;

static const definite_case definite_cases[] = {
    {104, 104, CNL_DENSE, false, "the last size for crews"},
    {105, 105, CNL_DENSE, true, "the first that no crew takes"},
    {105, 10, CNL_DENSE, false, "small systems, and only one factor of P"},
    {200, 10, CNL_DENSE, false, "launches would take longer than P's factor"},
    {240, 30, CNL_DENSE, true, "P's factor alone is worth it"},
    {80, 120, CNL_DENSE, true, "more rows than variables"},
    {70, 105, CNL_DENSE, false, "not enough of both"},
    {40, 200, CNL_DENSE, false, "by columns: not enough yet"},
    {40, 400, CNL_DENSE, true, "products as long as that are"},
    {120, 300, CNL_DENSE, true, "and as wide"},
};

static void large_definite_problems_too(const definite_case *row)
{
    launch_needs needs = needs_of(row->n, row->m, row->layout);
    check_note("%d x %d: %s", row->n, row->m, row->because);
    CHECK(needs.is_definite);
    for (int k = 0; k < DEVICE_COUNT; k++) {
        launch_plan made = launch_plan_make(&needs, 1000, &known_devices[k].traits, 0);
        CHECK_INT(made.solve.executor == EXECUTOR_LIBRARY, row->is_for_library);
        if (row->is_for_library) check_library(&needs, &made);
        made = launch_plan_make(&needs, 1000, &known_devices[k].traits, REFUSED_LIBRARY);
        CHECK(made.solve.executor != EXECUTOR_LIBRARY);
    }
}

/* ---- What holds for every plan. */

static int registers_of(const launch_needs *needs, const kernel_plan *kernel, int of_block)
{
    if (kernel->executor == EXECUTOR_LIBRARY)
        return needs->is_definite ? LIBRARY_DEFINITE_REGISTERS : LIBRARY_REGISTERS;
    return kernel->executor == EXECUTOR_BLOCK ? of_block : instances[kernel->instance].registers;
}

/* A kernel of the table takes the problem, and none before it does. */
static void check_choice(const launch_needs *needs, const kernel_plan *kernel, const device_traits *device,
                         int64_t batch)
{
    int side = needs->n > needs->m ? needs->n : needs->m;
    for (int name = 0; name < INSTANCE_COUNT; name++) {
        const instance *row = &instances[name];
        bool takes = needs->has_instances && side <= row->side && device->architecture >= row->architecture &&
                     batch >= (int64_t)row->fewest * device->multiprocessors &&
                     (size_t)row->shared_bytes <= device->shared_per_block;
        if (name < kernel->instance) CHECK(!takes);
        if (name == kernel->instance) CHECK(takes);
    }
}

/* The first of the table that takes the problem and fits on the device, or none does. */
static void check_differentiator(const launch_needs *needs, const kernel_plan *kernel, const device_traits *device,
                                 int64_t batch)
{
    int first = 0;
    for (; needs->has_differentiators && first < DIFFERENTIATOR_COUNT; first++) {
        const differentiator *row = &differentiators[first];
        bool takes = needs->n <= row->side && needs->m <= row->rows;
        if (takes && (size_t)row->shared_bytes <= device->shared_per_block) break;
    }
    bool is_there = needs->has_differentiators && first < DIFFERENTIATOR_COUNT && device->architecture >= 80;
    CHECK_INT(kernel->blocks > 0, is_there);
    if (!is_there) return;
    CHECK_INT(kernel->instance, first);
    check_kernel(kernel, device, batch, differentiators[first].registers);
}

/* What a solve keeps is the instance's, and in memory that there is; a kernel that starts from it is the instance's. */
static void check_kept(const launch_needs *needs, const launch_plan *made, const device_traits *device, int64_t batch)
{
    int name = made->solve.instance;
    bool may_keep = needs->has_differentiators && name < INSTANCE_COUNT;
    size_t bytes = may_keep ? (size_t)((batch + 31) / 32 * 32) * (size_t)instances[name].kept_numbers * 8 : 0;
    if (bytes > device->memory_bytes / 4) bytes = 0;
    bool has_kernel = bytes > 0 && kept_differentiators[name].problems > 0;
    CHECK_INT(made->kept_bytes, bytes);
    CHECK_INT(made->kept_derivative.blocks > 0, has_kernel);
    CHECK_INT(launch_plan_kept_parts(made) > 0, has_kernel);
    if (!has_kernel) return;
    CHECK_INT(made->kept_derivative.instance, name);
    check_kernel(&made->kept_derivative, device, batch, kept_differentiators[name].registers);
    CHECK((size_t)launch_plan_kept_parts(made) * (size_t)needs->gradient_numbers * 8 <= (size_t)64 << 20);
}

static void check_plan(const launch_needs *needs, const device_traits *device, int64_t batch)
{
    launch_plan made = launch_plan_make(needs, batch, device, 0);
    launch_plan again = launch_plan_make(needs, batch, device, 0);
    int of_block = needs->is_definite ? BLOCK_DEFINITE_REGISTERS : BLOCK_GENERAL_REGISTERS;
    check_kernel(&made.solve, device, batch, registers_of(needs, &made.solve, of_block));
    check_kernel(&made.rescue, device, batch, BLOCK_GENERAL_REGISTERS);
    check_kernel(&made.derivative, device, batch, BLOCK_DERIVATIVE_REGISTERS);
    check_choice(needs, &made.solve, device, batch);
    CHECK(kernels_equal(&made.solve, &again.solve) && kernels_equal(&made.rescue, &again.rescue) &&
          kernels_equal(&made.derivative, &again.derivative));
    CHECK(kernels_equal(&made.warp_derivative, &again.warp_derivative));
    size_t sum = (size_t)needs->gradient_numbers * sizeof(double);
    CHECK((size_t)made.derivative.blocks * sum <= (size_t)64 << 20);
    CHECK((size_t)launch_plan_warp_parts(&made) * sum <= (size_t)64 << 20);
    check_differentiator(needs, &made.warp_derivative, device, batch);
    check_kept(needs, &made, device, batch);
    launch_plan without = launch_plan_make(needs, batch, device, REFUSED_KEPT);
    CHECK(without.kept_bytes == 0 && without.kept_derivative.blocks == 0);
    CHECK(kernels_equal(&made.solve, &without.solve) && kernels_equal(&made.warp_derivative, &without.warp_derivative));
}

/* Memory grows with the batch, and with no more than it: a solver for one problem holds one block's. */
static void check_memory(const launch_needs *needs, const device_traits *device)
{
    launch_plan smaller = launch_plan_make(needs, 1, device, 0);
    CHECK_INT(smaller.solve.scratch_bytes, (size_t)smaller.solve.problems * smaller.solve.slot_bytes);
    CHECK_INT(smaller.rescue.scratch_bytes, smaller.rescue.slot_bytes);
    CHECK_INT(smaller.derivative.blocks, 1);
    for (int k = 1; k < BATCHES; k++) {
        launch_plan larger = launch_plan_make(needs, batches[k], device, 0);
        CHECK(larger.rescue.scratch_bytes >= smaller.rescue.scratch_bytes);
        CHECK(larger.derivative.scratch_bytes >= smaller.derivative.scratch_bytes);
        if (larger.solve.instance == smaller.solve.instance)
            CHECK(larger.solve.scratch_bytes >= smaller.solve.scratch_bytes);
        smaller = larger;
    }
}

/* Threads keep R and V, warps or not; without keep_factors, or where the device refuses, they do not. */
static void threads_keep_factors(void)
{
    const device_traits *device = &device_of(75)->traits;
    launch_needs needs = needs_of(10, 10, CNL_DENSE);
    launch_plan made = launch_plan_make(&needs, 65535, device, 0);
    CHECK_INT(made.solve.instance, INSTANCE_THREAD_10);
    CHECK_INT(made.warp_derivative.blocks, 0);
    CHECK_INT(made.kept_derivative.instance, INSTANCE_THREAD_10);
    CHECK(made.kept_derivative.blocks > 0);
    CHECK_INT(made.kept_bytes, 65536 * 155 * sizeof(double));
    CHECK_INT(launch_plan_make(&needs, 65535, device, REFUSED_KEPT).kept_bytes, 0);
    needs.has_differentiators = false;
    CHECK_INT(launch_plan_make(&needs, 65535, device, 0).kept_bytes, 0);
}

/* What one size of crews keeps the other cannot read. */
static void crews_keep_for_crews_of_their_size(const known_device *device)
{
    launch_needs needs = needs_of(70, 70, CNL_DENSE);
    launch_plan made = launch_plan_make(&needs, 1000, &device->traits, 0);
    if (made.solve.executor != EXECUTOR_CREW) return;
    CHECK_INT(made.kept_bytes, (size_t)1024 * (size_t)instances[INSTANCE_CREW_80].kept_numbers * sizeof(double));
    unsigned other_solve = 1u << INSTANCE_CREW_80;
    unsigned other_derivative = REFUSED_DIFFERENTIATORS << DIFFERENTIATOR_80;
    CHECK_INT(launch_plan_make(&needs, 1000, &device->traits, other_solve).kept_bytes, 0);
    CHECK_INT(launch_plan_make(&needs, 1000, &device->traits, other_derivative).kept_bytes, 0);
    launch_plan larger = launch_plan_make(&needs, 1000, &device->traits, other_solve | other_derivative);
    CHECK_INT(larger.kept_bytes, (size_t)1024 * (size_t)instances[INSTANCE_CREW_104].kept_numbers * sizeof(double));
}

static void every_plan_fits(const known_device *device)
{
    enum { KINDS = 3 };
    static const char *const kinds[KINDS] = {"dense", "sparse", "linear"};
    static const cnl_layout layouts[] = {CNL_DENSE, CNL_CSC};
    for (int k = 0; k < KINDS * SIZES * SIZES; k++) {
        int n = sizes[k / KINDS / SIZES];
        int m = sizes[k / KINDS % SIZES];
        launch_needs needs = k % KINDS < 2 ? needs_of(n, m, layouts[k % KINDS]) : needs_of_linear(n, m);
        check_note("%s, %d x %d, %s", device->name, n, m, kinds[k % KINDS]);
        for (int batch = 0; batch < BATCHES; batch++) check_plan(&needs, &device->traits, batches[batch]);
        check_memory(&needs, &device->traits);
        if (check_failures() > 0) return;
    }
}

/* Scratch memory of very large problems does not take more than its share of a device, down to one block. */
static void large_problems_share_the_memory(const known_device *device)
{
    launch_needs needs = {4000, 8000, false, false, (size_t)1 << 30, (size_t)1 << 31, 48012000, false, 0,
                          0,    0,    false, false};
    launch_plan made = launch_plan_make(&needs, 1000000, &device->traits, 0);
    CHECK_INT(made.rescue.blocks, device->traits.memory_bytes / 4 >> 30 < (size_t)device->traits.multiprocessors
                                      ? (int)(device->traits.memory_bytes / 4 >> 30)
                                      : device->traits.multiprocessors);
    CHECK_INT(made.derivative.blocks, 1);
    needs.solve_bytes = device->traits.memory_bytes;
    CHECK_INT(launch_plan_make(&needs, 1000000, &device->traits, 0).rescue.blocks, 1);
}

/* ---- Threads of a block in a sparse problem: a warp for each front of a level, a thread for each row of the largest.
 */

typedef struct thread_case {
    int n, m;
    int warps_of_fronts, largest_front;
    int threads;
    const char *because;
} thread_case;

static const thread_case thread_cases[] = {
    {480, 1280, 0, 0, 256, "not sparse"},
    {480, 1280, 4, 10, 128, "four warps have a front each"},
    {480, 1280, 5, 10, 256, "the fifth needs one more"},
    {480, 1280, 1, 10, 64, "a chain"},
    {480, 1280, 1, 100, 128, "a chain of large fronts"},
    {480, 1280, 90, 10, 256, "no more than for a dense problem"},
    {40, 30, 90, 10, 64, "nor here"},
    {12, 9, 3, 8, 32, "vectors of twelve numbers"},
};

static void sparse_problems_get_threads_for_their_fronts(const thread_case *row)
{
    launch_needs needs = {.n = row->n, .m = row->m, .solve_bytes = 1 << 20, .derivative_bytes = 1 << 20};
    needs.gradient_numbers = 1000;
    needs.warps_of_fronts = row->warps_of_fronts;
    needs.largest_front = row->largest_front;
    launch_plan made = launch_plan_make(&needs, 100, &known_devices[0].traits, 0);
    check_note("%s", row->because);
    CHECK_INT(made.solve.threads, row->threads);
    CHECK_INT(made.derivative.threads, row->threads);
}

/* A sparse plan says what its schedule has. */
static void sparse_plans_count_their_fronts(void)
{
    plan *made = plan_of(200, 300, CNL_CSC);
    launch_needs needs = launch_needs_of(made);
    CHECK_INT(made->route, ROUTE_SPARSE);
    const sparse_symbolic *symbolic = made->sparse->symbolic;
    CHECK(symbolic->level_count > 0);
    CHECK(needs.warps_of_fronts >= 1);
    CHECK((needs.warps_of_fronts - 1) * symbolic->level_count < symbolic->front_count);
    CHECK(4 * needs.warps_of_fronts * symbolic->level_count >= symbolic->front_count);
    CHECK_INT(needs.largest_front, symbolic->largest_front);
    plan_free(made);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(the_right_executor_is_chosen, choices);
    RUN_CASES(large_systems_are_for_the_libraries, known_devices);
    RUN_CASES(large_definite_problems_too, definite_cases);
    RUN(threads_keep_factors);
    RUN_CASES(every_plan_fits, known_devices);
    RUN_CASES(crews_keep_for_crews_of_their_size, known_devices);
    RUN_CASES(large_problems_share_the_memory, known_devices);
    RUN_CASES(sparse_problems_get_threads_for_their_fronts, thread_cases);
    RUN(sparse_plans_count_their_fronts);
    return check_report();
}

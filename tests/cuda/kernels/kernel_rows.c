#include "kernel_rows.h"

#include <stdio.h>
#include <string.h>

#include "cuda/f32_convert.h"
#include "cuda/launch_plan.h"
#include "devices.h"
#include "patterns.h"

/* Problems of n = m, dense, in a large batch: one that fits into shared memory, one that does not. */
static const int block_sizes[] = {32, 100};
enum { BLOCK_SIZES = sizeof block_sizes / sizeof *block_sizes, LARGE_BATCH = 1000000 };
/* The sums of gradients over a batch, src/cuda/block_differentiate.cu. */
enum { SUM_THREADS = 512 };

static kernel_row make_row(const kernel_code *code, int planned, int side, int threads, size_t dynamic_bytes)
{
    const device_traits *device = &device_of(code->architecture)->traits;
    kernel_row row = {*code, planned, side, threads, dynamic_bytes, 0, 0};
    row.blocks = device_resident_blocks(device, threads, code->registers, code->static_bytes + dynamic_bytes);
    row.occupancy = (double)row.blocks * threads / device->threads;
    return row;
}

/* The row of src/cuda/instances.h that a file compiles, or -1. */
static int instance_of(const char *file)
{
    for (int name = 0; name < INSTANCE_COUNT; name++) {
        char known[KERNEL_NAME];
        static const char *const executors[] = {
            [EXECUTOR_THREAD] = "thread", [EXECUTOR_WARP] = "warp", [EXECUTOR_CREW] = "crew"};
        snprintf(known, sizeof known, "%s_%d", executors[instances[name].executor], instances[name].side);
        if (strcmp(file, known) == 0) return name;
    }
    return -1;
}

/* Likewise the instance whose derivatives from what is kept a file compiles. */
static int kept_of(const char *file) { return strncmp(file, "kept_", 5) == 0 ? instance_of(file + 5) : -1; }

/* Likewise of the table of derivatives. */
static int differentiator_of(const char *file)
{
    for (int name = 0; name < DIFFERENTIATOR_COUNT; name++) {
        char known[KERNEL_NAME];
        const char *executor = differentiators[name].executor == EXECUTOR_CREW ? "crew" : "warp";
        snprintf(known, sizeof known, "%s_differentiate_%d", executor, differentiators[name].side);
        if (strcmp(file, known) == 0) return name;
    }
    return -1;
}

/* Likewise of a table of kernels in floats, whose files begin so. */
static int single_of(const char *file, const char *first)
{
    for (int name = 0; name < SINGLE_COUNT; name++) {
        char known[KERNEL_NAME];
        snprintf(known, sizeof known, "%s_%d", first, singles[name].side);
        if (strcmp(file, known) == 0) return name;
    }
    return -1;
}

/* The block executor's launches for one size, on a device of an architecture. */
static launch_plan plan_blocks(int side, int architecture)
{
    plan *made = plan_of(side, side, CNL_DENSE);
    launch_needs needs = launch_needs_of(made);
    plan_free(made);
    needs.has_instances = false;
    return launch_plan_make(&needs, LARGE_BATCH, &device_of(architecture)->traits, 0);
}

/* Which of them a kernel is, and the registers that the plan reckons with. */
static const kernel_plan *kernel_of(const launch_plan *plan, const kernel_code *code, int *planned)
{
    *planned = BLOCK_DEFINITE_REGISTERS;
    if (strcmp(code->file, "block_definite") == 0) return &plan->solve;
    *planned = BLOCK_GENERAL_REGISTERS;
    if (strcmp(code->file, "block_general") == 0) return &plan->rescue;
    *planned = BLOCK_DERIVATIVE_REGISTERS;
    if (strcmp(code->file, "block_differentiate") == 0) return &plan->derivative;
    return NULL;
}

/* The library executor's turns, and its small kernels. */
static kernel_row row_of_library(const kernel_code *code)
{
    if (strcmp(code->file, "library_definite") == 0)
        return make_row(code, LIBRARY_DEFINITE_REGISTERS, LIBRARY_DEFINITE_FROM, LIBRARY_THREADS, BLOCK_TEAM_BYTES);
    if (strcmp(code->file, "library_general") == 0)
        return make_row(code, LIBRARY_REGISTERS, LIBRARY_FROM, LIBRARY_THREADS, BLOCK_TEAM_BYTES);
    int threads = strcmp(code->name, "library_accept") == 0   ? LIBRARY_THREADS
                  : strcmp(code->name, "library_gather") == 0 ? 32
                                                              : 1;
    return make_row(code, 0, 0, threads, 0);
}

int kernel_rows_make(const kernel_code *code, kernel_row *rows, int room)
{
    int instance = instance_of(code->file);
    int single = single_of(code->file, "warp_single");
    if (room < BLOCK_SIZES) return -1;
    if (instance >= 0 || single >= 0) {
        const struct instance *row = instance >= 0 ? &instances[instance] : &singles[single];
        rows[0] = make_row(code, row->registers, row->side, row->threads, (size_t)row->shared_bytes);
        return 1;
    }
    int kept = kept_of(code->file);
    int adjoint = single_of(code->file, "warp_single_vjp");
    if (kept >= 0 || adjoint >= 0) {
        const struct kept_differentiator *row = kept >= 0 ? &kept_differentiators[kept] : &single_adjoints[adjoint];
        int side = kept >= 0 ? instances[kept].side : singles[adjoint].side;
        rows[0] = make_row(code, row->registers, side, row->threads, (size_t)row->shared_bytes);
        return 1;
    }
    int derivative = differentiator_of(code->file);
    if (derivative >= 0) {
        const struct differentiator *row = &differentiators[derivative];
        rows[0] = make_row(code, row->registers, row->side, row->threads, (size_t)row->shared_bytes);
        return 1;
    }
    if (strncmp(code->file, "library_", 8) == 0) {
        rows[0] = row_of_library(code);
        return 1;
    }
    if (strcmp(code->name, "sum_kernel") == 0) {
        rows[0] = make_row(code, 0, 0, SUM_THREADS, SUM_THREADS * sizeof(double));
        return 1;
    }
    if (strcmp(code->file, "f32_convert") == 0) {
        rows[0] = make_row(code, 0, 0, CONVERT_THREADS, 0);
        return 1;
    }
    for (int k = 0; k < BLOCK_SIZES; k++) {
        launch_plan made = plan_blocks(block_sizes[k], code->architecture);
        int planned = 0;
        const kernel_plan *kernel = kernel_of(&made, code, &planned);
        if (kernel == NULL) {
            fprintf(stderr, "how %s of %s.cu is launched: say so in kernel_rows.c\n", code->name, code->file);
            return -1;
        }
        rows[k] = make_row(code, planned, block_sizes[k], kernel->threads, kernel->shared_bytes);
    }
    return BLOCK_SIZES;
}

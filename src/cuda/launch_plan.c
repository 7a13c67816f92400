/* Executor, threads, blocks and memory of the launches. */
#include "launch_plan.h"

/* The gradients of shared data are summed in as many parts as problems are worked on; these may take so much memory. */
static const size_t most_sum_bytes = (size_t)64 << 20;
/* Scratch memory of all problems that are worked on takes at most this share of the device's. */
static const size_t scratch_share = 4;

static int larger_int(int a, int b) { return a > b ? a : b; }

/* More threads than there are columns or rows would mostly wait. */
static int threads_by_size(const launch_needs *needs)
{
    int largest = larger_int(needs->n, needs->m);
    if (largest <= 16) return 32;
    if (largest <= 48) return 64;
    return largest <= 96 ? 128 : 256;
}

/* In a sparse factor the same holds for warps that work on fronts at the same time, and for the rows of the largest. */
static int threads_for(const launch_needs *needs)
{
    int threads = threads_by_size(needs);
    if (needs->warps_of_fronts == 0) return threads;
    int useful = larger_int(32 * needs->warps_of_fronts, needs->largest_front);
    while (threads > 64 && threads / 2 >= useful) threads /= 2;
    return threads;
}

static int64_t at_most(int64_t count, int64_t most)
{
    if (count > most) count = most;
    return count < 1 ? 1 : count;
}

void kernel_plan_fill(kernel_plan *kernel, int64_t max_batch, const device_traits *device, int resident)
{
    int64_t useful = (max_batch + kernel->problems - 1) / kernel->problems;
    int64_t blocks = at_most(useful, (int64_t)resident * device->multiprocessors);
    size_t of_block = (size_t)kernel->problems * kernel->slot_bytes;
    if (of_block > 0) blocks = at_most(blocks, (int64_t)(device->memory_bytes / scratch_share / of_block));
    kernel->blocks = (int)blocks;
    kernel->scratch_bytes = (size_t)blocks * of_block;
}

void derivative_plan_fill(kernel_plan *kernel, const launch_needs *needs, int64_t max_batch,
                          const device_traits *device, int resident)
{
    kernel_plan_fill(kernel, max_batch, device, resident);
    size_t sums = most_sum_bytes / sizeof(double) / (size_t)needs->gradient_numbers;
    kernel->blocks = (int)at_most(kernel->blocks, (int64_t)sums / kernel->problems);
    kernel->scratch_bytes = (size_t)kernel->blocks * kernel->problems * kernel->slot_bytes;
}

/* Blocks of a kernel that are resident on a multiprocessor. */
static int resident_of(const kernel_plan *kernel, const device_traits *device, int registers)
{
    return device_resident_blocks(device, kernel->threads, registers, kernel->shared_bytes);
}

/* A problem in a thread block: in shared memory if it fits, else in global memory. */
static kernel_plan plan_block(const launch_needs *needs, size_t bytes, const device_traits *device, unsigned refused)
{
    kernel_plan kernel = {0};
    kernel.executor = EXECUTOR_BLOCK;
    kernel.instance = INSTANCE_COUNT;
    kernel.problems = 1;
    kernel.threads = threads_for(needs);
    bool in_shared = !(refused & REFUSED_SHARED) && bytes <= device->shared_per_block - BLOCK_TEAM_BYTES;
    kernel.shared_bytes = BLOCK_TEAM_BYTES + (in_shared ? bytes : 0);
    kernel.slot_bytes = in_shared ? 0 : bytes;
    return kernel;
}

static kernel_plan plan_instance(const instance *row, int name)
{
    kernel_plan kernel = {0};
    kernel.executor = row->executor;
    kernel.instance = name;
    kernel.problems = row->problems;
    kernel.threads = row->threads;
    kernel.shared_bytes = (size_t)row->shared_bytes;
    kernel.slot_bytes = (size_t)row->scratch_bytes;
    return kernel;
}

/* The first of the rows from `first` on that takes the structure and the batch, and of which a block fits; false if
   none does. Bits of `refused` are those of rows. */
static bool choose_row(const instance *rows, int first, int count, const launch_needs *needs, int64_t max_batch,
                       const device_traits *device, unsigned refused, kernel_plan *kernel)
{
    int side = larger_int(needs->n, needs->m);
    for (int name = first; name < count; name++) {
        const instance *row = &rows[name];
        if (side > row->side || device->architecture < row->architecture) continue;
        if (max_batch < (int64_t)row->fewest * device->multiprocessors) continue;
        kernel_plan found = plan_instance(row, name);
        int resident = resident_of(&found, device, row->registers);
        if (resident == 0 || refused & 1u << name) continue;
        kernel_plan_fill(&found, max_batch, device, resident);
        *kernel = found;
        return true;
    }
    return false;
}

static bool choose_instance(const launch_needs *needs, int64_t max_batch, const device_traits *device, unsigned refused,
                            kernel_plan *kernel)
{
    if (!needs->has_instances) return false;
    return choose_row(instances, 0, INSTANCE_COUNT, needs, max_batch, device, refused, kernel);
}

/* In floats, and then by warps what they leave: the others' kernels do not look at what is left. */
static bool choose_single(const launch_needs *needs, int64_t max_batch, const device_traits *device, unsigned refused,
                          launch_plan *made)
{
    if (!needs->has_singles || device_doubles_are_fast(device) || refused & REFUSED_SINGLES) return false;
    kernel_plan single;
    if (!choose_row(singles, 0, SINGLE_COUNT, needs, max_batch, device, 0, &single)) return false;
    if (!choose_row(instances, INSTANCE_WARP_16, INSTANCE_CREW_80, needs, max_batch, device, refused, &made->solve))
        return false;
    made->single = single;
    return true;
}

/* Multiplications of a solve by a definite route: P's factor, V, by rows V V'; and ten systems' matrices and factors.
 */
static double definite_work(double n, double m, bool is_by_columns)
{
    double setup = n * n * n / 6 + n * n * m / 2;
    return is_by_columns ? setup + 10 * (n * n * m / 2 + n * n * n / 6) : setup + n * m * m / 2 + 10 * m * m * m / 6;
}

/* Is the work of products and factors enough for the libraries? instances.h says why. */
static bool is_for_library(const launch_needs *needs)
{
    if (needs->library_bytes == 0) return false;
    if (!needs->is_definite) return needs->n >= LIBRARY_FROM;
    return definite_work(needs->n, needs->m, needs->is_by_columns) >=
           definite_work(LIBRARY_DEFINITE_FROM, LIBRARY_DEFINITE_FROM, false);
}

/* Large systems: each block has its problem in global memory, where the libraries find it. */
static bool choose_library(const launch_needs *needs, int64_t max_batch, const device_traits *device, unsigned refused,
                           kernel_plan *kernel)
{
    if (!is_for_library(needs) || refused & REFUSED_LIBRARY) return false;
    kernel_plan found = {0};
    found.executor = EXECUTOR_LIBRARY;
    found.instance = INSTANCE_COUNT;
    found.problems = 1;
    found.threads = LIBRARY_THREADS;
    found.shared_bytes = BLOCK_TEAM_BYTES;
    found.slot_bytes = needs->library_bytes;
    int registers = needs->is_definite ? LIBRARY_DEFINITE_REGISTERS : LIBRARY_REGISTERS;
    int resident = resident_of(&found, device, registers);
    if (resident == 0) return false;
    kernel_plan_fill(&found, max_batch, device, resident);
    *kernel = found;
    return true;
}

/* The first instance of the derivatives that takes the structure and of which a block fits; of no blocks if none does.
 */
static kernel_plan plan_warp_derivative(const launch_needs *needs, int64_t max_batch, const device_traits *device,
                                        unsigned refused)
{
    for (int name = 0; needs->has_differentiators && name < DIFFERENTIATOR_COUNT; name++) {
        const differentiator *row = &differentiators[name];
        if (needs->n > row->side || needs->m > row->rows || device->architecture < TILE_PRODUCTS_FROM) continue;
        kernel_plan kernel = {0};
        kernel.executor = row->executor;
        kernel.instance = name;
        kernel.problems = row->problems;
        kernel.threads = row->threads;
        kernel.shared_bytes = (size_t)row->shared_bytes;
        kernel.slot_bytes = (size_t)row->scratch_bytes;
        int resident = resident_of(&kernel, device, row->registers);
        if (resident == 0 || refused & REFUSED_DIFFERENTIATORS << name) continue;
        derivative_plan_fill(&kernel, needs, max_batch, device, resident);
        return kernel;
    }
    return (kernel_plan){0};
}

/* Bytes that a solve keeps of all problems, if there is memory for that; else 0. */
static size_t bytes_to_keep(int64_t max_batch, const device_traits *device, int numbers, size_t of_number)
{
    int64_t groups = (max_batch + KEPT_GROUP - 1) / KEPT_GROUP;
    size_t bytes = (size_t)groups * KEPT_GROUP * (size_t)numbers * of_number;
    return bytes > device->memory_bytes / scratch_share ? 0 : bytes;
}

static kernel_plan plan_adjoint(const kept_differentiator *row, enum device_executor executor, int name)
{
    kernel_plan kernel = {0};
    kernel.executor = executor;
    kernel.instance = name;
    kernel.problems = row->problems;
    kernel.threads = row->threads;
    kernel.shared_bytes = (size_t)row->shared_bytes;
    return kernel;
}

/* The same of solves in floats, whose kernels are all there. */
static void plan_kept_singles(const launch_needs *needs, int64_t max_batch, const device_traits *device,
                              launch_plan *made)
{
    int name = made->single.instance;
    size_t bytes = bytes_to_keep(max_batch, device, singles[name].kept_numbers, sizeof(float));
    kernel_plan kernel = plan_adjoint(&single_adjoints[name], EXECUTOR_WARP, name);
    int resident = resident_of(&kernel, device, single_adjoints[name].registers);
    if (bytes == 0 || resident == 0) return;
    derivative_plan_fill(&kernel, needs, max_batch, device, resident);
    made->kept_bytes = bytes;
    made->single_adjoint = kernel;
}

/* The derivative that starts from what `solve` keeps: by the same instance, if there is memory for all problems. */
static void plan_kept(const launch_needs *needs, int64_t max_batch, const device_traits *device, unsigned refused,
                      launch_plan *made)
{
    int name = made->solve.instance;
    if (!needs->has_differentiators || refused & REFUSED_KEPT || name >= INSTANCE_COUNT) return;
    if (made->single.blocks > 0) {
        plan_kept_singles(needs, max_batch, device, made);
        return;
    }
    size_t bytes = bytes_to_keep(max_batch, device, instances[name].kept_numbers, sizeof(double));
    if (bytes == 0) return;
    const kept_differentiator *row = &kept_differentiators[name];
    bool is_for_crews = row->problems == 0 && made->warp_derivative.blocks > 0 &&
                        differentiators[made->warp_derivative.instance].side == instances[name].side;
    kernel_plan kernel = plan_adjoint(row, instances[name].executor, name);
    int resident = row->problems > 0 ? resident_of(&kernel, device, row->registers) : 0;
    if (resident == 0 && !is_for_crews) return;
    made->kept_bytes = bytes;
    if (resident == 0) return;
    derivative_plan_fill(&kernel, needs, max_batch, device, resident);
    made->kept_derivative = kernel;
}

launch_plan launch_plan_make(const launch_needs *needs, int64_t max_batch, const device_traits *device,
                             unsigned refused)
{
    launch_plan made = {0};
    kernel_plan block = plan_block(needs, needs->solve_bytes, device, refused);
    made.rescue = block;
    kernel_plan_fill(&made.rescue, max_batch, device, resident_of(&block, device, BLOCK_GENERAL_REGISTERS));
    if (!choose_library(needs, max_batch, device, refused, &made.solve) &&
        !choose_single(needs, max_batch, device, refused, &made) &&
        !choose_instance(needs, max_batch, device, refused, &made.solve)) {
        int registers = needs->is_definite ? BLOCK_DEFINITE_REGISTERS : BLOCK_GENERAL_REGISTERS;
        made.solve = block;
        kernel_plan_fill(&made.solve, max_batch, device, resident_of(&block, device, registers));
    }
    made.derivative = plan_block(needs, needs->derivative_bytes, device, refused);
    derivative_plan_fill(&made.derivative, needs, max_batch, device,
                         resident_of(&made.derivative, device, BLOCK_DERIVATIVE_REGISTERS));
    made.warp_derivative = plan_warp_derivative(needs, max_batch, device, refused);
    plan_kept(needs, max_batch, device, refused, &made);
    return made;
}

/* The library executor's own kernels. */
#include "library_kernels.h"

#include "team_block.h"

#include "block_cholesky.h"
#include "block_front.h"
#include "block_front_solve.h"
#include "block_gram.h"
#include "block_product.h"
#include "block_scale.h"
#include "library_substitute.h"
#include "team_room.h"

#include "../engine/interior_point.h"
#include "../engine/primal_layout.h"
#include "../engine/verify.h"

#include "instances.h"
#include "kernel_launch.h"
#include "library_slot.h"

static __global__ void library_accept(library_room room, device_solve_job job)
{
    each (k, room.slots) {
        room.state[k].stage = SLOT_IDLE;
        room.factors[k] = (double *)(room.scratch + (size_t)k * room.slot_bytes + room.factor_start);
    }
    if (!team_leads()) return;
    *room.job = job;
    *room.next = 0;
    *room.open = 0;
}

static __global__ void library_turn(library_room room, device_plan plan)
{
    DYNAMIC_SHARED(double, shared);
    team tm = {shared, 0};
    int number = (int)blockIdx.x;
    library_slot own = room.state[number];
    sync(&tm);
    slot_turn(&tm, &plan, &room, number, &own);
    sync(&tm);
    if (team_leads()) room.state[number] = own;
}

static __global__ void library_control(library_room room, cudaGraphConditionalHandle condition)
{
    cudaGraphSetConditional(condition, *room.open > 0);
    *room.open = 0;
}

/* Slots lie alike in memory: what a library does to one may depend on that. */
constexpr size_t SLOT_ALIGNMENT = 256;

static size_t rounded_up(size_t bytes) { return (bytes + SLOT_ALIGNMENT - 1) / SLOT_ALIGNMENT * SLOT_ALIGNMENT; }

size_t library_workspace(const plan *plan)
{
    arena memory = {NULL, 0};
    primal v;
    library_form f;
    return rounded_up(library_layout(&memory, plan->structure, &v, &f));
}

/* Found with a layout that starts at a made-up address, as nobody else knows where the arrays lie. */
library_matrices library_matrices_of(const plan *plan)
{
    unsigned char *base = (unsigned char *)SLOT_ALIGNMENT;
    arena memory = {base, 0};
    primal v;
    library_form f;
    library_layout(&memory, plan->structure, &v, &f);
    library_matrices found = {plan->structure->n, f.count, f.rows, f.order, 0, 0};
    found.S_start = (size_t)((unsigned char *)f.S - base);
    found.K_start = (size_t)((unsigned char *)f.K - base);
    return found;
}

void library_room_layout(arena *memory, const kernel_plan *kernel, library_room *room)
{
    size_t slots = (size_t)kernel->blocks;
    room->slots = kernel->blocks;
    room->slot_bytes = kernel->slot_bytes;
    room->job = (device_solve_job *)arena_take(memory, 1, sizeof(device_solve_job));
    room->state = (library_slot *)arena_take(memory, slots, sizeof(library_slot));
    room->factors = (double **)arena_take(memory, slots, sizeof(double *));
    room->info = (int32_t *)arena_take(memory, slots, sizeof(int32_t));
    room->next = (int32_t *)arena_take(memory, 1, sizeof(int32_t));
    room->taken = (int32_t *)arena_take(memory, slots, sizeof(int32_t));
    room->open = (int32_t *)arena_take(memory, 1, sizeof(int32_t));
    unsigned char *start = (unsigned char *)arena_take(memory, LIBRARY_WORKSPACE + SLOT_ALIGNMENT, 1);
    room->workspace = start ? (void *)rounded_up((size_t)start) : NULL;
}

int library_kernels_prepare(int threads, int *blocks_per_multiprocessor)
{
    int ignored = 0;
    int failed = kernel_prepare(library_accept, threads, 0, &ignored);
    if (failed == cudaSuccess) failed = kernel_prepare(library_control, 1, 0, &ignored);
    if (failed != cudaSuccess) return failed;
    return kernel_prepare(library_turn, threads, TEAM_BYTES, blocks_per_multiprocessor);
}

int library_accept_launch(const library_room *room, const device_solve_job *job, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(1, LIBRARY_THREADS, 0, stream);
    return (int)cudaLaunchKernelEx(&config, library_accept, *room, *job);
}

int library_turn_launch(const library_room *room, const device_plan *plan, int threads, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(room->slots, threads, TEAM_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, library_turn, *room, *plan);
}

int library_control_launch(const library_room *room, cudaGraphConditionalHandle condition, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(1, 1, 0, stream);
    return (int)cudaLaunchKernelEx(&config, library_control, *room, condition);
}

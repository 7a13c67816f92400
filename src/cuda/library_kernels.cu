/* The library executor's small kernels, around the turns of its slots. */
#include "library_kernels.h"

#include "instances.h"
#include "kernel_launch.h"

enum { LANES = 32 };
/* Of the slots. Large groups keep slots waiting, small ones multiprocessors idle and a small batch for more turns. In a
   model of the turns alone (264 slots, a setup as long as 4 or 10 turns of all, one problem in a hundred hopeless) a
   quarter is within 5 % of the best share for batches of 1024 and 4096; all slots at once take 1.4 to 1.7 times that.
 */
enum { GROUP_SHARE = 4 };

static __device__ double *matrix_in(unsigned char *slot, const library_matrix *of)
{
    return (double *)(slot + of->start);
}

static __device__ unsigned char *slot_at(const library_room *room, int number)
{
    return room->scratch + (size_t)number * room->slot_bytes;
}

static __global__ void library_accept(library_room room, library_matrices of, device_solve_job job)
{
    for (int k = (int)threadIdx.x; k < room.slots; k += (int)blockDim.x) {
        room.stage[k] = SLOT_IDLE;
        room.factors[k] = matrix_in(slot_at(&room, k), &of.K);
    }
    if (threadIdx.x > 0) return;
    *room.job = job;
    *room.next = 0;
    *room.open = 0;
}

/* Those that wait, in the order of the slots. Returns how many, of which the first are members of the group. */
static __device__ int find_members(const library_room *room, int lane)
{
    const library_group *group = &room->group;
    int waiting = 0;
    for (int first = 0; first < room->slots; first += LANES) {
        int number = first + lane;
        int waits = number < room->slots && room->stage[number] == SLOT_WAITS;
        unsigned all = __ballot_sync(0xffffffffu, waits);
        int place = waiting + __popc(all & ((1u << lane) - 1));
        if (waits && place < group->most) group->members[place] = number;
        waiting += __popc(all);
    }
    __syncwarp();
    return waiting;
}

/* By one warp. */
static __global__ void library_gather(library_room room, library_matrices of, cudaGraphConditionalHandle condition)
{
    const library_group *group = &room.group;
    int lane = (int)threadIdx.x;
    int waiting = find_members(&room, lane);
    int is_ready = waiting >= group->most || (waiting > 0 && *room.next >= room.job->batch);
    for (int place = lane; is_ready && place < group->most; place += LANES) {
        unsigned char *slot = group->nobodys;
        if (place < waiting) {
            int number = group->members[place];
            room.stage[number] = SLOT_IS_SET_UP;
            group->place[number] = place;
            slot = slot_at(&room, number);
        }
        group->P[place] = matrix_in(slot, &of.P);
        group->V[place] = matrix_in(slot, &of.V);
        group->K[place] = matrix_in(slot, &of.K);
    }
    if (lane == 0) cudaGraphSetConditional(condition, (unsigned)is_ready);
}

static __global__ void library_control(library_room room, cudaGraphConditionalHandle condition)
{
    cudaGraphSetConditional(condition, *room.open > 0);
    *room.open = 0;
}

extern const library_turner library_turner_definite, library_turner_general;

const library_turner *library_turner_of(enum route route)
{
    bool is_definite = route == ROUTE_DUAL_BY_ROWS || route == ROUTE_DUAL_BY_COLUMNS;
    return is_definite ? &library_turner_definite : &library_turner_general;
}

static int32_t *take_indices(arena *memory, size_t count)
{
    return (int32_t *)arena_take(memory, count, sizeof(int32_t));
}

static double **take_list(arena *memory, size_t count)
{
    return (double **)arena_take(memory, count, sizeof(double *));
}

static void group_layout(arena *memory, const library_room *room, library_group *group)
{
    group->most = (room->slots + GROUP_SHARE - 1) / GROUP_SHARE;
    size_t most = (size_t)group->most;
    group->members = take_indices(memory, most);
    group->place = take_indices(memory, (size_t)room->slots);
    group->P = take_list(memory, most);
    group->V = take_list(memory, most);
    group->K = take_list(memory, most);
    group->info = take_indices(memory, most);
    group->nobodys = (unsigned char *)arena_take(memory, 1, room->slot_bytes);
}

void library_room_layout(arena *memory, const plan *plan, const kernel_plan *kernel, library_room *room)
{
    const library_turner *turner = library_turner_of(plan->route);
    size_t slots = (size_t)kernel->blocks;
    *room = {};
    room->slots = kernel->blocks;
    room->slot_bytes = kernel->slot_bytes;
    room->job = (device_solve_job *)arena_take(memory, 1, sizeof(device_solve_job));
    room->stage = take_indices(memory, slots);
    room->state = arena_take(memory, slots, turner->state_bytes);
    room->factors = take_list(memory, slots);
    room->info = take_indices(memory, slots);
    room->next = take_indices(memory, 1);
    room->taken = take_indices(memory, slots);
    room->open = take_indices(memory, 1);
    if (turner->matrices(plan).P.columns > 0) group_layout(memory, room, &room->group);
    unsigned char *start = (unsigned char *)arena_take(memory, LIBRARY_WORKSPACE + LIBRARY_ALIGNMENT, 1);
    room->workspace = start ? (void *)library_rounded_up((size_t)start) : NULL;
}

int library_kernels_prepare(void)
{
    int ignored = 0;
    int failed = kernel_prepare(library_accept, LIBRARY_THREADS, 0, &ignored);
    if (failed == cudaSuccess) failed = kernel_prepare(library_gather, LANES, 0, &ignored);
    if (failed == cudaSuccess) failed = kernel_prepare(library_control, 1, 0, &ignored);
    return failed;
}

int library_accept_launch(const library_room *room, const library_matrices *of, const device_solve_job *job,
                          void *stream)
{
    cudaLaunchConfig_t config = kernel_config(1, LIBRARY_THREADS, 0, stream);
    return (int)cudaLaunchKernelEx(&config, library_accept, *room, *of, *job);
}

int library_gather_launch(const library_room *room, const library_matrices *of, cudaGraphConditionalHandle condition,
                          void *stream)
{
    cudaLaunchConfig_t config = kernel_config(1, LANES, 0, stream);
    return (int)cudaLaunchKernelEx(&config, library_gather, *room, *of, condition);
}

int library_control_launch(const library_room *room, cudaGraphConditionalHandle condition, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(1, 1, 0, stream);
    return (int)cudaLaunchKernelEx(&config, library_control, *room, condition);
}

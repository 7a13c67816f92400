/* The turns of the library executor's slots, a thread block each (library_kernels.h). The file that includes this
   defines LIBRARY_TURNER, its name; LIBRARY_BOUNDS of the kernel's registers, or nothing; `library_slot`, which has a
   member `stage`; slot_matrices(), as library_turner; and slot_turn(), which takes a slot to its next stage. */
#ifndef CUDA_LIBRARY_DRIVER_H
#define CUDA_LIBRARY_DRIVER_H

#include "instances.h"
#include "kernel_launch.h"

static __global__ void LIBRARY_BOUNDS library_turn(library_room room, device_plan plan)
{
    DYNAMIC_SHARED(double, shared);
    team tm = {shared, 0};
    int number = (int)blockIdx.x;
    library_slot *state = (library_slot *)room.state + number;
    library_slot own = *state;
    own.stage = (slot_stage)room.stage[number];
    sync(&tm);
    slot_turn(&tm, &plan, &room, number, &own);
    if (own.stage != SLOT_IDLE && team_leads()) atomicAdd(room.open, 1);
    sync(&tm);
    if (!team_leads()) return;
    *state = own;
    room.stage[number] = own.stage;
}

static int prepare(int threads, int *blocks_per_multiprocessor)
{
    return kernel_prepare(library_turn, threads, TEAM_BYTES, blocks_per_multiprocessor);
}

static int launch(const library_room *room, const device_plan *plan, int threads, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(room->slots, threads, TEAM_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, library_turn, *room, *plan);
}

extern const library_turner LIBRARY_TURNER;
const library_turner LIBRARY_TURNER = {sizeof(library_slot), slot_matrices, prepare, launch};

#endif

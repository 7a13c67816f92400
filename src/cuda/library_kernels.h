/**
 * @file library_kernels.h
 * What the library executor does itself, beside the products and factors of cuBLAS and cuSOLVER: a thread block for
 * each of the problems that are worked on, the slots. A turn of a slot takes its problem from one factor to the next:
 * the directions, the step, the judgement, and the matrix of the next factor. A problem that is done makes room for the
 * next one of the batch, so the slots stay busy until the batch runs out.
 */
#ifndef CUDA_LIBRARY_KERNELS_H
#define CUDA_LIBRARY_KERNELS_H

#include "../core/arena.h"
#include "device.h"
#include "device_job.h"
#include "device_plan.h"
#include "launch_plan.h"

struct library_slot;

/** What lies on the device; every pointer is one of it. */
typedef struct library_room {
    unsigned char *scratch; /**< [slots] of slot_bytes */
    size_t slot_bytes;
    size_t factor_start; /**< bytes from the beginning of a slot to what is to be factored */
    int slots;
    device_solve_job *job;      /**< [1] the call's */
    struct library_slot *state; /**< [slots] */
    double **factors;           /**< [slots] where the matrix to be factored lies */
    int32_t *info;              /**< [slots] 0 where the factor has succeeded */
    int32_t *next;              /**< [1] the problem that the next idle slot takes */
    int32_t *taken;             /**< [slots] what it has taken */
    int32_t *open;              /**< [1] slots that want another factor */
    void *workspace;            /**< of cuBLAS */
} library_room;

/** K += S'S, then K = U'U, in each slot: where S and K lie in it. Columns are `rows` and `order` numbers apart. */
typedef struct library_matrices {
    int n;
    int count;      /**< rows of S that count */
    int rows;       /**< of S in memory */
    int order;      /**< rows of K in memory */
    size_t S_start; /**< bytes from the beginning of the slot */
    size_t K_start;
} library_matrices;

/** Bytes of a slot. */
size_t library_workspace(const plan *plan);

library_matrices library_matrices_of(const plan *plan);

/** Bytes that cuBLAS may use: what NVIDIA recommends for the largest devices. */
enum { LIBRARY_WORKSPACE = 32 << 20 };

/** The room of so many slots, but for their scratch memory. */
void library_room_layout(arena *memory, const kernel_plan *kernel, library_room *room);

/** @return cudaSuccess or an error; blocks resident per multiprocessor */
int library_kernels_prepare(int threads, int *blocks_per_multiprocessor);

/** A call begins: its job is on the device, all slots are idle. */
int library_accept_launch(const library_room *room, const device_solve_job *job, void *stream);

/** Every slot's turn. `plan` must hold what it holds now as long as the launch may run again. */
int library_turn_launch(const library_room *room, const device_plan *plan, int threads, void *stream);

/** Is there a slot that wants another factor? The condition says so. */
int library_control_launch(const library_room *room, cudaGraphConditionalHandle condition, void *stream);

#endif

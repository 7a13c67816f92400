/**
 * @file library_kernels.h
 * What the library executor does itself, beside the products and factors of cuBLAS and cuSOLVER: a thread block for
 * each of the problems that are worked on, the slots. A turn of a slot takes its problem from one factor to the next:
 * the directions, the step, the judgement, and the matrix of the next factor. A problem that is done makes room for the
 * next one of the batch, so the slots stay busy until the batch runs out.
 *
 * On the definite routes a problem needs matrices made of it first, which cost as much as all its iterations. So it
 * waits until there are enough like it, a group, for which the libraries then make them together.
 */
#ifndef CUDA_LIBRARY_KERNELS_H
#define CUDA_LIBRARY_KERNELS_H

#include "../core/arena.h"
#include "device.h"
#include "device_job.h"
#include "device_plan.h"
#include "launch_plan.h"

/** A matrix of each slot, column after column. */
typedef struct library_matrix {
    size_t start; /**< bytes from the beginning of the slot */
    int rows, columns;
    int apart; /**< numbers from one column to the next */
} library_matrix;

/** What of a slot the libraries work on. */
typedef struct library_matrices {
    size_t slot_bytes;
    library_matrix K; /**< the system's, then U with K = U'U */
    library_matrix S; /**< K += S'S before that; of no columns where K is whole already */
    library_matrix P; /**< of a group: P, then R' with P = R R'; of no columns where nothing is set up */
    library_matrix V; /**< of a group: A, then V = A R^-T; by rows their transposes, and then K = V V' */
    bool by_columns;
} library_matrices;

/** What a slot does, or waits for. */
typedef enum slot_stage {
    SLOT_IDLE,
    SLOT_WAITS,     /**< until its problem is one of a group */
    SLOT_IS_SET_UP, /**< by the libraries, with its group */
    SLOT_STARTS,    /**< with the next factor of K */
    SLOT_MOVES,     /**< likewise, from an iterate to the next */
} slot_stage;

/** The problems that are set up together. */
typedef struct library_group {
    int most;               /**< how many; 0: nothing is set up on this route */
    int32_t *members;       /**< [most] slots that wait, in their order */
    int32_t *place;         /**< [slots] of a slot in its group */
    double **P, **V, **K;   /**< [most] where the matrices lie */
    int32_t *info;          /**< [most] 0 where P's factor has succeeded */
    unsigned char *nobodys; /**< a slot for the places that nobody has */
} library_group;

/** What lies on the device; every pointer is one of it. */
typedef struct library_room {
    unsigned char *scratch; /**< [slots] of slot_bytes */
    size_t slot_bytes;
    int slots;
    device_solve_job *job; /**< [1] the call's */
    int32_t *stage;        /**< [slots] of slot_stage */
    void *state;           /**< [slots] what a slot's problem carries from turn to turn */
    double **factors;      /**< [slots] where K lies */
    int32_t *info;         /**< [slots] 0 where its factor has succeeded */
    int32_t *next;         /**< [1] the problem that the next idle slot takes */
    int32_t *taken;        /**< [slots] what it has taken */
    int32_t *open;         /**< [1] slots that have a problem */
    library_group group;
    void *workspace; /**< of cuBLAS */
} library_room;

/** The turns of a route, in a file of their own each, as the block executor's solves. */
typedef struct library_turner {
    size_t state_bytes; /**< of a slot */

    library_matrices (*matrices)(const plan *plan);

    /** @return cudaSuccess or an error; blocks resident per multiprocessor */
    int (*prepare)(int threads, int *blocks_per_multiprocessor);

    /** Every slot's turn. `plan` must hold what it holds now as long as the launch may run again. */
    int (*launch)(const library_room *room, const device_plan *plan, int threads, void *stream);
} library_turner;

const library_turner *library_turner_of(enum route route);

/** Slots lie alike in memory: what a library does to one may depend on that. */
constexpr size_t LIBRARY_ALIGNMENT = 256;

static inline size_t library_rounded_up(size_t bytes)
{
    return (bytes + LIBRARY_ALIGNMENT - 1) / LIBRARY_ALIGNMENT * LIBRARY_ALIGNMENT;
}

/** Bytes that cuBLAS may use: what NVIDIA recommends for the largest devices. */
enum { LIBRARY_WORKSPACE = 32 << 20 };

/** The room of a kernel's slots, but for their scratch memory. */
void library_room_layout(arena *memory, const plan *plan, const kernel_plan *kernel, library_room *room);

/** What all routes have in common. @return cudaSuccess or an error */
int library_kernels_prepare(void);

/** A call begins: its job is on the device, all slots are idle. */
int library_accept_launch(const library_room *room, const library_matrices *of, const device_solve_job *job,
                          void *stream);

/** The next group, if enough problems wait, or no more will. The condition says whether. */
int library_gather_launch(const library_room *room, const library_matrices *of, cudaGraphConditionalHandle condition,
                          void *stream);

/** Is there a slot that has a problem? The condition says so. */
int library_control_launch(const library_room *room, cudaGraphConditionalHandle condition, void *stream);

#endif

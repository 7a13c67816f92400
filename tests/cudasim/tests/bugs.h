/* Kernels with one bug each, which the simulator must find. */
#ifndef CUDASIM_TESTS_BUGS_H
#define CUDASIM_TESTS_BUGS_H

#include "cudasim.h"

/** y[i] = x[n-1-i] through shared memory, one block of n <= 128 threads; without the barrier in between. */
__global__ void missing_barrier(const double *x, double *y);

/** y[i] = x[i-1], and y[0] = x[0], within a warp and without __syncwarp: in order, no lane reads before the other
 * wrote. */
__global__ void missing_warp_sync(const double *x, double *y);

/** The same, but a shuffle stands where __syncwarp should: it orders no memory. */
__global__ void shuffle_instead_of_sync(const double *x, double *y);

/** The same by copies that are awaited after they were used; and after their warp has met. */
__global__ void copy_used_too_early(const double *x, double *y);
__global__ void copy_awaited_too_late(const double *x, double *y);

/** A copy that is not awaited; two to one place; one of 16 bytes to the second double of shared memory; one to device
    memory. */
__global__ void copy_not_awaited(const double *x);
__global__ void copy_upon_copy(const double *x);
__global__ void copy_to_odd_place(const double *x);
__global__ void copy_to_device_memory(const double *x, double *y);

/** Two warps: one arrives at a named barrier before it has written what the other will read. */
__global__ void arrives_too_early(const double *x, double *y);

/** Thread 0 writes dynamic shared memory at this index of a double. */
__global__ void writes_shared_at(int index);

/** y[0] = an element of dynamic shared memory at this index, which nobody has written. */
__global__ void reads_shared_at(int index, double *y);

/** y[0] = an element of static shared memory that nobody has written. */
__global__ void reads_static_shared(double *y);

/** *sum += 1 from each block, without an atomic. */
__global__ void lost_addition(double *sum);

/** Every thread of a block adds to a word of shared memory, without an atomic. */
__global__ void lost_addition_in_block(int *sum);

/** Half of the threads wait at another barrier. */
__global__ void divergent_barrier(void);

/** Some threads wait at a barrier, the others for their warp. */
__global__ void barrier_and_warp(void);

/** Lanes 0 to 15 meet, while the others leave, and then shuffle with a mask that names all. */
__global__ void mask_names_the_gone(double *y);

/** The same without meeting first: lanes leave while others wait for them. */
__global__ void lanes_leave_the_waiting(double *y);

/** Lanes shuffle with a mask that does not name them. */
__global__ void mask_without_caller(double *y);

/** Lanes of one mask call different collectives. */
__global__ void different_collectives(int *y);

/** Lanes come with different masks. */
__global__ void different_masks(void);

/** A named barrier is used for 32 threads and for 64. */
__global__ void different_counts(void);

/** x[index] = 1. */
__global__ void writes_global_at(double *x, long long index);

/** y[0] = x[index]. */
__global__ void reads_global_at(const double *x, long long index, double *y);

/** Calls itself until the stack runs over. */
__global__ void endless_recursion(double *y);

/** Reads x[32 i + lane], or with stride 32 x[i + 32 lane]; shared memory likewise. */
__global__ void strided(const double *x, double *y, int stride);

#endif

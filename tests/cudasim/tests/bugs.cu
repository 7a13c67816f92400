#include "bugs.h"

__global__ void missing_barrier(const double *x, double *y)
{
    __shared__ double hand[128];
    hand[threadIdx.x] = 0;
    __syncthreads();
    hand[threadIdx.x] = x[threadIdx.x];
    y[threadIdx.x] = hand[blockDim.x - 1 - threadIdx.x];
}

__global__ void missing_warp_sync(const double *x, double *y)
{
    DYNAMIC_SHARED(double, hand);
    hand[threadIdx.x] = 0;
    __syncwarp();
    hand[threadIdx.x] = x[threadIdx.x];
    y[threadIdx.x] = hand[threadIdx.x > 0 ? threadIdx.x - 1 : 0];
}

__global__ void shuffle_instead_of_sync(const double *x, double *y)
{
    DYNAMIC_SHARED(double, hand);
    hand[threadIdx.x] = 0;
    __syncwarp();
    hand[threadIdx.x] = x[threadIdx.x];
    double other = __shfl_xor_sync(0xffffffffu, 1.0, 1);
    y[threadIdx.x] = other * hand[threadIdx.x > 0 ? threadIdx.x - 1 : 0];
}

__global__ void copy_used_too_early(const double *x, double *y)
{
    DYNAMIC_SHARED(double, hand);
    cudasim_copy_later(hand + threadIdx.x, x + threadIdx.x, sizeof *x, sizeof *x);
    __syncwarp();
    y[threadIdx.x] = hand[threadIdx.x > 0 ? threadIdx.x - 1 : 0];
    __syncwarp();
    cudasim_await_copies();
}

__global__ void copy_awaited_too_late(const double *x, double *y)
{
    DYNAMIC_SHARED(double, hand);
    cudasim_copy_later(hand + threadIdx.x, x + threadIdx.x, sizeof *x, sizeof *x);
    __syncwarp();
    cudasim_await_copies();
    y[threadIdx.x] = hand[threadIdx.x > 0 ? threadIdx.x - 1 : 0];
}

__global__ void copy_not_awaited(const double *x)
{
    DYNAMIC_SHARED(double, hand);
    cudasim_copy_later(hand, x, sizeof *x, sizeof *x);
}

__global__ void copy_upon_copy(const double *x)
{
    DYNAMIC_SHARED(double, hand);
    cudasim_copy_later(hand, x, 2 * sizeof *x, 2 * sizeof *x);
    cudasim_copy_later(hand + 1, x, sizeof *x, sizeof *x);
    cudasim_await_copies();
}

__global__ void copy_to_odd_place(const double *x)
{
    DYNAMIC_SHARED(double, hand);
    cudasim_copy_later(hand + 1, x, 2 * sizeof *x, 2 * sizeof *x);
}

__global__ void copy_to_device_memory(const double *x, double *y) { cudasim_copy_later(y, x, sizeof *x, sizeof *x); }

__global__ void arrives_too_early(const double *x, double *y)
{
    __shared__ double hand[32];
    unsigned lane = threadIdx.x % 32;
    if (threadIdx.x < 32) {
        cudasim_named_barrier_arrive(1, 64);
        hand[lane] = x[lane];
    } else {
        cudasim_named_barrier_sync(1, 64);
        y[lane] = hand[lane];
    }
}

__global__ void writes_shared_at(int index)
{
    DYNAMIC_SHARED(double, hand);
    if (threadIdx.x == 0) hand[index] = 1;
}

__global__ void reads_shared_at(int index, double *y)
{
    DYNAMIC_SHARED(double, hand);
    if (threadIdx.x == 0) y[0] = hand[index];
}

__global__ void reads_static_shared(double *y)
{
    __shared__ double hand[4];
    if (threadIdx.x == 0) hand[0] = 1;
    if (threadIdx.x == 0) y[0] = hand[static_cast<int>(y[1])];
}

__global__ void lost_addition(double *sum)
{
    if (threadIdx.x == 0) *sum += 1;
}

__global__ void lost_addition_in_block(int *sum)
{
    __shared__ int of_block;
    if (threadIdx.x == 0) of_block = 0;
    __syncthreads();
    of_block += 1;
    __syncthreads();
    if (threadIdx.x == 0) *sum = of_block;
}

__global__ void divergent_barrier(void)
{
    if (threadIdx.x < 32) {
        __syncthreads();
    } else {
        __syncthreads();
    }
}

__global__ void barrier_and_warp(void)
{
    if (threadIdx.x == 0) {
        __syncthreads();
    } else {
        __syncwarp();
    }
}

__global__ void mask_names_the_gone(double *y)
{
    if (threadIdx.x >= 16) return;
    __syncwarp(0x0000ffffu);
    y[threadIdx.x] = __shfl_xor_sync(0xffffffffu, 1.0 * threadIdx.x, 1);
}

__global__ void lanes_leave_the_waiting(double *y)
{
    if (threadIdx.x >= 16) return;
    y[threadIdx.x] = __shfl_xor_sync(0xffffffffu, 1.0 * threadIdx.x, 1);
}

__global__ void mask_without_caller(double *y) { y[threadIdx.x] = __shfl_xor_sync(0x0000ffffu, 1.0 * threadIdx.x, 1); }

__global__ void different_collectives(int *y)
{
    if (threadIdx.x < 16) {
        y[threadIdx.x] = __any_sync(0xffffffffu, 1);
    } else {
        y[threadIdx.x] = __all_sync(0xffffffffu, 1);
    }
}

__global__ void different_masks(void) { __syncwarp(threadIdx.x < 16 ? 0xffffffffu : 0xffff8000u); }

__global__ void different_counts(void) { cudasim_named_barrier_sync(1, threadIdx.x < 32 ? 64 : 96); }

__global__ void writes_global_at(double *x, long long index)
{
    if (threadIdx.x == 0) x[index] = 1;
}

__global__ void reads_global_at(const double *x, long long index, double *y)
{
    if (threadIdx.x == 0) y[0] = x[index];
}

__device__ __attribute__((noinline)) double descend(volatile double *step)
{
    volatile double here[64];
    here[0] = step[0] + 1;
    return here[0] < 1e9 ? descend(here) + here[0] : here[0];
}

__global__ void endless_recursion(double *y)
{
    volatile double first = 0;
    y[0] = descend(&first);
}

__global__ void strided(const double *x, double *y, int stride)
{
    __shared__ double hand[32 * 32];
    int lane = threadIdx.x;
    int other = 33 - stride; /* 32 for 1, 1 for 32 */
    double sum = 0;
    for (int i = 0; i < 32; i++) hand[lane + 32 * i] = 1;
    __syncwarp();
    for (int i = 0; i < 32; i++) {
        sum += x[other * i + stride * lane];
        sum += hand[other * i + stride * lane];
    }
    y[lane] = sum;
}

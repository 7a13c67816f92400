/* Kernels of the kinds that the library has, for tests of the simulator. */
#ifndef CUDASIM_TESTS_KERNELS_H
#define CUDASIM_TESTS_KERNELS_H

#include "cudasim.h"

/** *sum += x[0] + ... + x[n-1]. A grid of any size, blocks of whole warps. */
__global__ void reduce(const double *x, int n, double *sum);

/** One block per problem: the lower triangle of A [problems, n, n], column by column, becomes its Cholesky factor;
    failed[problem] is 0, or 1 + the column whose pivot is not positive. Dynamic shared: n * n doubles. */
__global__ void factor(double *A, int n, int *failed);

/** One warp per problem: b := L^-1 b for L [problems, n, n] and b [problems, n]. Dynamic shared: n doubles a warp. */
__global__ void solve_lower(const double *L, double *b, int n, int problems);

/** One block of THREADS: largest[0] = max x; positive[warp] has the bit of a lane whose x is positive;
    count[0] = how many of the block's threads have an x. */
template <class T, int THREADS> __global__ void survey(const T *x, int n, T *largest, unsigned *positive, int *count);

/** One warp: C := C + A B, A 8 x 8 by rows, B 8 x 8 by rows, C 8 x 8 by rows, by two tensor-core products. */
__global__ void multiply(const double *A, const double *B, double *C);
__global__ void multiply_rounded(const float *A, const float *B, float *C);

/** Two warps hand numbers on by named barriers: y[i] = 2 x[i] for 32 n numbers. */
__global__ void hand_on(const double *x, double *y, int n);

/** One warp, through shared memory by copies: y[i] = x[n-1-i] for n <= 64 numbers, 0 up to 64. Two numbers at a time if
    `pairs`, n even then. Dynamic shared: 64 doubles. */
__global__ void reverse_by_copies(const double *x, double *y, int n, int pairs);

/** y[i] = a x[i] + y[i] for n numbers. */
__global__ void add_scaled(int n, double a, const double *x, double *y);

/* *count -= by; is it above 0? For one thread. */
__global__ void lower_and_ask(cudaGraphConditionalHandle handle, int by, int *count);

#endif

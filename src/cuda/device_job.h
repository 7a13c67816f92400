/**
 * @file device_job.h
 * What a launch of the block executor works on. Passed to kernels by value; every pointer is one of the device.
 */
#ifndef CUDA_DEVICE_JOB_H
#define CUDA_DEVICE_JOB_H

#include <conelet/derivative.h>
#include <conelet/f32.h>

/** Scratch memory of the blocks that are resident at once. */
typedef struct device_scratch {
    unsigned char *global; /**< NULL: in shared memory, behind the team's own */
    size_t stride;         /**< bytes of one block's */
} device_scratch;

/** The arrays of one cnl_solve(). */
typedef struct device_solve_job {
    int64_t batch;
    cnl_data data;
    cnl_solution solution; /**< the user's arrays */
    double *x, *y, *s;     /**< [batch, n], [batch, m], [batch, m] the solver's own copies */
    int32_t *status;       /**< [batch] likewise */
    int32_t *rescue;       /**< [batch] problems that wait for the second pass */
    int32_t *rescue_count; /**< [1] how many; 0 before the first pass */
    const int32_t *left;   /**< [batch] 0: a kernel in floats has solved it; NULL: there was none. By warps only */
    double *kept;          /**< instances[].kept_numbers of each problem, for the derivatives; NULL: nothing is kept */
    device_scratch scratch;
} device_solve_job;

/** The arrays of one cnl_vjp() or cnl_jvp(). */
typedef struct device_derivative_job {
    int64_t batch;
    cnl_data data;
    const double *x, *y, *s; /**< the solution */
    const int32_t *status;
    cnl_cotangent cotangent; /**< vjp */
    cnl_gradient gradient;   /**< vjp */
    const double *kept;      /**< what the solve has kept; NULL: nothing */
    int32_t *left;       /**< [batch] 1: the kernels so far have left this problem to the next; NULL: there were none */
    int32_t *left_count; /**< [1] how many this kernel leaves, from 0 on; for the block executor the last one's */
    const int32_t *left_before; /**< [1] how many the kernel before has left to this one; NULL: it takes all */
    double *sums;               /**< [parts][sum_length] vjp: each team's part of the gradients of shared data */
    int64_t sum_length;         /**< numbers of P, c, A and b together */
    int first_part;             /**< of this kernel; the block executor's come last */
    cnl_data change;            /**< jvp */
    double *dx, *dy, *ds;       /**< jvp */
    int32_t *info;
    device_scratch scratch;
    double *warp_scratch; /**< of the warps that are resident at once */
} device_derivative_job;

/** The same of a cnl_vjp_f32(), as far as floats go with it. */
typedef struct device_single_vjp_job {
    int64_t batch;
    cnl_data_f32 data;
    const double *x, *y, *s; /**< the solution */
    const int32_t *status;
    cnl_cotangent_f32 cotangent;
    cnl_gradient_f32 gradient;
    const float *kept;     /**< what the solve in floats has kept */
    const int32_t *unkept; /**< [batch] 0: it has solved this problem */
    int32_t *left;         /**< [batch] as above */
    int32_t *left_count;
    double *sums; /**< as above */
    int64_t sum_length;
    int first_part;
    int32_t *info;
} device_single_vjp_job;

/* What kernels of derivatives work on, in the precision at hand. */
#ifdef SINGLE_PRECISION
typedef device_single_vjp_job derivative_job;
#else
typedef device_derivative_job derivative_job;
#endif

#endif

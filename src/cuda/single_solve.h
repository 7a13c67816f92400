/**
 * @file single_solve.h
 * The kernels of the table `singles` in instances.h: solves in floats, which go before those in doubles.
 */
#ifndef CUDA_SINGLE_SOLVE_H
#define CUDA_SINGLE_SOLVE_H

#include <conelet/f32.h>

#include "device_job.h"
#include "device_plan.h"
#include "instances.h"

/** The accuracy from which on residuals are those of pairs: DUAL_REFINE_FROM of engine/dual_refine.h. */
#define SINGLE_ROUGHLY 1e-4

/** What such a kernel works on. Passed by value; every pointer is one of the device. */
typedef struct device_single_job {
    device_solve_job solve; /**< its `data` are not read */
    cnl_data_f32 data;      /**< the user's */
    cnl_settings rough;     /**< the plan's, with the accuracy from which on residuals are those of pairs */
    float *kept;            /**< singles[].kept_numbers of each problem, for single_vjp.h; NULL: nothing is kept */
    int32_t *left;          /**< [batch] 1: not solved, for the next kernel */
} device_single_job;

/** The kernel of a row of singles. */
typedef struct single_solver {
    int (*prepare)(int *blocks_per_multiprocessor);
    int (*launch)(const device_plan *plan, const device_single_job *job, int blocks, void *stream);
} single_solver;

/** @param[in] name  a single_name */
const single_solver *single_solver_of(int name);

#endif

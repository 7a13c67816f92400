/**
 * @file kernel_rows.h
 * A kernel as it is launched for problems of some size.
 */
#ifndef TESTS_CUDA_KERNEL_ROWS_H
#define TESTS_CUDA_KERNEL_ROWS_H

#include "kernel_code.h"

typedef struct kernel_row {
    kernel_code code;
    int planned;          /**< registers that the plan reckons with; 0: it does not */
    int side;             /**< rows and variables of a problem; 0: whatever they are */
    int threads;          /**< of a block */
    size_t dynamic_bytes; /**< shared memory of a block that the launch asks for */
    int blocks;           /**< resident on a multiprocessor */
    double occupancy;     /**< share of the threads that a multiprocessor can hold */
} kernel_row;

/**
 * The launches of a kernel that the table shows: its size, or of the block executor's two sizes, as launch_plan.h plans
 * them for a device of the architecture.
 *
 * @param[out] rows  [room]
 * @return how many, or -1 with a line on stderr: a kernel of which nothing is known here, or no room
 */
int kernel_rows_make(const kernel_code *code, kernel_row *rows, int room);

#endif

/**
 * @file kernel_code.h
 * What nvcc made of a kernel, read from an object file: the machine code of each architecture lies in it as an ELF file
 * of its own, in a "fat binary".
 */
#ifndef TESTS_CUDA_KERNEL_CODE_H
#define TESTS_CUDA_KERNEL_CODE_H

#include <stddef.h>

enum { KERNEL_NAME = 48 };

typedef struct kernel_code {
    char file[KERNEL_NAME];     /**< of its source, without .cu */
    char name[KERNEL_NAME];     /**< of its function */
    char compiler[KERNEL_NAME]; /**< "V13.0.88" */
    int architecture;           /**< 90 for sm_90 */
    int registers;              /**< of a thread */
    size_t static_bytes;        /**< shared memory of a block that is not asked for at the launch */
    size_t local_bytes;         /**< memory of a thread: registers spilled, arrays that are indexed, frames of calls */
    int spills;                 /**< instructions that store or load a register for which there was no room */
    size_t code_bytes;
} kernel_code;

/**
 * Read all kernels of an object file.
 *
 * @param[out] kernels  [room]
 * @return how many; 0 also for a file without any. -1: the file cannot be read or holds something else than expected,
 * as a line on stderr says
 */
int kernel_code_read(const char *path, kernel_code *kernels, int room);

#endif

/**
 * @file library_solver.h
 * The library executor: large dense problems, by the homogeneous embedding or the routes for a definite P. Products and
 * Cholesky factors are cuBLAS's and cuSOLVER's work, for all problems that are worked on at once; everything else is
 * done by a thread block per problem.
 *
 * The iterations turn on the device: a call is one small kernel and the launch of a graph, made when the solver is; a
 * call that is being captured adds that graph's nodes to the user's. (A captured graph with such a call in it has what
 * CUDA forbids a graph with conditional nodes: it can be instantiated once at a time, and be no part of another.)
 */
#ifndef CUDA_LIBRARY_SOLVER_H
#define CUDA_LIBRARY_SOLVER_H

#include "device.h"
#include "device_job.h"
#include "device_plan.h"
#include "launch_plan.h"

typedef struct library_solver library_solver;

/** What one is made of. */
typedef struct library_parts {
    const device_plan *plan;   /**< must stay where it is */
    const struct plan *source; /**< what it was made from */
    const kernel_plan *kernel;
    unsigned char *scratch; /**< the problems' memory, kernel->scratch_bytes on the device */
    void *memory;           /**< library_bytes() on the device */
} library_parts;

/** Bytes of a problem's scratch memory; 0: the executor has not been compiled. */
size_t library_scratch(const plan *plan);

/** Is the executor there: the libraries, and a driver whose graphs have loops? @return cudaSuccess or an error; blocks
    resident per multiprocessor */
int library_prepare(enum route route, int threads, int *blocks_per_multiprocessor);

/** Bytes on the device beside the scratch memory of the problems. */
size_t library_bytes(const plan *plan, const kernel_plan *kernel);

/** Make one, to be closed in any case. @return cudaSuccess or an error */
int library_open(const cnl_context *host, const library_parts *parts, library_solver **made);
void library_close(library_solver *solver);

/** Solve a batch. @return cudaSuccess or an error */
int library_solve(const library_solver *solver, const device_solve_job *job, cudaStream_t stream);

#endif

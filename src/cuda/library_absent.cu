/* In place of the library executor, where the toolkit has no cuBLAS, no cuSOLVER or no loops in graphs (before CUDA
   12.4): blocks have its problems. */
#include "library_solver.h"

size_t library_scratch(const plan *) { return 0; }

int library_prepare(enum route, int, int *blocks_per_multiprocessor)
{
    *blocks_per_multiprocessor = 0;
    return cudaErrorNotSupported;
}

size_t library_bytes(const plan *, const kernel_plan *) { return 0; }

int library_open(const cnl_context *, const library_parts *, library_solver **made)
{
    *made = NULL;
    return cudaErrorNotSupported;
}

void library_close(library_solver *) {}

int library_solve(const library_solver *, const device_solve_job *, cudaStream_t) { return cudaErrorNotSupported; }

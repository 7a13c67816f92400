/* A module with a kernel of its own. */
#include "launch_of.h"

#include "plugin.h"

static __global__ void sum_of_block(const double *x, double *sum)
{
    __shared__ double values[64];
    __shared__ double untouched;
    values[threadIdx.x] = x[threadIdx.x];
    __syncthreads();
    if (threadIdx.x != 0) return;
    sum[0] = 0;
    for (unsigned i = 0; i < blockDim.x; i++) sum[0] += values[i];
    sum[1] = untouched;
    untouched = 1;
}

extern "C" int plugin_sum(const double *x, int n, double *sum)
{
    cudaLaunchConfig_t config = launch_of(1, static_cast<unsigned>(n));
    return cudaLaunchKernelEx(&config, sum_of_block, x, sum);
}

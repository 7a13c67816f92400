/* The kernels of cnl_vjp() and cnl_jvp(): a thread block takes one problem after another. */
#include "block_differentiate.h"
#include "kernel_launch.h"

#include "kernel_launch.h"

#include "team_block.h"

#include "block_front.h"
#include "block_front_solve.h"
#include "block_gram.h"
#include "block_product.h"
#include "block_scale.h"
#include "block_substitute.h"
#include "team_room.h"

#include "../engine/interior_point.h"
#include "../engine/primal_layout.h"

#include "block_jvp.h"
#include "block_vjp.h"

FN unsigned char *workspace_of(const device_scratch *scratch, double *shared)
{
    if (scratch->global) return scratch->global + blockIdx.x * scratch->stride;
    return (unsigned char *)shared + TEAM_BYTES;
}

/* Problems 0 ... batch - 1, or of them those that warps have left. */
FN int is_mine(const device_derivative_job *job, int64_t problem) { return job->left == NULL || job->left[problem]; }

FN int nothing_left(const device_derivative_job *job) { return job->left && *job->left_count == 0; }

static __global__ void vjp_kernel(device_plan plan, device_derivative_job job)
{
    DYNAMIC_SHARED(double, shared);
    team tm = {shared, 0};
    unsigned char *workspace = workspace_of(&job.scratch, shared);
    double *part = job.sums + (job.first_part + blockIdx.x) * job.sum_length;
    if (nothing_left(&job)) return;
    open_sums(&job, part);
    sync(&tm);
    for (int64_t problem = blockIdx.x; problem < job.batch; problem += gridDim.x) {
        if (!is_mine(&job, problem)) continue;
        block_vjp_one(&tm, &plan, &job, workspace, part, problem);
        sync(&tm);
    }
}

/* Threads of a block that sums: for each of 32 neighbouring numbers so many slices of the parts. */
enum { SUM_NUMBERS = 32, SUM_SLICES = 16, SUM_BYTES = SUM_NUMBERS * SUM_SLICES * sizeof(double) };

/* out[e] = sum of the teams' parts: those of a slice in their order, then the slices. */
static __global__ void sum_kernel(device_derivative_job job, const double *sums, int blocks, int64_t count, double *out)
{
    DYNAMIC_SHARED(double, partial);
    int number = (int)threadIdx.x % SUM_NUMBERS;
    int slice = (int)threadIdx.x / SUM_NUMBERS;
    int parts = job.first_part + (nothing_left(&job) ? 0 : blocks);
    for (int64_t first = (int64_t)blockIdx.x * SUM_NUMBERS; first < count; first += (int64_t)gridDim.x * SUM_NUMBERS) {
        int64_t e = first + number;
        double sum = 0;
        for (int part = slice; part < parts && e < count; part += SUM_SLICES) sum += sums[part * job.sum_length + e];
        partial[threadIdx.x] = sum;
        __syncthreads();
        if (slice == 0 && e < count) {
            for (int other = 1; other < SUM_SLICES; other++) sum += partial[other * SUM_NUMBERS + number];
            out[e] = sum;
        }
        __syncthreads();
    }
}

static __global__ void jvp_kernel(device_plan plan, device_derivative_job job)
{
    DYNAMIC_SHARED(double, shared);
    team tm = {shared, 0};
    unsigned char *workspace = workspace_of(&job.scratch, shared);
    if (nothing_left(&job)) return;
    for (int64_t problem = blockIdx.x; problem < job.batch; problem += gridDim.x) {
        if (!is_mine(&job, problem)) continue;
        block_jvp_one(&tm, &plan, &job, workspace, problem);
        sync(&tm);
    }
}

size_t block_differentiate_workspace(const plan *plan)
{
    arena memory = {NULL, 0};
    block_derivative v;
    return block_derivative_layout(&memory, plan->structure, plan->sparse, &v);
}

int block_differentiate_prepare(size_t shared_bytes, int threads, int *blocks_per_multiprocessor)
{
    int of_vjp = 0;
    int of_jvp = 0;
    int of_sums = 0;
    int failed = kernel_prepare(vjp_kernel, threads, shared_bytes, &of_vjp);
    if (failed == cudaSuccess) failed = kernel_prepare(jvp_kernel, threads, shared_bytes, &of_jvp);
    /* Asked for nothing but to be loaded: older drivers cannot do that while a graph is captured. */
    if (failed == cudaSuccess) failed = kernel_prepare(sum_kernel, SUM_NUMBERS * SUM_SLICES, SUM_BYTES, &of_sums);
    *blocks_per_multiprocessor = of_vjp < of_jvp ? of_vjp : of_jvp;
    return failed;
}

static cudaLaunchConfig_t config_of(const block_launch *launch)
{
    return kernel_config(launch->blocks, launch->threads, launch->shared_bytes, launch->stream);
}

/* The sum of one shared datum's gradient, if it is shared and wanted. */
static int sum_shared(const device_derivative_job *job, const block_launch *launch, int64_t start, int64_t count,
                      int64_t stride, double *out)
{
    if (stride != 0 || out == NULL || count == 0) return cudaSuccess;
    int64_t wanted = (count + SUM_NUMBERS - 1) / SUM_NUMBERS;
    cudaLaunchConfig_t config =
        kernel_config(wanted < 256 ? (int)wanted : 256, SUM_NUMBERS * SUM_SLICES, SUM_BYTES, launch->stream);
    const double *sums = job->sums + start;
    return (int)cudaLaunchKernelEx(&config, sum_kernel, *job, sums, launch->blocks, count, out);
}

int block_vjp_launch(const device_plan *plan, const device_derivative_job *job, const block_launch *launch)
{
    const structure *shape = &plan->shape;
    const cnl_data *data = &job->data;
    cudaLaunchConfig_t config = config_of(launch);
    int failed = (int)cudaLaunchKernelEx(&config, vjp_kernel, *plan, *job);
    int64_t start = 0;
    if (failed == cudaSuccess)
        failed = sum_shared(job, launch, start, shape->P.count, data->P_stride, job->gradient.dP);
    start += shape->P.count;
    if (failed == cudaSuccess) failed = sum_shared(job, launch, start, shape->n, data->c_stride, job->gradient.dc);
    start += shape->n;
    if (failed == cudaSuccess)
        failed = sum_shared(job, launch, start, shape->A.count, data->A_stride, job->gradient.dA);
    start += shape->A.count;
    if (failed == cudaSuccess) failed = sum_shared(job, launch, start, shape->m, data->b_stride, job->gradient.db);
    return failed;
}

int block_jvp_launch(const device_plan *plan, const device_derivative_job *job, const block_launch *launch)
{
    cudaLaunchConfig_t config = config_of(launch);
    return (int)cudaLaunchKernelEx(&config, jvp_kernel, *plan, *job);
}

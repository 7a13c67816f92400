/* The thread executor for problems of at most THREAD_SIDE rows and variables: each lane of a warp has one.
   The file that includes this defines THREAD_SIDE, WARPS (of a block), BLOCKS (of a multiprocessor), THREAD_NAME
   and THREAD_INSTANCE, its row of instances.h. */
#include "kernel_launch.h"
#include "warp_solve.h"

#include "team_thread.h"

#include "thread_dual.h"

#include "../engine/dual_interior_point.h"
#include "../engine/verify.h"

#include "team_store.h"

/* The products of the answer with the user's matrices, and the judgement on them. */
FN mask thread_verify(team *tm, dual *v, const cnl_settings *set, outcome *out)
{
    const cnl_data *data = v->data;
    real Ax[SIDE];
    stage_matrix(&v->at, data->A, data->A_stride, v->m, v->n);
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        stage_fence();
        Ax[i] = zero();
        UNROLL for (int k = 0; k < SIDE; k++) Ax[i] = muladd(staged(&v->at, i, k), v->x[k], Ax[i]);
    }
    claim answer = {v->n,
                    v->m,
                    data->c + v->problem * data->c_stride,
                    data->b + v->problem * data->b_stride,
                    v->x,
                    v->y,
                    v->s,
                    v->Px,
                    v->Aty,
                    Ax};
    return verify(tm, &answer, set, out);
}

/* Lanes without a problem have matrices of zeros, which end at once, and store nothing. */
static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) solve_kernel(device_plan plan, device_solve_job job)
{
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    int lane = (int)threadIdx.x % 32;
    int warp = (int)threadIdx.x / 32;
    double *own = shared + warp * STAGE_NUMBERS + lane;
    int64_t step = (int64_t)gridDim.x * WARPS * 32;
    for (int64_t first = ((int64_t)blockIdx.x * WARPS + warp) * 32; first < job.batch; first += step) {
        int live = lanes_with_problems(job.batch - first);
        int has_own = lane < live;
        dual v = {};
        v.n = plan.shape.n;
        v.m = plan.shape.m;
        v.z = plan.shape.z;
        v.data = &job.data;
        v.at = {own, first, live, lanes_with_problems(job.batch - first - step), first + step};
        v.kept = job.kept ? kept_of(job.kept, first) : NULL;
        v.problem = first + (has_own ? lane : live - 1);
        outcome out = outcome_open();
        dual_interior_point(&tm, &v, &plan.settings, &out);
        out.solved &= thread_verify(&tm, &v, &plan.settings, &out);
        if (!has_own) continue;
        int32_t status = store_answer(&plan, &job, v.problem, &out, v.x, v.y, v.s);
        if (status == CNL_NUMERICAL_ERROR) store_open(&job, v.problem);
    }
}

constexpr size_t SHARED_BYTES = (size_t)WARPS * STAGE_NUMBERS * sizeof(double);
INSTANCE_IS(THREAD_INSTANCE, SIDE, 32 * WARPS, 32 * WARPS, SHARED_BYTES, 0, KEPT_NUMBERS);

static int prepare(int *blocks_per_multiprocessor)
{
    return kernel_prepare(solve_kernel, 32 * WARPS, SHARED_BYTES, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_solve_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, solve_kernel, *plan, *job);
}

extern const warp_solver THREAD_NAME;
const warp_solver THREAD_NAME = {prepare, launch};

/* The derivatives by warps, for problems of at most 8 WARP_TILES variables: a warp takes one after another.
   The file that includes this defines WARP_TILES, WARPS (of a block), BLOCKS (of a multiprocessor),
   WARP_INSTANCE and WARP_NAME. */
#include "kernel_launch.h"
#include "warp_differentiate.h"

#include "warp_turns.h"

#include "../engine/derivative_rows.h"
#include "warp_active.h"

#include "../engine/dual_derivative.h"

#include "warp_factored.h"

#include "warp_jvp.h"
#include "warp_vjp.h"

FN void warp_open(team *tm, const device_plan *plan, const device_derivative_job *job, double *shared,
                  warp_derivative *v)
{
    double *own = shared + threadIdx.x / WARP * DERIVATIVE_SHARED;
    double *far = job->warp_scratch + warp_slot() * ACTIVE_FAR;
    dual_derivative_place(&v->system, own, far);
    warp_derivative_place(&plan->shape, own, v);
    each (e, DERIVATIVE_SHARED) own[e] = zero();
    sync(tm);
}

static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) vjp_kernel(device_plan plan, device_derivative_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    warp_derivative v;
    warp_open(&tm, &plan, &job, shared, &v);
    double *part = job.sums + (job.first_part + warp_slot()) * job.sum_length;
    open_sums(&job, part);
    sync(&tm);
    if (job.left_before && *job.left_before == 0) return;
    for (int64_t problem = warp_slot(); problem < job.batch; problem += warp_step()) {
        int done = 0;
        int is_done = job.left_before && !job.left[problem];
        sync(&tm); /* all lanes have read what one will write */
        if (is_done) continue;
        if (has_solution(&job, problem)) {
            done = is_solved(&job, problem) && warp_vjp_find(&tm, &plan, &job, problem, &v);
            if (done) warp_vjp_store(&plan, &job, problem, part, &v);
        } else {
            store_info(&job, problem, 0, none(), none());
            store_no_gradients(&plan.shape, &job, problem);
            done = 1;
        }
        leave_problem(&job, problem, !done);
        sync(&tm);
    }
#endif
}

static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) jvp_kernel(device_plan plan, device_derivative_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    warp_derivative v;
    warp_open(&tm, &plan, &job, shared, &v);
    for (int64_t problem = warp_slot(); problem < job.batch; problem += warp_step()) {
        int done = 0;
        if (has_solution(&job, problem)) {
            done = is_solved(&job, problem) && warp_jvp_one(&tm, &plan, &job, problem, &v);
        } else {
            warp_jvp_nothing(&job, problem, &v);
            done = 1;
        }
        leave_problem(&job, problem, !done);
        sync(&tm);
    }
#endif
}

constexpr size_t SHARED_BYTES = (size_t)WARPS * DERIVATIVE_SHARED * sizeof(double);
DIFFERENTIATOR_IS(WARP_INSTANCE, SIDE, ROWS, WARPS, 32 * WARPS, SHARED_BYTES, ACTIVE_FAR * sizeof(double));

static int prepare(int *blocks_per_multiprocessor)
{
    int of_jvp = 0;
    int answer = kernel_prepare(vjp_kernel, 32 * WARPS, SHARED_BYTES, blocks_per_multiprocessor);
    if (answer == cudaSuccess) answer = kernel_prepare(jvp_kernel, 32 * WARPS, SHARED_BYTES, &of_jvp);
    if (of_jvp < *blocks_per_multiprocessor) *blocks_per_multiprocessor = of_jvp;
    return answer;
}

static int launch_vjp(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, vjp_kernel, *plan, *job);
}

static int launch_jvp(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, jvp_kernel, *plan, *job);
}

extern const warp_differentiator WARP_NAME;
const warp_differentiator WARP_NAME = {prepare, launch_vjp, launch_jvp};

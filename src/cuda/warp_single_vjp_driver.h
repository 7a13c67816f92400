/* The adjoint derivatives by warps of floats from what the solve in floats of the same size has kept: a warp takes one
   problem after another. The file that includes this defines WARP_TILES, WARPS (of a block), BLOCKS (of a
   multiprocessor), SINGLE_INSTANCE, its row of singles in instances.h, and SINGLE_VJP_NAME. */
#define SINGLE_PRECISION
#include "kernel_launch.h"
#include "single_vjp.h"

#include "warp_turns.h"

#include "../engine/derivative_rows.h"
#include "kept_active.h"

#include "kept_factored.h"

#include "warp_single_vjp.h"

#include "kept_problem.h"

constexpr int CORRECTION_VECTORS = 4;
constexpr int SINGLE_VJP_SHARED = DERIVATIVE_SHARED + CORRECTION_VECTORS * SIDE;

FN void single_correction_place(real *shared, single_correction *by)
{
    real **of[CORRECTION_VECTORS] = {&by->f, &by->g, &by->w, &by->zeros};
    UNROLL for (int k = 0; k < CORRECTION_VECTORS; k++) * of[k] = shared + k * SIDE;
}

static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) vjp_kernel(device_plan plan, device_single_vjp_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(float, shared);
    team tm = {0};
    warp_derivative v;
    single_correction by;
    float *own = shared + threadIdx.x / WARP * SINGLE_VJP_SHARED;
    dual_derivative_place(&v.system, own);
    v.system.corrections = 0; /* answers are corrected here */
    warp_derivative_place(&plan.shape, own, &v);
    single_correction_place(own + DERIVATIVE_SHARED, &by);
    each (e, SINGLE_VJP_SHARED) own[e] = zero();
    double *part = job.sums + (job.first_part + warp_slot()) * job.sum_length;
    open_sums(&job, part);
    sync(&tm);
    kept_look(&job, warp_slot(), &v.system.ahead);
    kept_read(&job, warp_slot(), warp_slot() + warp_step(), &v);
    for (int64_t problem = warp_slot(); problem < job.batch; problem += warp_step()) {
        int found = single_vjp_find(&tm, &plan, &job, problem, &v, &by);
        kept_read(&job, problem + warp_step(), problem + 2 * warp_step(), &v);
        if (found) warp_vjp_store(&plan, &job, problem, part, &v);
        leave_problem(&job, problem, !found);
        sync(&tm);
    }
#endif
}

constexpr size_t SHARED_BYTES = (size_t)WARPS * SINGLE_VJP_SHARED * sizeof(float);
static_assert(single_adjoints[SINGLE_INSTANCE].problems == WARPS &&
                  single_adjoints[SINGLE_INSTANCE].threads == 32 * WARPS &&
                  single_adjoints[SINGLE_INSTANCE].shared_bytes == (int)SHARED_BYTES &&
                  single_adjoints[SINGLE_INSTANCE].parts == WARPS &&
                  singles[SINGLE_INSTANCE].kept_numbers == KEPT_NUMBERS,
              "the table of src/cuda/instances.h has other numbers");

static int prepare(int *blocks_per_multiprocessor)
{
    return kernel_prepare(vjp_kernel, 32 * WARPS, SHARED_BYTES, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_single_vjp_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, vjp_kernel, *plan, *job);
}

extern const single_vjp SINGLE_VJP_NAME;
const single_vjp SINGLE_VJP_NAME = {prepare, launch};

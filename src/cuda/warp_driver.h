/* The warp executor for problems of at most 8 WARP_TILES rows and variables: a warp takes one after another.
   The file that includes this defines WARP_TILES, WARPS (of a block), BLOCKS (of a multiprocessor), WARP_NAME and
   WARP_INSTANCE, its row of instances.h. */
#include "kernel_launch.h"
#include "warp_solve.h"

#include "warp_turns.h"

#include "warp_pivot.h"

#include "../engine/dual_interior_point.h"
#include "../engine/verify.h"

#include "team_store.h"

/* The products of the answer with the user's matrices, and the judgement on them. */
FN mask warp_verify(team *tm, const dual *v, const cnl_settings *set, outcome *out)
{
    real *Px = v->ray;
    real *Aty = v->target; /* by dual_recover_x() */
    real *Ax = v->ds;
    tile8 x[TILES];
    UNROLL for (int J = 0; J < TILES; J++) x[J] = tile_vector(v->x + TILE_SIDE * J);
    symmetric_times(v->P, v->n, v->x, x, Px);
    matrix_times(v->A, v->m, v->n, x, Ax);
    sync(tm);
    claim answer = {v->n, v->m, v->c, v->b, v->x, v->y, v->s, Px, Aty, Ax};
    return verify(tm, &answer, set, out);
}

FN int32_t warp_solve_one(team *tm, const device_plan *plan, const device_solve_job *job, double *shared,
                          double *global, int64_t problem)
{
    dual v = {};
    dual_take(&v, plan, &job->data, job->kept, problem);
    dual_place(&v, shared, global);
    outcome out = outcome_open();
    dual_interior_point(tm, &v, &plan->settings, &out);
    if (!some(v.readable)) {
        store_refusal(plan, job, problem);
        return CNL_INVALID_DATA;
    }
    out.solved &= warp_verify(tm, &v, &plan->settings, &out);
    int32_t status = store_answer(plan, job, problem, &out, v.x, v.y, v.s);
    if (v.record && team_leads()) *kept_active(v.record) = status == CNL_SOLVED ? v.kept : -1;
    return status;
}

static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) solve_kernel(device_plan plan, device_solve_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    int warp = (int)threadIdx.x / WARP;
    double *global = (double *)job.scratch.global + warp_slot() * DUAL_GLOBAL;
    for (int64_t problem = warp_slot(); problem < job.batch; problem += warp_step()) {
        if (job.left && !job.left[problem]) continue;
        int32_t status = warp_solve_one(&tm, &plan, &job, shared + warp * DUAL_SHARED, global, problem);
        if (status == CNL_NUMERICAL_ERROR) store_open(&job, problem);
        sync(&tm);
    }
#endif
}

constexpr size_t SHARED_BYTES = (size_t)WARPS * DUAL_SHARED * sizeof(double);
INSTANCE_IS(WARP_INSTANCE, SIDE, WARPS, 32 * WARPS, SHARED_BYTES, DUAL_GLOBAL * sizeof(double), KEPT_NUMBERS);

static int prepare(int *blocks_per_multiprocessor)
{
    return kernel_prepare(solve_kernel, 32 * WARPS, SHARED_BYTES, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_solve_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, solve_kernel, *plan, *job);
}

extern const warp_solver WARP_NAME;
const warp_solver WARP_NAME = {prepare, launch};

/* The block executor with a pivot warp, for problems of at most 8 CREW_TILES rows and variables: a thread block, a crew
   (crew_team.h), takes one after another. The file that includes this defines CREW_TILES, BLOCKS (of a multiprocessor),
   CREW_NAME and CREW_INSTANCE. */
#include "kernel_launch.h"
#include "warp_solve.h"

#include "crew_tasks.h"

#include "crew_dual.h"

#include "../engine/dual_interior_point.h"
#include "../engine/verify.h"

#include "team_store.h"

/* The products of the answer with the user's matrices, and the judgement on them. */
FN mask crew_verify(team *tm, const dual *v, const cnl_settings *set, outcome *out)
{
    dual_have_done(v, CREW_MULTIPLY_P, v->x, v->ray);
    dual_have_done(v, CREW_MULTIPLY_A, v->x, v->ds);
    claim answer = {v->n, v->m, v->c, v->b, v->x, v->y, v->s, v->ray, v->target, v->ds};
    return verify(tm, &answer, set, out);
}

/* The data are looked at on their way: those of P and A by whoever loads them. */
FN mask crew_data_are_finite(team *tm, const dual *v)
{
    const crew_order *order = crew_order_in(v->shared);
    mask finite = load_is_finite(v->c, v->n) & load_is_finite(v->b, v->m);
    for (int warp = 0; warp < CREW_WARPS; warp++) finite &= -(mask)!order->infinite[warp];
    return ~team_any(tm, ~finite);
}

FN void crew_lead(const device_plan *plan, const device_solve_job *job, const crew_problem *all, double *shared,
                  int64_t problem)
{
    team tm = {0};
    dual v = {};
    v.n = all->n;
    v.m = all->m;
    v.z = plan->shape.z;
    v.c = job->data.c + problem * job->data.c_stride;
    v.b = job->data.b + problem * job->data.b_stride;
    v.P = all->P;
    v.G = all->G;
    v.all = all;
    dual_place(&v, shared);
    crew_order *order = crew_order_in(shared);
    each (warp, CREW_WARPS) order->infinite[warp] = 0;
    if (team_leads()) order->panels = TILES;
    outcome out = outcome_open();
    int32_t status = CNL_INVALID_DATA;
    dual_interior_point(&tm, &v, &plan->settings, &out);
    out.solved &= crew_verify(&tm, &v, &plan->settings, &out);
    if (crew_data_are_finite(&tm, &v)) {
        status = store_answer(plan, job, problem, &out, v.x, v.y, v.s);
        if (status == CNL_NUMERICAL_ERROR) store_open(job, problem);
    } else {
        store_refusal(plan, job, problem);
    }
    if (status != CNL_SOLVED && team_leads()) all->made[CREW_KEPT_LEAST] = 0;
    crew_give(shared, CREW_DONE, v.x, v.x);
    crew_meet();
}

/* Of the block. */
FN double *crew_scratch(const device_solve_job *job)
{
    return (double *)job->scratch.global + (int64_t)blockIdx.x * CREW_GLOBAL;
}

static __global__ void __launch_bounds__(CREW_THREADS, BLOCKS) solve_kernel(device_plan plan, device_solve_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(double, shared);
    crew_problem all;
    all.n = plan.shape.n;
    all.m = plan.shape.m;
    all.G = crew_scratch(&job) + CREW_KEPT;
    for (int64_t problem = blockIdx.x; problem < job.batch; problem += gridDim.x) {
        all.P = job.data.P + problem * job.data.P_stride;
        all.A = job.data.A + problem * job.data.A_stride;
        all.kept = all.made = job.kept ? job.kept + problem * CREW_KEPT : crew_scratch(&job);
        if (crew_leads())
            crew_lead(&plan, &job, &all, shared, problem);
        else
            crew_serve(&all, shared);
    }
#endif
}

constexpr size_t SHARED_BYTES = (size_t)CREW_SHARED * sizeof(double);
INSTANCE_IS(CREW_INSTANCE, SIDE, 1, CREW_THREADS, SHARED_BYTES, CREW_GLOBAL * sizeof(double), CREW_KEPT);

static int prepare(int *blocks_per_multiprocessor)
{
    return kernel_prepare(solve_kernel, CREW_THREADS, SHARED_BYTES, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_solve_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, CREW_THREADS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, solve_kernel, *plan, *job);
}

extern const warp_solver CREW_NAME;
const warp_solver CREW_NAME = {prepare, launch};

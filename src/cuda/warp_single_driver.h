/* The warp executor on floats, for problems of at most 8 WARP_TILES rows and variables where doubles are slow: the dual
   method to a rough answer, corrected in pairs of floats (warp_refine.h). A problem that they do not solve is left to
   the executor of doubles, infeasible ones among them. The file that includes this defines WARP_TILES, WARPS (of a
   block), BLOCKS (of a multiprocessor), SINGLE_NAME and SINGLE_INSTANCE, its row of singles in instances.h. */
#define SINGLE_PRECISION
#include "kernel_launch.h"
#include "single_solve.h"

#include "warp_turns.h"

#include "warp_pivot.h"

#include "warp_refine.h"

#include "../engine/dual_refine.h"

#include "team_store.h"

constexpr int REFINED_VECTORS = 5;
constexpr int SINGLE_SHARED = DUAL_SHARED + REFINED_VECTORS * SIDE;

/* A warp's shared and global memory: SINGLE_SHARED and DUAL_GLOBAL numbers. */
FN void single_place(dual *v, real *shared, real *global)
{
    dual_place(v, shared, global);
    real *vectors = shared + DUAL_SHARED;
    real **of[REFINED_VECTORS] = {&v->u, &v->answer.x, &v->answer.x_low, &v->answer.y_low, &v->answer.s_low};
    UNROLL for (int k = 0; k < REFINED_VECTORS; k++) * of[k] = vectors + k * SIDE;
}

/* The rough answer, made one that meets the tolerances. */
FN mask single_refine(team *tm, dual *v, const cnl_settings *set, outcome *out)
{
    refine_open(tm, v);
    real last_gap = splat(INFINITY);
    for (int pass = 0;; pass++) {
        mask solved = refine_judge(tm, v, set, out);
        if (some(solved) || pass == DUAL_REFINEMENTS) return solved;
        if (some(v->exchanged)) {
            dual_refine_active(tm, v);
        } else {
            if (out->iterations >= (real)set->max_iterations) return solved;
            out->iterations += 1;
            dual_refine_direction(tm, v, set, none(), &last_gap);
        }
        refine_advance(tm, v);
    }
}

/* Whether in each row either s or y is far from 0, by the factor of the active rows: then that is a derivative's too.
 */
FN mask single_is_strict(team *tm, const dual *v)
{
    mask borders = none();
    each_from (i, v->z, v->m) {
        real of_wrong_side = pick(less(splat(0.5), v->ds[i]), v->s[i], v->y[i]);
        real of_right_side = pick(less(splat(0.5), v->ds[i]), v->y[i], v->s[i]);
        borders |= ~less(of_wrong_side, splat(DERIVATIVE_DEGENERATE) * of_right_side);
    }
    return ~team_any(tm, borders);
}

/* Returns whether the problem is left to doubles. */
FN int single_solve_one(team *tm, const device_plan *plan, const device_single_job *job, real *shared, real *global,
                        int64_t problem)
{
    dual v = {};
    dual_take(&v, plan, &job->data, job->kept, problem);
    single_place(&v, shared, global);
    outcome out = outcome_open();
    dual_interior_point(tm, &v, &job->rough, &out);
    if (!some(v.readable)) {
        store_refusal(plan, &job->solve, problem);
        return 0;
    }
    if (some(out.solved)) out.solved = single_refine(tm, &v, &plan->settings, &out);
    if (!some(out.solved)) return 1;
    store_answer(plan, &job->solve, problem, &out, v.answer.x, v.y, v.s);
    int keeps = v.record && v.kept >= 0 && some(single_is_strict(tm, &v));
    if (v.record && team_leads()) *kept_active(v.record) = keeps ? v.kept : -1;
    return 0;
}

static __global__ void __launch_bounds__(32 * WARPS, BLOCKS) solve_kernel(device_plan plan, device_single_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(float, shared);
    team tm = {0};
    int warp = (int)threadIdx.x / WARP;
    float *global = (float *)job.solve.scratch.global + warp_slot() * DUAL_GLOBAL;
    for (int64_t problem = warp_slot(); problem < job.solve.batch; problem += warp_step()) {
        int left = single_solve_one(&tm, &plan, &job, shared + warp * SINGLE_SHARED, global, problem);
        if (team_leads()) job.left[problem] = left;
        sync(&tm);
    }
#endif
}

constexpr size_t SHARED_BYTES = (size_t)WARPS * SINGLE_SHARED * sizeof(float);
static_assert(singles[SINGLE_INSTANCE].side == SIDE && singles[SINGLE_INSTANCE].problems == WARPS &&
                  singles[SINGLE_INSTANCE].threads == 32 * WARPS &&
                  singles[SINGLE_INSTANCE].shared_bytes == (int)SHARED_BYTES &&
                  singles[SINGLE_INSTANCE].scratch_bytes == (int)(DUAL_GLOBAL * sizeof(float)) &&
                  singles[SINGLE_INSTANCE].kept_numbers == KEPT_NUMBERS,
              "the table of src/cuda/instances.h has other numbers");

static int prepare(int *blocks_per_multiprocessor)
{
    return kernel_prepare(solve_kernel, 32 * WARPS, SHARED_BYTES, blocks_per_multiprocessor);
}

static int launch(const device_plan *plan, const device_single_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, 32 * WARPS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, solve_kernel, *plan, *job);
}

extern const single_solver SINGLE_NAME;
const single_solver SINGLE_NAME = {prepare, launch};

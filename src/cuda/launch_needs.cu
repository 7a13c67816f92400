/* What a structure asks of a device. */
#include "launch_needs.h"

#include "block_differentiate.h"
#include "block_solve.h"
#include "library_solver.h"

/* A warp for each front of a level, for four of the small ones; the mean over the levels, rounded up. */
static int warps_of_fronts(const sparse_symbolic *symbolic)
{
    int64_t warps = 0;
    for (int level = 0; level < symbolic->level_count; level++) {
        int small = symbolic->level_starts[level + 1] - symbolic->level_small_starts[level];
        warps += symbolic->level_small_starts[level] - symbolic->level_starts[level] + (small + 3) / 4;
    }
    return (int)((warps + symbolic->level_count - 1) / symbolic->level_count);
}

launch_needs launch_needs_of(const plan *plan)
{
    const structure *shape = plan->structure;
    launch_needs needs = {};
    needs.n = shape->n;
    needs.m = shape->m;
    needs.has_instances =
        plan->route == ROUTE_DUAL_BY_ROWS && shape->P.layout == CNL_DENSE && shape->A.layout == CNL_DENSE;
    needs.has_differentiators = needs.has_instances && plan->settings.keep_factors;
    const cnl_settings *settings = &plan->settings;
    needs.has_singles = needs.has_instances && settings->f32 &&
                        (settings->eps_abs >= SINGLE_ACCURACY || settings->eps_rel >= SINGLE_ACCURACY);
    needs.is_definite = plan->route == ROUTE_DUAL_BY_ROWS || plan->route == ROUTE_DUAL_BY_COLUMNS;
    needs.solve_bytes = block_solve_workspace(plan);
    needs.derivative_bytes = block_differentiate_workspace(plan);
    needs.library_bytes = plan->route != ROUTE_SPARSE && shape->m > 0 ? library_scratch(plan) : 0;
    needs.is_by_columns = plan->route == ROUTE_DUAL_BY_COLUMNS;
    needs.gradient_numbers = shape->P.count + shape->n + shape->A.count + shape->m;
    if (plan->sparse) {
        needs.warps_of_fronts = warps_of_fronts(plan->sparse->symbolic);
        needs.largest_front = plan->sparse->symbolic->largest_front;
    }
    return needs;
}

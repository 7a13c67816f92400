/* What a structure asks of a device. */
#include "launch_needs.h"

#include "block_differentiate.h"
#include "block_solve.h"

launch_needs launch_needs_of(const plan *plan)
{
    const structure *shape = plan->structure;
    launch_needs needs = {};
    needs.n = shape->n;
    needs.m = shape->m;
    needs.has_instances =
        plan->route == ROUTE_DUAL_BY_ROWS && shape->P.layout == CNL_DENSE && shape->A.layout == CNL_DENSE;
    needs.has_differentiators = needs.has_instances && plan->settings.keep_factors;
    needs.is_definite = plan->route == ROUTE_DUAL_BY_ROWS || plan->route == ROUTE_DUAL_BY_COLUMNS;
    needs.solve_bytes = block_solve_workspace(plan);
    needs.derivative_bytes = block_differentiate_workspace(plan);
    needs.gradient_numbers = shape->P.count + shape->n + shape->A.count + shape->m;
    if (plan->sparse) {
        const sparse_symbolic *symbolic = plan->sparse->symbolic;
        needs.fronts_at_once = (symbolic->front_count + symbolic->level_count - 1) / symbolic->level_count;
        needs.largest_front = symbolic->largest_front;
    }
    return needs;
}

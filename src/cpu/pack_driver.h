/* The whole pack executor of one instruction set and width: engine and drivers, compiled together.
   The file that includes this defines PACK_LANES and PACK(name). */
#include "../core/arena.h"
#include "../core/executor.h"
#include "../core/plan.h"
#include "../core/structure.h"

#include "pack.h"

#include "pack_runs.h"

#include "pack_cholesky.h"
#include "pack_front.h"
#include "pack_gram.h"
#include "pack_product.h"
#include "pack_room.h"
#include "pack_scale.h"

#include "../engine/dual_setup.h"
#include "../engine/dual_system.h"

#include "../engine/derivative.h"
#include "../engine/dual_interior_point.h"
#include "../engine/dual_layout.h"
#include "../engine/dual_verify.h"
#include "../engine/interior_point.h"
#include "../engine/primal_layout.h"
#include "../engine/verify.h"

#include "pack_load.h"
#include "pack_store.h"

#include "pack_keep.h"

#include "pack_dual.h"
#include "pack_sparse.h"

#include "pack_primal.h"

#include "pack_jvp.h"
#include "pack_vjp.h"

static size_t larger_size(size_t a, size_t b) { return a > b ? a : b; }

/* The most that any operation of a plan needs. */
static size_t pack_workspace_size(const plan *plan)
{
    dual dual;
    real *scratch;
    primal primal;
    pack_derivative derivative;
    arena memory = {NULL, 0};
    size_t most = derivative_layout(&memory, plan, &derivative);
    memory = (arena){NULL, 0};
    if (plan->rescue)
        most = larger_size(most, dual_layout(&memory, cones_of(plan->structure), plan->structure->n,
                                             plan->route == ROUTE_DUAL_BY_COLUMNS, &dual, &scratch));
    memory = (arena){NULL, 0};
    return larger_size(most, pack_primal_layout(&memory, plan, plan->rescue ? ROUTE_EMBEDDING : plan->route, &primal));
}

/* Only the m x m route has something to keep. */
static size_t pack_kept_size(const plan *plan)
{
    arena memory = {NULL, 0};
    kept keep;
    return plan->route == ROUTE_DUAL_BY_ROWS && plan->settings.keep_factors
               ? kept_layout(&memory, plan->structure, &keep)
               : 0;
}

static unsigned pack_solve(const solve_job *job, route route, void *workspace, const int64_t *index, void *kept)
{
    if (route == ROUTE_DUAL_BY_ROWS || route == ROUTE_DUAL_BY_COLUMNS)
        return pack_solve_dual(job, route, workspace, index, kept);
    return pack_solve_primal(job, route, workspace, index);
}

const executor PACK(executor);
const executor PACK(executor) = {
    .name = PACK_NAME,
    .lanes = LANES,
    .tile = TILE,
    .workspace_size = pack_workspace_size,
    .kept_size = pack_kept_size,
    .solve = pack_solve,
    .vjp = pack_vjp,
    .jvp = pack_jvp,
};

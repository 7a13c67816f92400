/* The whole pack executor of one instruction set and width: engine and drivers, compiled together.
   The file that includes this defines PACK_LANES and PACK(name). */
#include "../core/arena.h"
#include "../core/executor.h"
#include "../core/plan.h"
#include "../core/structure.h"

#include "pack.h"

#include "../engine/dual_interior_point.h"
#include "../engine/interior_point.h"
#include "../engine/verify.h"

#include "pack_load.h"
#include "pack_store.h"

#include "pack_dual.h"
#include "pack_primal.h"

static size_t pack_workspace_size(const plan *plan)
{
    size_t most = 0;
    arena memory = {NULL, 0};
    dual dual;
    real *scratch;
    primal primal;
    if (plan->method == CNL_METHOD_DUAL) most = dual_layout(&memory, plan->structure, &dual, &scratch);
    if (plan->method == CNL_METHOD_DUAL && !plan->rescue) return most;
    memory = (arena){NULL, 0};
    size_t second = primal_layout(&memory, plan, plan->rescue ? CNL_METHOD_PRIMAL : plan->method, &primal);
    return second > most ? second : most;
}

static unsigned pack_solve(const solve_job *job, cnl_method method, void *workspace, const int64_t *index)
{
    if (method == CNL_METHOD_DUAL) return pack_solve_dual(job, workspace, index);
    return pack_solve_primal(job, method, workspace, index);
}

const executor PACK(executor);
const executor PACK(executor) = {
    .name = PACK_NAME,
    .lanes = LANES,
    .tile = TILE,
    .workspace_size = pack_workspace_size,
    .solve = pack_solve,
};

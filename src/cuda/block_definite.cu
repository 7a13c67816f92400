/* The block executor on the routes for a definite P: the complementarity problem, by rows or by columns. */
#include "block_solve.h"

#include "team_block.h"

#include "block_gram.h"
#include "block_product.h"
#include "block_scale.h"
#include "block_substitute.h"
#include "team_room.h"

#include "../engine/dual_setup.h"
#include "../engine/dual_system.h"

#include "../engine/dual_interior_point.h"
#include "../engine/dual_layout.h"
#include "../engine/dual_verify.h"
#include "../engine/verify.h"

#include "block_dual.h"

static size_t block_workspace(const plan *plan)
{
    arena memory = {NULL, 0};
    dual v;
    real *scratch;
    return block_dual_layout(&memory, plan->structure, plan->route, &v, &scratch);
}

FN int32_t block_solve_one(team *tm, const device_plan *plan, const device_solve_job *job, enum route route,
                           unsigned char *workspace, int64_t problem)
{
    return block_solve_dual(tm, plan, job, route, workspace, problem);
}

#define BLOCK_SOLVER block_solver_definite
#include "block_driver.h"

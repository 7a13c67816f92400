/* The block executor on the routes that take everything: the homogeneous embedding, dense or sparse. */
#include "block_solve.h"

#include "team_block.h"

#include "block_front.h"
#include "block_front_solve.h"
#include "block_gram.h"
#include "block_product.h"
#include "block_scale.h"
#include "block_substitute.h"
#include "team_room.h"

#include "../engine/interior_point.h"
#include "../engine/primal_layout.h"
#include "../engine/verify.h"

#include "block_primal.h"

static size_t block_workspace(const plan *plan)
{
    arena memory = {NULL, 0};
    primal v;
    return block_primal_layout(&memory, plan->structure, plan->sparse, &v);
}

FN int32_t block_solve_one(team *tm, const device_plan *plan, const device_solve_job *job, enum route route,
                           unsigned char *workspace, int64_t problem)
{
    return block_solve_primal(tm, plan, job, route == ROUTE_SPARSE ? plan->sparse : NULL, workspace, problem);
}

#define BLOCK_SOLVER block_solver_general
#include "block_driver.h"

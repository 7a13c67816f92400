/* The pack executor of floats of one instruction set: of the engine the dual method alone, and its corrections.
   The file that includes this defines PACK_LANES, SINGLE_PRECISION, PACK(name), and DOUBLES(name) for the names of the
   executor of doubles. */
#include "../core/arena.h"
#include "../core/executor.h"
#include "../core/plan.h"
#include "../core/structure.h"

#include "pack.h"

#include "pack_runs.h"

#include "pack_cholesky.h"
#include "pack_gram.h"
#include "pack_product.h"
#include "pack_room.h"

#include "../engine/dual_setup.h"
#include "../engine/dual_system.h"

#include "../engine/dual_layout.h"
#include "../engine/dual_refine_system.h"

#include "../engine/dual_refine.h"

#include "pack_load.h"

#include "pack_single.h"

static size_t single_workspace_size(const plan *plan)
{
    arena memory = {NULL, 0};
    single v;
    return single_layout(&memory, plan->structure, &v);
}

const single_executor PACK(executor);
const single_executor PACK(executor) = {
    .lanes = LANES,
    .workspace_size = single_workspace_size,
    .solve = single_solve,
};

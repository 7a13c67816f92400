/* Which kernel of the block executor solves. */
#include "block_solve.h"

extern const block_solver block_solver_definite, block_solver_general;

const block_solver *block_solver_of(enum route route)
{
    bool is_definite = route == ROUTE_DUAL_BY_ROWS || route == ROUTE_DUAL_BY_COLUMNS;
    return is_definite ? &block_solver_definite : &block_solver_general;
}

size_t block_solve_workspace(const plan *plan)
{
    size_t first = block_solver_of(plan->route)->workspace(plan);
    size_t second = plan->rescue ? block_solver_of(ROUTE_EMBEDDING)->workspace(plan) : 0;
    return first > second ? first : second;
}

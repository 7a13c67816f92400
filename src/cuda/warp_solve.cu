/* Which instance of the warp executor, of its smaller or of its larger brother takes a problem. */
#include "warp_solve.h"

/* With fewer problems for each multiprocessor there are not enough threads to fill it, and warps are as fast (H100,
   n = 10: 0.041 microseconds a problem by threads in a batch of 8192, 0.040 by warps in one of 4096). */
static const int64_t fewest_for_threads = 128;

extern const warp_solver thread_solver_10, warp_solver_16, warp_solver_24, warp_solver_32, warp_solver_40,
    warp_solver_48, warp_solver_56, warp_solver_64, crew_solver_80, crew_solver_104;

const warp_solver *warp_solver_for(const plan *plan, int64_t max_batch, int multiprocessors)
{
    static const warp_solver *const all[] = {&warp_solver_16, &warp_solver_24, &warp_solver_32,
                                             &warp_solver_40, &warp_solver_48, &warp_solver_56,
                                             &warp_solver_64, &crew_solver_80, &crew_solver_104};
    const structure *shape = plan->structure;
    if (plan->route != ROUTE_DUAL_BY_ROWS || shape->P.layout != CNL_DENSE || shape->A.layout != CNL_DENSE) return NULL;
    int side = shape->n > shape->m ? shape->n : shape->m;
    if (side <= thread_solver_10.side && max_batch >= fewest_for_threads * multiprocessors) return &thread_solver_10;
    for (const warp_solver *instance : all)
        if (side <= instance->side) return instance;
    return NULL;
}

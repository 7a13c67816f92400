/* The kernels of the table in instances.h. */
#include "warp_solve.h"

extern const warp_solver thread_solver_10, warp_solver_16, warp_solver_24, warp_solver_32, warp_solver_40,
    warp_solver_48, warp_solver_56, warp_solver_64, crew_solver_80, crew_solver_104;

const warp_solver *warp_solver_of(int instance)
{
    static const warp_solver *const all[INSTANCE_COUNT] = {
        &thread_solver_10, &warp_solver_16, &warp_solver_24, &warp_solver_32, &warp_solver_40,
        &warp_solver_48,   &warp_solver_56, &warp_solver_64, &crew_solver_80, &crew_solver_104,
    };
    return all[instance];
}

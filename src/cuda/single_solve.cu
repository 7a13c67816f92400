/* The kernels of the table `singles` in instances.h. */
#include "single_solve.h"

extern const single_solver warp_single_16, warp_single_24, warp_single_32, warp_single_40, warp_single_48,
    warp_single_56, warp_single_64;

const single_solver *single_solver_of(int name)
{
    static const single_solver *const all[SINGLE_COUNT] = {
        &warp_single_16, &warp_single_24, &warp_single_32, &warp_single_40,
        &warp_single_48, &warp_single_56, &warp_single_64,
    };
    return all[name];
}

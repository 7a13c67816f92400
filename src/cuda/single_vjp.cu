/* The kernels of the table `single_adjoints` in instances.h. */
#include "single_vjp.h"

extern const single_vjp warp_single_vjp_16, warp_single_vjp_24, warp_single_vjp_32, warp_single_vjp_40,
    warp_single_vjp_48, warp_single_vjp_56, warp_single_vjp_64;

const single_vjp *single_vjp_of(int name)
{
    static const single_vjp *const all[SINGLE_COUNT] = {
        &warp_single_vjp_16, &warp_single_vjp_24, &warp_single_vjp_32, &warp_single_vjp_40,
        &warp_single_vjp_48, &warp_single_vjp_56, &warp_single_vjp_64,
    };
    return all[name];
}

/* The kernels of the table of derivatives in instances.h. */
#include "warp_differentiate.h"

extern const warp_differentiator warp_differentiator_16, warp_differentiator_24, warp_differentiator_32,
    warp_differentiator_40, warp_differentiator_48, warp_differentiator_56, warp_differentiator_64,
    crew_differentiator_80, crew_differentiator_104;

const warp_differentiator *warp_differentiator_of(int instance)
{
    static const warp_differentiator *const all[DIFFERENTIATOR_COUNT] = {
        &warp_differentiator_16, &warp_differentiator_24, &warp_differentiator_32,
        &warp_differentiator_40, &warp_differentiator_48, &warp_differentiator_56,
        &warp_differentiator_64, &crew_differentiator_80, &crew_differentiator_104};
    return all[instance];
}

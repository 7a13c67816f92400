/* Which problems a warp takes, where each works on one after another: from warp_slot() on every warp_step()-th. The
   file that includes this defines WARPS (of a block). */
#ifndef CUDA_WARP_TURNS_H
#define CUDA_WARP_TURNS_H

#include "team_warp.h"

FN int64_t warp_slot(void) { return (int64_t)blockIdx.x * WARPS + threadIdx.x / WARP; }
FN int64_t warp_step(void) { return (int64_t)gridDim.x * WARPS; }

#endif

/* Products on tensor cores. */
#ifndef CUDASIM_MMA_H
#define CUDASIM_MMA_H

#include "cudasim/warp.h"

namespace cudasim
{

/** C += A B over the fragments of 32 lanes. */
void mma_m8n8k4_f64(warp_exchange *const lanes[32]);
void mma_m16n8k8_tf32(warp_exchange *const lanes[32]);

} // namespace cudasim

#endif

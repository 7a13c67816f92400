/* Device code sees these as constants; that is why this file may not include the headers that declare them so. */
#include "indices.h"

using cudasim::triple;

extern "C" {
__attribute__((visibility("default"))) extern triple threadIdx;
__attribute__((visibility("default"))) extern triple blockIdx;
__attribute__((visibility("default"))) extern triple blockDim;
__attribute__((visibility("default"))) extern triple gridDim;
__attribute__((visibility("default"))) extern int warpSize;
triple threadIdx;
triple blockIdx;
triple blockDim;
triple gridDim;
int warpSize = 32;
}

namespace cudasim
{

void set_thread_index(triple index) { threadIdx = index; }

void set_block_index(triple index) { blockIdx = index; }

void set_sizes(triple grid, triple block)
{
    gridDim = grid;
    blockDim = block;
}

} // namespace cudasim

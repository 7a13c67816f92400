/* How well a warp's accesses go together: banks of shared memory, sectors of global memory, by line of source. Counted
   only if CUDASIM_PROFILE is set, and printed at exit. */
#ifndef CUDASIM_PROFILE_H
#define CUDASIM_PROFILE_H

#include "block.h"
#include "races.h"

namespace cudasim
{

void profile_access(const memory_access &access, const cuda_thread &thread, bool shared);

/** The block is over: none of its accesses has another lane to come. */
void finish_profile_of_block();

} // namespace cudasim

#endif

#include "race_clock.h"

#include "block.h"

namespace cudasim
{

void begin_grid_of_races() {}
void begin_block_of_races(const thread_block &) {}
void end_block_of_races() {}
void pass_block_barrier_of_races() {}
void pass_warp_of_races(unsigned, unsigned) {}
void enter_named_barrier_of_races(int, unsigned) {}
void leave_named_barrier_of_races(int, const std::vector<unsigned> &) {}

} // namespace cudasim

/* What orders the accesses of threads: told by the scheduler, asked by the race checker. */
#ifndef CUDASIM_RACE_CLOCK_H
#define CUDASIM_RACE_CLOCK_H

#include <vector>

namespace cudasim
{

struct thread_block;

void begin_grid_of_races();
void begin_block_of_races(const thread_block &block);
void end_block_of_races();

/** All threads of the block have met. */
void pass_block_barrier_of_races();

/** Lanes of a warp have met in __syncwarp. Shuffles and votes order no memory. */
void pass_warp_of_races(unsigned warp, unsigned mask);

/** A thread has arrived at a named barrier; the barrier lets threads go. */
void enter_named_barrier_of_races(int id, unsigned thread);
void leave_named_barrier_of_races(int id, const std::vector<unsigned> &released);

} // namespace cudasim

#endif

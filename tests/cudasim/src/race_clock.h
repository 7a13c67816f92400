/* What orders the accesses of threads: told by the scheduler, asked by the race checker. Every meeting of threads gets
   a stamp of its own, so that an access is dated by the meeting before it. */
#ifndef CUDASIM_RACE_CLOCK_H
#define CUDASIM_RACE_CLOCK_H

#include <cstdint>
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

/** The stamp of an access now. */
std::uint32_t stamp_now();

/** The number of the run of a block, of the one that runs now and of the first one of its grid; they count up. */
std::uint32_t block_run_now();
std::uint32_t first_block_run_of_grid();

/** Whether what `earlier` did at `stamp`, in this block, happened before what `thread` does now. */
bool is_ordered(std::uint32_t stamp, unsigned earlier, unsigned thread);

} // namespace cudasim

#endif

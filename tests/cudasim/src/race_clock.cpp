#include "race_clock.h"

#include "block.h"
#include "profile.h"
#include "races.h"

#include <algorithm>

namespace cudasim
{

namespace
{

/* known[t][u]: what thread u did up to this stamp happened before what t does now. Barriers of the whole block are not
   entered there: everything up to `barrier` is ordered. Until a named barrier is used, threads learn of their own warp
   only. */
struct clocks {
    std::uint32_t block_run = 0;
    std::uint32_t first_run_of_grid = 0;
    std::uint32_t now = 1;
    std::uint32_t barrier = 0;
    std::size_t threads = 0;
    bool across_warps = false;
    std::vector<std::uint32_t> known;
    std::vector<std::uint32_t> at_barrier[thread_block::NAMED_BARRIERS];

    std::uint32_t *of(std::size_t thread) { return &known[thread * threads]; }
};

clocks clock_of_block;

void merge(std::uint32_t *into, const std::uint32_t *from, std::size_t begin, std::size_t end)
{
    for (std::size_t thread = begin; thread < end; thread++) into[thread] = std::max(into[thread], from[thread]);
}

} // namespace

void begin_grid_of_races() { clock_of_block.first_run_of_grid = clock_of_block.block_run + 1; }

void begin_block_of_races(const thread_block &block)
{
    clocks &all = clock_of_block;
    all.block_run++;
    all.now = 1;
    all.barrier = 0;
    all.threads = block.threads.size();
    all.across_warps = false;
    if (checks_races()) all.known.assign(all.threads * all.threads, 0);
    for (auto &each : all.at_barrier)
        each
            .clear();
}

void end_block_of_races()
{
    report_races();
    finish_profile_of_block();
}

void pass_block_barrier_of_races()
{
    clock_of_block.barrier = clock_of_block.now;
    clock_of_block.now++;
}

void pass_warp_of_races(unsigned warp, unsigned mask)
{
    clocks &all = clock_of_block;
    if (!checks_races()) return;
    std::size_t first = warp * 32;
    std::size_t begin = all.across_warps ? 0 : first;
    std::size_t end = all.across_warps ? all.threads : std::min(first + 32, all.threads);

    std::vector<std::uint32_t> together(all.threads, 0);
    for (std::size_t lane = 0; lane < 32; lane++) {
        if ((mask >> lane & 1) == 0) continue;
        merge(together.data(), all.of(first + lane), begin, end);
        together[first + lane] = all.now;
    }
    for (std::size_t lane = 0; lane < 32; lane++) {
        if ((mask >> lane & 1) != 0) merge(all.of(first + lane), together.data(), begin, end);
    }
    all.now++;
}

void enter_named_barrier_of_races(int id, unsigned thread)
{
    clocks &all = clock_of_block;
    if (!checks_races()) return;
    all.across_warps = true;
    std::vector<std::uint32_t> &gathered = all.at_barrier[id];
    gathered.resize(all.threads, 0);
    merge(gathered.data(), all.of(thread), 0, all.threads);
    gathered[thread] = all.now;
    all.now++;
}

void leave_named_barrier_of_races(int id, const std::vector<unsigned> &released)
{
    clocks &all = clock_of_block;
    if (!checks_races()) return;
    for (unsigned thread : released) merge(all.of(thread), all.at_barrier[id].data(), 0, all.threads);
    all.at_barrier[id].clear();
}

std::uint32_t stamp_now() { return clock_of_block.now; }

std::uint32_t block_run_now() { return clock_of_block.block_run; }

std::uint32_t first_block_run_of_grid() { return clock_of_block.first_run_of_grid; }

bool is_ordered(std::uint32_t stamp, unsigned earlier, unsigned thread)
{
    clocks &all = clock_of_block;
    return earlier == thread || stamp <= all.barrier || all.of(thread)[earlier] >= stamp;
}

} // namespace cudasim

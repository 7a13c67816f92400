#include "block.h"

#include "fibre.h"
#include "race_clock.h"
#include "ready_list.h"
#include "report.h"
#include "shared_memory.h"

#include <cstdio>

namespace cudasim
{

namespace
{

thread_block block;
ready_list ready;
cuda_thread *thread_in_charge;
const void *kernel_in_charge;
void (*entry_of_thread)();

void thread_main()
{
    entry_of_thread();
    thread_in_charge->state = thread_state::exited;
    leave_fibre();
}

void prepare_threads(triple size)
{
    unsigned count = static_cast<unsigned>(volume(size));
    block.threads.assign(count, cuda_thread());
    block.warps.assign((count + 31) / 32, warp_state());
    block.live = count;
    block.barrier = block_barrier();
    for (named_barrier &each : block.named)
        each
            = named_barrier();

    make_fibres(count);
    std::vector<unsigned> order(count);
    for (unsigned number = 0; number < count; number++) {
        cuda_thread &thread = block.threads[number];
        thread.number = number;
        thread.warp = number / 32;
        thread.lane = number % 32;
        thread.index = place_in(size, number);
        block.warps[thread.warp].exists |= 1u << thread.lane;
        order[number] = number;
        start_fibre(number, thread_main);
    }
    shuffle_list(order);
    ready.reset(count);
    for (unsigned number : order) ready.push(number);
}

void run_thread(cuda_thread *thread)
{
    thread_in_charge = thread;
    set_thread_index(thread->index);
    resume_fibre(thread->number);
    thread_in_charge = nullptr;

    if (thread->state == thread_state::exited) {
        if (!thread->copies.empty()) fail("a thread exits with copies under way: %s", describe(*thread).c_str());
        block.live--;
        block.warps[thread->warp].exited |= 1u << thread->lane;
        check_collectives_after_exit(*thread);
        complete_block_barrier();
    } else if (thread->state == thread_state::at_collective) {
        complete_collective(thread->warp, thread->mask);
    }
}

/* Nobody can run, yet some have not exited: say for what two of them wait. */
[[noreturn]] void report_deadlock()
{
    const cuda_thread *first = nullptr;
    const cuda_thread *other = nullptr;
    for (const cuda_thread &thread : block.threads) {
        if (thread.state == thread_state::exited) continue;
        if (first == nullptr) first = &thread;
        bool differs = thread.state != first->state || thread.where.line != first->where.line;
        if (differs && other == nullptr) other = &thread;
    }
    const char *waits_for = first->state == thread_state::at_barrier ? "a barrier" : "a collective of its warp";
    if (other == nullptr) {
        fail("deadlock: %u threads wait for %s that the others never reach\ncudasim:   %s", block.live, waits_for,
             describe(*first).c_str());
    }
    fail("deadlock: %u threads wait, one for %s\ncudasim:   %s\ncudasim:   %s", block.live, waits_for,
         describe(*first).c_str(), describe(*other).c_str());
}

} // namespace

thread_block &current_block() { return block; }

cuda_thread *current_thread() { return thread_in_charge; }

const void *running_kernel() { return kernel_in_charge; }

void set_running_kernel(const void *kernel) { kernel_in_charge = kernel; }

void run_block(triple size, triple index, void (*thread_entry)())
{
    entry_of_thread = thread_entry;
    block.index = index;
    set_block_index(index);
    prepare_threads(size);
    poison_shared();
    begin_block_of_races(block);

    while (block.live > 0) {
        if (ready.empty()) report_deadlock();
        run_thread(&block.threads[ready.pop()]);
    }

    end_block_of_races();
    check_shared_guards();
}

void wait_in(cuda_thread *thread, thread_state state)
{
    thread->state = state;
    suspend_fibre();
}

void wake(cuda_thread *thread)
{
    thread->state = thread_state::ready;
    ready.push(thread->number);
}

std::string describe(const cuda_thread &thread)
{
    char text[400];
    int length = std::snprintf(text, sizeof text, "block (%u,%u,%u), thread (%u,%u,%u)", block.index.x, block.index.y,
                               block.index.z, thread.index.x, thread.index.y, thread.index.z);
    if (thread.where.file != nullptr) {
        std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length), ", last seen at %s:%d",
                      thread.where.file, thread.where.line);
    }
    return text;
}

} // namespace cudasim

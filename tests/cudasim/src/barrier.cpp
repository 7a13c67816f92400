/* Barriers of a block: __syncthreads and its reductions, and the named ones of PTX. */
#include "block.h"
#include "race_clock.h"
#include "report.h"

#include <cstring>

namespace cudasim
{

namespace
{

bool same_place(place a, place b) { return a.line == b.line && (a.file == b.file || std::strcmp(a.file, b.file) == 0); }

/* All threads of a block must come to the same barrier, not just to one. */
void check_same_barrier(const cuda_thread &first, const cuda_thread &thread)
{
    if (thread.barrier == first.barrier && same_place(thread.where, first.where)) return;
    fail("divergent barrier: %s:%d, while thread (%u,%u,%u) waits at %s:%d", thread.where.file, thread.where.line,
         first.index.x, first.index.y, first.index.z, first.where.file, first.where.line);
}

int reduce_predicates(const thread_block &block, barrier_kind kind)
{
    int count = 0;
    int present = 0;
    for (const cuda_thread &thread : block.threads) {
        if (thread.state == thread_state::exited) continue;
        present++;
        count += thread.predicate != 0;
    }
    if (kind == barrier_kind::count) return count;
    if (kind == barrier_kind::all) return count == present;
    return count > 0;
}

/* Enters the barrier's books. @return whether its last thread has arrived. */
bool arrive(named_barrier *barrier, int id, int threads, place where)
{
    if (id < 1 || id >= thread_block::NAMED_BARRIERS) fail("named barrier %d: there are 1 to 15", id);
    if (threads < 32 || threads % 32 != 0) fail("named barrier %d: %d threads are not whole warps", id, threads);
    if (barrier->threads != 0 && barrier->threads != threads) {
        fail("named barrier %d: %d threads at %s:%d, but %d at %s:%d", id, threads, where.file, where.line,
             barrier->threads, barrier->where.file, barrier->where.line);
    }
    barrier->threads = threads;
    barrier->where = where;
    barrier->arrived++;
    enter_named_barrier_of_races(id, current_thread()->number);
    return barrier->arrived == threads;
}

void release(named_barrier *barrier, int id)
{
    thread_block &block = current_block();
    leave_named_barrier_of_races(id, barrier->waiting);
    for (unsigned number : barrier->waiting) {
        if (number != current_thread()->number) wake(&block.threads[number]);
    }
    *barrier = named_barrier();
}

} // namespace

int wait_for_block(barrier_kind kind, int predicate, place where)
{
    cuda_thread *self = current_thread();
    if (self == nullptr) fail("__syncthreads outside a kernel, at %s:%d", where.file, where.line);
    block_barrier &barrier = current_block().barrier;

    self->where = where;
    self->barrier = kind;
    self->predicate = predicate;
    if (barrier.arrived == 0) barrier.first = self;
    check_same_barrier(*barrier.first, *self);
    barrier.arrived++;
    self->state = thread_state::at_barrier;
    complete_block_barrier();
    wait_in(self, self->state);
    return self->barrier_result;
}

/* Threads that have exited are not waited for. */
void complete_block_barrier()
{
    thread_block &block = current_block();
    if (block.barrier.arrived == 0 || block.barrier.arrived < block.live) return;

    int result = reduce_predicates(block, block.barrier.first->barrier);
    block.barrier = block_barrier();
    pass_block_barrier_of_races();
    for (cuda_thread &thread : block.threads) {
        if (thread.state != thread_state::at_barrier || thread.barrier == barrier_kind::named) continue;
        thread.barrier_result = result;
        wake(&thread);
    }
}

void named_barrier_sync(int id, int threads, place where)
{
    cuda_thread *self = current_thread();
    named_barrier *barrier = &current_block().named[id & 15];
    self->where = where;
    self->barrier = barrier_kind::named;
    bool complete = arrive(barrier, id, threads, where);
    barrier->waiting.push_back(self->number);
    if (complete) {
        release(barrier, id);
    } else {
        wait_in(self, thread_state::at_barrier);
    }
}

void named_barrier_arrive(int id, int threads, place where)
{
    named_barrier *barrier = &current_block().named[id & 15];
    current_thread()->where = where;
    if (arrive(barrier, id, threads, where)) release(barrier, id);
}

} // namespace cudasim

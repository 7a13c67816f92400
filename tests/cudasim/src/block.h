/* The thread block that runs, and its threads. */
#ifndef CUDASIM_BLOCK_H
#define CUDASIM_BLOCK_H

#include "indices.h"

#include <string>
#include <vector>

#include "cudasim/barrier.h"
#include "cudasim/place.h"
#include "cudasim/warp.h"

namespace cudasim
{

enum class thread_state { ready, at_barrier, at_collective, exited };

/* To shared memory, under way. */
struct later_copy {
    void *shared;
    const void *from;
    std::size_t bytes;
    std::size_t given; /* the others become 0 */
    const void *code;  /* that asked for it */
};

struct cuda_thread {
    unsigned number = 0; /* in its block, x running fastest */
    unsigned warp = 0;
    unsigned lane = 0;
    triple index = {0, 0, 0};
    thread_state state = thread_state::ready;

    /* What it waits for, and where. */
    place where = {nullptr, 0};
    barrier_kind barrier = barrier_kind::plain;
    int predicate = 0;
    int barrier_result = 0;
    warp_operation operation = warp_operation::sync;
    unsigned mask = 0;
    warp_exchange *exchange = nullptr;

    std::vector<later_copy> copies;
};

/* Bits say which lanes. */
struct warp_state {
    unsigned exists = 0;
    unsigned exited = 0;
    unsigned waiting = 0; /* in a collective */
};

struct block_barrier {
    unsigned arrived = 0;
    const cuda_thread *first = nullptr;
};

struct named_barrier {
    int threads = 0; /* how many it waits for; 0: nobody has arrived */
    int arrived = 0;
    place where = {nullptr, 0};
    std::vector<unsigned> waiting; /* those to be woken */
};

struct thread_block {
    enum { NAMED_BARRIERS = 16 };

    triple index = {0, 0, 0};
    std::vector<cuda_thread> threads;
    std::vector<warp_state> warps;
    unsigned live = 0;
    block_barrier barrier;
    named_barrier named[NAMED_BARRIERS];
};

/** The block that runs. Valid while a kernel does. */
thread_block &current_block();

/** The thread that runs; null in host code and between threads. */
cuda_thread *current_thread();

/** The kernel that runs; null in host code. */
const void *running_kernel();
void set_running_kernel(const void *kernel);

/** Runs one block from its first thread's start to its last one's exit. */
void run_block(triple size, triple index, void (*thread_entry)());

/** Lets the thread wait in `state` until someone calls `wake`. */
void wait_in(cuda_thread *thread, thread_state state);
void wake(cuda_thread *thread);

/** Called when a thread has arrived or exited: let those go on whose wait is over. */
void complete_block_barrier();
void complete_collective(unsigned warp, unsigned mask);
void check_collectives_after_exit(const cuda_thread &exited);

/** "block (0,0,0), thread (1,0,0), last seen at file:line". */
std::string describe(const cuda_thread &thread);

} // namespace cudasim

#endif

/* Streams: what was asked for waits in queues, and runs late, in any order that streams and events allow. */
#ifndef CUDASIM_STREAM_H
#define CUDASIM_STREAM_H

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>

#include "cudasim/api.h"

namespace cudasim
{

struct capture; /* capture.h */

/** What an event is to those that wait for it: which of its records have happened. */
struct event_progress {
    std::uint64_t recorded = 0;
    std::uint64_t completed = 0;
    double milliseconds = 0; /* when the last one completed */
};

struct operation {
    std::function<void()> run;
    std::uint64_t sequence = 0; /* in the order in which the host asked */
    std::shared_ptr<event_progress> awaited;
    std::uint64_t awaited_record = 0;
};

} // namespace cudasim

struct CUstream_st {
    int device = 0;
    bool waits_for_legacy = true; /* and the legacy stream for it */
    bool destroyed = false;
    std::deque<cudasim::operation> queue;
    std::shared_ptr<cudasim::capture> capture;
};

namespace cudasim
{

/** The stream of a handle; null if there is none. 0 is the legacy stream of the current device. */
cudaStream_t find_stream(cudaStream_t handle);

/** Adds to the stream's queue, or to the graph that it captures. */
cudaError_t enqueue(cudaStream_t handle, std::function<void()> run);

/** Adds an operation that runs once the event's record has completed. */
void enqueue_wait(cudaStream_t stream, std::shared_ptr<event_progress> event, std::uint64_t record);

/** Runs one operation of any stream. @return whether there was one. */
bool run_one_operation();

/** Runs operations until the stream, the device, or the event has nothing left to wait for. */
void finish_stream(cudaStream_t stream);
void finish_device(int device);
void finish_event(const event_progress &event);

/** How many streams are alive. */
std::size_t live_streams();

} // namespace cudasim

#endif

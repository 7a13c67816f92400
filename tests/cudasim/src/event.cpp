#include "event.h"

#include "api_call.h"
#include "capture.h"
#include "device.h"

#include <algorithm>
#include <chrono>

namespace cudasim
{

namespace
{

std::vector<std::unique_ptr<CUevent_st>> &events()
{
    static std::vector<std::unique_ptr<CUevent_st>> all;
    return all;
}

auto find_event(cudaEvent_t event)
{
    return std::find_if(events().begin(), events().end(), [=](const auto &each) { return each.get() == event; });
}

bool is_event(cudaEvent_t event) { return find_event(event) != events().end(); }

double now_in_milliseconds()
{
    auto since_start = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::milli>(since_start).count();
}

} // namespace

std::size_t live_events() { return events().size(); }

} // namespace cudasim

using namespace cudasim;

cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned int flags)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaEventCreate");
    if (device_count() == 0) return keep(cudaErrorNoDevice);
    events().push_back(std::make_unique<CUevent_st>());
    *event = events().back().get();
    (*event)->timed = (flags & cudaEventDisableTiming) == 0;
    (*event)->progress = std::make_shared<event_progress>();
    return cudaSuccess;
}

cudaError_t cudaEventCreate(cudaEvent_t *event) { return cudaEventCreateWithFlags(event, cudaEventDefault); }

/* Whoever waits for the event keeps its progress. */
cudaError_t cudaEventDestroy(cudaEvent_t event)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaEventDestroy");
    if (!is_event(event)) return keep(cudaErrorInvalidResourceHandle);
    events().erase(find_event(event));
    return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t handle)
{
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr || !is_event(event)) return keep(cudaErrorInvalidResourceHandle);
    if (stream->capture != nullptr) {
        event->capture = stream->capture;
        event->nodes = captured_tail(stream);
        return cudaSuccess;
    }
    event->capture = nullptr;
    std::shared_ptr<event_progress> progress = event->progress;
    std::uint64_t record = ++progress->recorded;
    return keep(enqueue(stream, [progress, record] {
        progress->completed = record;
        progress->milliseconds = now_in_milliseconds();
    }));
}

cudaError_t cudaStreamWaitEvent(cudaStream_t handle, cudaEvent_t event, unsigned int)
{
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr || !is_event(event)) return keep(cudaErrorInvalidResourceHandle);
    if (event->capture != nullptr) return keep(join_capture(stream, event->capture, event->nodes));
    if (stream->capture != nullptr) {
        spoil_captures();
        return keep(cudaErrorStreamCaptureIsolation);
    }
    if (event->progress->recorded > 0) enqueue_wait(stream, event->progress, event->progress->recorded);
    return cudaSuccess;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event)
{
    api_call guard(CUDASIM_SYNCHRONISATION, "cudaEventSynchronize");
    if (!is_event(event)) return keep(cudaErrorInvalidResourceHandle);
    if (event->capture != nullptr) return keep(cudaErrorCapturedEvent);
    finish_event(*event->progress);
    return cudaSuccess;
}

/* As with cudaStreamQuery, asking makes progress. */
cudaError_t cudaEventQuery(cudaEvent_t event)
{
    api_call guard;
    if (!is_event(event)) return keep(cudaErrorInvalidResourceHandle);
    if (event->capture != nullptr) return keep(cudaErrorCapturedEvent);
    if (event->progress->completed == event->progress->recorded) return cudaSuccess;
    run_one_operation();
    return cudaErrorNotReady;
}

cudaError_t cudaEventElapsedTime(float *milliseconds, cudaEvent_t start, cudaEvent_t end)
{
    api_call guard;
    if (!is_event(start) || !is_event(end)) return keep(cudaErrorInvalidResourceHandle);
    if (!start->timed || !end->timed) return keep(cudaErrorInvalidResourceHandle);
    for (cudaEvent_t event : {start, end}) {
        if (event->progress->recorded == 0) return keep(cudaErrorInvalidResourceHandle);
        if (event->progress->completed < event->progress->recorded) return keep(cudaErrorNotReady);
    }
    *milliseconds = static_cast<float>(end->progress->milliseconds - start->progress->milliseconds);
    return cudaSuccess;
}

#include "stream.h"

#include "api_call.h"
#include "capture.h"
#include "device.h"
#include "dice.h"
#include "memory.h"
#include "report.h"

#include <algorithm>
#include <map>
#include <vector>

namespace cudasim
{

namespace
{

/* A real queue holds about a thousand launches; then the host waits. */
constexpr std::size_t QUEUE_CAPACITY = 512;

struct all_streams {
    std::vector<std::unique_ptr<CUstream_st>> made;
    std::map<int, std::unique_ptr<CUstream_st>> legacy; /* by device */
    std::uint64_t sequence = 0;
};

all_streams &streams()
{
    static all_streams only;
    return only;
}

cudaStream_t legacy_stream(int device)
{
    std::unique_ptr<CUstream_st> &stream = streams().legacy[device];
    if (stream == nullptr) {
        stream = std::make_unique<CUstream_st>();
        stream->device = device;
    }
    return stream.get();
}

std::vector<cudaStream_t> every_stream()
{
    std::vector<cudaStream_t> all;
    for (auto &each : streams().legacy) all.push_back(each.second.get());
    for (auto &each : streams().made) all.push_back(each.get());
    return all;
}

bool is_legacy(cudaStream_t stream)
{
    auto found = streams().legacy.find(stream->device);
    return found != streams().legacy.end() && found->second.get() == stream;
}

bool starts_before(cudaStream_t stream, std::uint64_t sequence)
{
    return !stream->queue.empty() && stream->queue.front().sequence < sequence;
}

/* The legacy stream waits for what was asked of the others before, and they for it. */
bool legacy_allows(cudaStream_t stream)
{
    std::uint64_t sequence = stream->queue.front().sequence;
    if (!is_legacy(stream)) return !stream->waits_for_legacy || !starts_before(legacy_stream(stream->device), sequence);
    for (auto &other : streams().made) {
        if (other->device != stream->device || !other->waits_for_legacy) continue;
        if (starts_before(other.get(), sequence)) return false;
    }
    return true;
}

bool may_run(cudaStream_t stream)
{
    if (stream->queue.empty()) return false;
    const operation &next = stream->queue.front();
    if (next.awaited != nullptr && next.awaited->completed < next.awaited_record) return false;
    return legacy_allows(stream);
}

/* A stream that waits for the legacy stream cannot while it captures. */
bool capture_meets_legacy(int device)
{
    auto &made = streams().made;
    return std::any_of(made.begin(), made.end(), [=](const auto &stream) {
        return stream->capture != nullptr && stream->waits_for_legacy && stream->device == device;
    });
}

/* Streams that were destroyed live on until their work is done. */
void forget_destroyed()
{
    auto &made = streams().made;
    auto done = [](const std::unique_ptr<CUstream_st> &stream) { return stream->destroyed && stream->queue.empty(); };
    made.erase(std::remove_if(made.begin(), made.end(), done), made.end());
}

} // namespace

cudaStream_t find_stream(cudaStream_t handle)
{
    if (handle == nullptr || handle == cudaStreamLegacy) return legacy_stream(current_device());
    for (auto &each : streams().made) {
        if (each.get() == handle && !each->destroyed) return handle;
    }
    return nullptr;
}

cudaError_t enqueue(cudaStream_t handle, std::function<void()> run)
{
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return cudaErrorInvalidResourceHandle;
    bool in_body = stream->capture != nullptr && !stream->capture->owns_graph; /* it runs where its node does */
    if (!in_body) check_stream(stream);
    if (stream->capture != nullptr) return add_captured(stream, std::move(run));
    if (is_legacy(stream) && capture_meets_legacy(stream->device)) return cudaErrorStreamCaptureImplicit;

    while (stream->queue.size() >= QUEUE_CAPACITY) run_one_operation();
    operation fresh;
    fresh.run = std::move(run);
    fresh.sequence = ++streams().sequence;
    stream->queue.push_back(std::move(fresh));
    return cudaSuccess;
}

void enqueue_wait(cudaStream_t stream, std::shared_ptr<event_progress> event, std::uint64_t record)
{
    operation fresh;
    fresh.run = [] {};
    fresh.sequence = ++streams().sequence;
    fresh.awaited = std::move(event);
    fresh.awaited_record = record;
    stream->queue.push_back(std::move(fresh));
}

/* Without a seed, in the order of the host's calls. */
bool run_one_operation()
{
    std::vector<cudaStream_t> able;
    bool idle = true;
    for (cudaStream_t stream : every_stream()) {
        idle = idle && stream->queue.empty();
        if (may_run(stream)) able.push_back(stream);
    }
    if (idle) return false;
    if (able.empty()) fail("streams wait for each other");

    std::sort(able.begin(), able.end(),
              [](cudaStream_t a, cudaStream_t b) { return a->queue.front().sequence < b->queue.front().sequence; });
    cudaStream_t stream = able[roll(able.size())];
    operation next = std::move(stream->queue.front());
    stream->queue.pop_front();
    {
        device_access access(stream->device);
        next.run();
    }
    forget_destroyed();
    return true;
}

void finish_stream(cudaStream_t stream)
{
    while (!stream->queue.empty()) run_one_operation();
    device_access access(stream->device);
    check_device_guards();
}

void finish_device(int device)
{
    for (cudaStream_t stream : every_stream()) {
        if (stream->device != device) continue;
        bool alive = true;
        while (alive && !stream->queue.empty()) {
            run_one_operation();
            std::vector<cudaStream_t> left = every_stream();
            alive = std::find(left.begin(), left.end(), stream) != left.end();
        }
    }
    device_access access(device);
    check_device_guards();
}

void finish_event(const event_progress &event)
{
    while (event.completed < event.recorded) run_one_operation();
}

std::size_t live_streams()
{
    std::size_t count = 0;
    for (auto &each : streams().made) count += !each->destroyed;
    return count;
}

} // namespace cudasim

using namespace cudasim;

cudaError_t cudaStreamCreateWithPriority(cudaStream_t *stream, unsigned int flags, int)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaStreamCreate");
    if (device_count() == 0) return keep(cudaErrorNoDevice);
    if (stream == nullptr || (flags & ~static_cast<unsigned>(cudaStreamNonBlocking)) != 0) {
        return keep(cudaErrorInvalidValue);
    }
    streams().made.push_back(std::make_unique<CUstream_st>());
    *stream = streams().made.back().get();
    (*stream)->device = current_device();
    (*stream)->waits_for_legacy = flags != cudaStreamNonBlocking;
    return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned int flags)
{
    return cudaStreamCreateWithPriority(stream, flags, 0);
}

cudaError_t cudaStreamCreate(cudaStream_t *stream)
{
    return cudaStreamCreateWithPriority(stream, cudaStreamDefault, 0);
}

cudaError_t cudaStreamDestroy(cudaStream_t handle)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaStreamDestroy");
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr || is_legacy(stream)) return keep(cudaErrorInvalidResourceHandle);
    stream->destroyed = true;
    stream->capture = nullptr;
    forget_destroyed();
    return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t handle)
{
    api_call guard(CUDASIM_SYNCHRONISATION, "cudaStreamSynchronize");
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (stream->capture != nullptr || capture_forbids_waiting()) return keep(spoil_captures());
    finish_stream(stream);
    return is_to_fail(CUDASIM_SYNCHRONISATION) ? keep(cudaErrorLaunchFailure) : cudaSuccess;
}

/* Asking makes progress, so that a host which asks until it is done comes to an end. */
cudaError_t cudaStreamQuery(cudaStream_t handle)
{
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (stream->capture != nullptr || capture_forbids_waiting()) return keep(spoil_captures());
    if (stream->queue.empty()) return cudaSuccess;
    run_one_operation();
    return cudaErrorNotReady;
}

cudaError_t cudaDeviceSynchronize(void)
{
    api_call guard(CUDASIM_SYNCHRONISATION, "cudaDeviceSynchronize");
    if (device_count() == 0) return keep(cudaErrorNoDevice);
    if (capture_forbids_waiting()) return keep(spoil_captures());
    finish_device(current_device());
    return is_to_fail(CUDASIM_SYNCHRONISATION) ? keep(cudaErrorLaunchFailure) : cudaSuccess;
}

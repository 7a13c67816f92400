#include "capture.h"

#include "api_call.h"

#include <algorithm>

namespace cudasim
{

namespace
{

std::vector<std::weak_ptr<capture>> &captures()
{
    static std::vector<std::weak_ptr<capture>> all;
    return all;
}

void append_missing(std::vector<std::size_t> *list, const std::vector<std::size_t> &more)
{
    for (std::size_t node : more) {
        if (std::find(list->begin(), list->end(), node) == list->end()) list->push_back(node);
    }
}

/* Which nodes come before those in `last`, themselves included. */
std::vector<bool> all_before(const capture &whole, const std::vector<std::size_t> &last)
{
    std::vector<bool> before(whole.nodes.size(), false);
    for (std::size_t node : last) before[node] = true;
    for (std::size_t node = whole.nodes.size(); node-- > 0;) {
        if (!before[node]) continue;
        for (std::size_t earlier : whole.nodes[node].after) before[earlier] = true;
    }
    return before;
}

/* Every stream that took part must have been waited for by the first one. */
bool is_joined(capture *whole)
{
    std::vector<bool> before = all_before(*whole, whole->tails[whole->origin]);
    for (const auto &each : whole->tails) {
        for (std::size_t node : each.second) {
            if (!before[node]) return false;
        }
    }
    return true;
}

} // namespace

cudaError_t add_captured(cudaStream_t stream, std::function<void()> run)
{
    capture &whole = *stream->capture;
    if (whole.spoiled) return cudaErrorStreamCaptureInvalidated;
    std::vector<std::size_t> &tail = whole.tails[stream];
    whole.nodes.push_back(graph_node{std::move(run), tail});
    tail.assign(1, whole.nodes.size() - 1);
    return cudaSuccess;
}

std::vector<std::size_t> captured_tail(cudaStream_t stream) { return stream->capture->tails[stream]; }

cudaError_t join_capture(cudaStream_t stream, const std::shared_ptr<capture> &other,
                         const std::vector<std::size_t> &nodes)
{
    if (stream->capture != nullptr && stream->capture != other) return cudaErrorStreamCaptureMerge;
    if (other->spoiled) return cudaErrorStreamCaptureInvalidated;
    if (other->origin == nullptr) return cudaErrorCapturedEvent;
    stream->capture = other;
    append_missing(&other->tails[stream], nodes);
    return cudaSuccess;
}

bool capture_forbids_waiting()
{
    return std::any_of(captures().begin(), captures().end(), [](const std::weak_ptr<capture> &each) {
        std::shared_ptr<capture> alive = each.lock();
        return alive != nullptr && alive->origin != nullptr && !alive->relaxed;
    });
}

cudaError_t spoil_captures()
{
    for (const std::weak_ptr<capture> &each : captures()) {
        std::shared_ptr<capture> alive = each.lock();
        if (alive != nullptr) alive->spoiled = true;
    }
    return cudaErrorStreamCaptureUnsupported;
}

} // namespace cudasim

using namespace cudasim;

cudaError_t cudaStreamBeginCapture(cudaStream_t handle, cudaStreamCaptureMode mode)
{
    api_call guard;
    if (handle == nullptr || handle == cudaStreamLegacy) return keep(cudaErrorStreamCaptureUnsupported);
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (stream->capture != nullptr) return keep(cudaErrorIllegalState);
    stream->capture = std::make_shared<capture>();
    stream->capture->origin = stream;
    stream->capture->relaxed = mode == cudaStreamCaptureModeRelaxed;
    stream->capture->tails[stream] = {};
    captures().push_back(stream->capture);
    return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t handle, cudaGraph_t *graph)
{
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (stream->capture == nullptr) return keep(cudaErrorIllegalState);
    if (stream->capture->origin != stream) return keep(cudaErrorStreamCaptureUnmatched);

    std::shared_ptr<capture> whole = stream->capture;
    *graph = nullptr;
    for (const auto &each : whole->tails)
        each
            .first->capture = nullptr;
    whole->origin = nullptr;
    if (whole->spoiled) return keep(cudaErrorStreamCaptureInvalidated);
    whole->origin = stream;
    bool joined = is_joined(whole.get());
    whole->origin = nullptr;
    if (!joined) return keep(cudaErrorStreamCaptureUnjoined);
    *graph = make_graph(std::move(whole->nodes));
    return cudaSuccess;
}

cudaError_t cudaStreamIsCapturing(cudaStream_t handle, cudaStreamCaptureStatus *status)
{
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    *status = cudaStreamCaptureStatusNone;
    if (stream->capture != nullptr) *status = cudaStreamCaptureStatusActive;
    if (stream->capture != nullptr && stream->capture->spoiled) *status = cudaStreamCaptureStatusInvalidated;
    return cudaSuccess;
}

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
    std::vector<bool> before(whole.graph->nodes.size(), false);
    for (std::size_t node : last) before[node] = true;
    for (std::size_t node = whole.graph->nodes.size(); node-- > 0;) {
        if (!before[node]) continue;
        for (std::size_t earlier : whole.graph->nodes[node].after) before[earlier] = true;
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

capture::~capture()
{
    if (graph != nullptr && owns_graph) destroy_graph(graph);
}

cudaError_t add_captured(cudaStream_t stream, std::function<void()> run)
{
    capture &whole = *stream->capture;
    if (whole.spoiled) return cudaErrorStreamCaptureInvalidated;
    std::vector<std::size_t> &tail = whole.tails[stream];
    whole.graph->nodes.push_back(graph_node{std::move(run), tail, nullptr});
    tail.assign(1, whole.graph->nodes.size() - 1);
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

namespace
{

cudaError_t begin(cudaStream_t stream, cudaGraph_t graph, cudaStreamCaptureMode mode)
{
    stream->capture = std::make_shared<capture>();
    stream->capture->graph = graph != nullptr ? graph : make_graph();
    stream->capture->owns_graph = graph == nullptr;
    stream->capture->origin = stream;
    stream->capture->relaxed = mode == cudaStreamCaptureModeRelaxed;
    stream->capture->tails[stream] = {};
    captures().push_back(stream->capture);
    return cudaSuccess;
}

/* The stream, if it can begin a capture. */
cudaError_t find_free(cudaStream_t handle, cudaStream_t *stream)
{
    if (handle == nullptr || handle == cudaStreamLegacy) return cudaErrorStreamCaptureUnsupported;
    *stream = find_stream(handle);
    if (*stream == nullptr) return cudaErrorInvalidResourceHandle;
    return (*stream)->capture != nullptr ? cudaErrorIllegalState : cudaSuccess;
}

cudaStreamCaptureStatus status_of(cudaStream_t stream)
{
    if (stream->capture == nullptr) return cudaStreamCaptureStatusNone;
    return stream->capture->spoiled ? cudaStreamCaptureStatusInvalidated : cudaStreamCaptureStatusActive;
}

/* Who was in the capture is free again. Returns what became of it. */
cudaError_t end(const std::shared_ptr<capture> &whole)
{
    for (const auto &each : whole->tails)
        each
            .first->capture = nullptr;
    bool joined = whole->spoiled || is_joined(whole.get());
    whole->origin = nullptr;
    if (whole->spoiled) return cudaErrorStreamCaptureInvalidated;
    return joined ? cudaSuccess : cudaErrorStreamCaptureUnjoined;
}

} // namespace

cudaError_t cudaStreamBeginCapture(cudaStream_t handle, cudaStreamCaptureMode mode)
{
    api_call guard;
    cudaStream_t stream = nullptr;
    cudaError_t error = find_free(handle, &stream);
    if (error == cudaSuccess && is_to_fail(CUDASIM_GRAPH)) error = cudaErrorMemoryAllocation;
    return keep(error == cudaSuccess ? begin(stream, nullptr, mode) : error);
}

/* Into the body of a conditional node, or any graph that has no nodes yet. */
cudaError_t cudaStreamBeginCaptureToGraph(cudaStream_t handle, cudaGraph_t graph, const cudaGraphNode_t *,
                                          const cudaGraphEdgeData *, size_t count, cudaStreamCaptureMode mode)
{
    api_call guard;
    cudaStream_t stream = nullptr;
    cudaError_t error = find_free(handle, &stream);
    if (error != cudaSuccess) return keep(error);
    if (!is_graph(graph)) return keep(cudaErrorInvalidValue);
    if (count > 0 || !graph->nodes.empty()) return keep(cudaErrorNotSupported);
    if (is_to_fail(CUDASIM_GRAPH)) return keep(cudaErrorMemoryAllocation);
    return keep(begin(stream, graph, mode));
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
    cudaError_t error = end(whole);
    if (error == cudaSuccess && is_to_fail(CUDASIM_GRAPH)) error = cudaErrorMemoryAllocation;
    if (error != cudaSuccess) return keep(error);
    *graph = whole->graph;
    whole->graph = nullptr;
    return cudaSuccess;
}

cudaError_t cudaStreamIsCapturing(cudaStream_t handle, cudaStreamCaptureStatus *status)
{
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    *status = status_of(stream);
    return cudaSuccess;
}

cudaError_t cudaStreamGetCaptureInfo(cudaStream_t handle, cudaStreamCaptureStatus *status, unsigned long long *id,
                                     cudaGraph_t *graph, const cudaGraphNode_t **dependencies,
                                     const cudaGraphEdgeData **edges, size_t *count)
{
    static std::vector<cudaGraphNode_t> nodes; /* valid until the next call, as the driver's */
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (id != nullptr) return keep(cudaErrorNotSupported);
    *status = status_of(stream);
    if (*status != cudaStreamCaptureStatusActive) return cudaSuccess;
    if (is_to_fail(CUDASIM_GRAPH)) return keep(cudaErrorMemoryAllocation);
    nodes.clear();
    for (std::size_t node : captured_tail(stream)) nodes.push_back(node_handle(node));
    if (graph != nullptr) *graph = stream->capture->graph;
    if (dependencies != nullptr) *dependencies = nodes.data();
    if (edges != nullptr) *edges = nullptr;
    if (count != nullptr) *count = nodes.size();
    return cudaSuccess;
}

cudaError_t cudaStreamUpdateCaptureDependencies(cudaStream_t handle, cudaGraphNode_t *dependencies,
                                                const cudaGraphEdgeData *edges, size_t count, unsigned int flags)
{
    api_call guard;
    cudaStream_t stream = find_stream(handle);
    if (stream == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (stream->capture == nullptr) return keep(cudaErrorIllegalState);
    if (edges != nullptr) return keep(cudaErrorNotSupported);
    std::vector<std::size_t> numbers;
    if (!node_numbers(stream->capture->graph, dependencies, count, &numbers)) return keep(cudaErrorInvalidValue);
    if (is_to_fail(CUDASIM_GRAPH)) return keep(cudaErrorMemoryAllocation);
    std::vector<std::size_t> &tail = stream->capture->tails[stream];
    if (flags == cudaStreamSetCaptureDependencies) tail.clear();
    append_missing(&tail, numbers);
    return cudaSuccess;
}

/* The capture of streams into graphs. */
#ifndef CUDASIM_CAPTURE_H
#define CUDASIM_CAPTURE_H

#include "graph.h"
#include "stream.h"

#include <map>
#include <vector>

namespace cudasim
{

struct capture {
    capture() = default;
    capture(const capture &) = delete;
    capture &operator=(const capture &) = delete;
    ~capture(); /* one that was never ended has made nothing */

    cudaGraph_t graph = nullptr;
    bool owns_graph = true; /* not the body of a conditional node, which is there already */
    cudaStream_t origin = nullptr;
    bool spoiled = false;
    bool relaxed = false; /* others may wait and allocate meanwhile */

    /* For each stream that takes part, the nodes that its next one comes after. */
    std::map<cudaStream_t, std::vector<std::size_t>> tails;
};

/** Adds a node to the graph that the stream captures. */
cudaError_t add_captured(cudaStream_t stream, std::function<void()> run);

/** The nodes that an event recorded now stands for. */
std::vector<std::size_t> captured_tail(cudaStream_t stream);

/** The stream waits for nodes of a capture: it becomes part of it. */
cudaError_t join_capture(cudaStream_t stream, const std::shared_ptr<capture> &other,
                         const std::vector<std::size_t> &nodes);

/** @return whether some capture forbids that anyone waits for a device or allocates. */
bool capture_forbids_waiting();

/** Something was called that no capture may hold. All of them come to nothing. @return the error to say so. */
cudaError_t spoil_captures();

} // namespace cudasim

#endif

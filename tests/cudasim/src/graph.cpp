#include "graph.h"

#include "api_call.h"
#include "dice.h"
#include "stream.h"

#include <algorithm>
#include <memory>

struct CUgraph_st {
    std::vector<cudasim::graph_node> nodes;
};

struct CUgraphExec_st {
    std::shared_ptr<const std::vector<cudasim::graph_node>> nodes; /* launches outlive it */
};

namespace cudasim
{

namespace
{

std::vector<std::unique_ptr<CUgraph_st>> graphs;
std::vector<std::unique_ptr<CUgraphExec_st>> executables;

template <class T> auto find_in(std::vector<std::unique_ptr<T>> *list, const T *wanted)
{
    return std::find_if(list->begin(), list->end(), [=](const auto &each) { return each.get() == wanted; });
}

template <class T> bool is_in(std::vector<std::unique_ptr<T>> *list, const T *wanted)
{
    return find_in(list, wanted) != list->end();
}

/* In any order in which each comes after those that it must come after; without a seed, as captured. */
void run_nodes(const std::vector<graph_node> &nodes)
{
    std::vector<bool> done(nodes.size(), false);
    for (std::size_t left = nodes.size(); left > 0; left--) {
        std::vector<std::size_t> able;
        for (std::size_t node = 0; node < nodes.size(); node++) {
            auto is_done = [&](std::size_t earlier) { return done[earlier]; };
            const std::vector<std::size_t> &after = nodes[node].after;
            if (!done[node] && std::all_of(after.begin(), after.end(), is_done)) able.push_back(node);
        }
        std::size_t next = able[roll(able.size())];
        nodes[next].run();
        done[next] = true;
    }
}

} // namespace

cudaGraph_t make_graph(std::vector<graph_node> nodes)
{
    graphs.push_back(std::make_unique<CUgraph_st>());
    graphs.back()->nodes = std::move(nodes);
    return graphs.back().get();
}

std::size_t live_graphs() { return graphs.size() + executables.size(); }

} // namespace cudasim

using namespace cudasim;

/* The nodes have no handles: null asks for their number, which is all there is. */
cudaError_t cudaGraphGetNodes(cudaGraph_t graph, cudaGraphNode_t *nodes, size_t *count)
{
    api_call guard;
    if (!is_in(&graphs, graph)) return keep(cudaErrorInvalidValue);
    if (nodes != nullptr) return keep(cudaErrorNotSupported);
    *count = graph->nodes.size();
    return cudaSuccess;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t *executable, cudaGraph_t graph, unsigned long long)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaGraphInstantiate");
    if (!is_in(&graphs, graph)) return keep(cudaErrorInvalidValue);
    executables.push_back(std::make_unique<CUgraphExec_st>());
    executables.back()->nodes = std::make_shared<const std::vector<graph_node>>(graph->nodes);
    *executable = executables.back().get();
    return cudaSuccess;
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream)
{
    api_call guard;
    if (!is_in(&executables, executable)) return keep(cudaErrorInvalidValue);
    if (is_to_fail(CUDASIM_LAUNCH)) return keep(cudaErrorLaunchOutOfResources);
    auto nodes = executable->nodes;
    return keep(enqueue(stream, [nodes] { run_nodes(*nodes); }));
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaGraphExecDestroy");
    auto found = find_in(&executables, executable);
    if (found == executables.end()) return keep(cudaErrorInvalidValue);
    executables.erase(found);
    return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaGraphDestroy");
    auto found = find_in(&graphs, graph);
    if (found == graphs.end()) return keep(cudaErrorInvalidValue);
    graphs.erase(found);
    return cudaSuccess;
}

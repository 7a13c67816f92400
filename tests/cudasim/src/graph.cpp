#include "graph.h"

#include "api_call.h"
#include "dice.h"
#include "stream.h"

#include <algorithm>
#include <memory>

struct CUgraphExec_st {
    std::shared_ptr<const std::vector<cudasim::graph_node>> nodes; /* launches outlive it */
    std::vector<cudaGraphConditionalHandle> handles;
    CUgraph_st *of =
        nullptr; /* with conditional nodes: the graph, which has no other executable; null once destroyed */
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

/* The bodies of all conditional nodes, below these ones too. */
bool has_body(const std::vector<graph_node> &nodes, cudaGraph_t wanted)
{
    return std::any_of(nodes.begin(), nodes.end(), [=](const graph_node &node) {
        return node.body != nullptr && (node.body.get() == wanted || has_body(node.body->nodes, wanted));
    });
}

bool has_conditions(const CUgraph_st &graph)
{
    return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                       [](const graph_node &node) { return node.body != nullptr; });
}

} // namespace

cudaGraph_t make_graph()
{
    graphs.push_back(std::make_unique<CUgraph_st>());
    return graphs.back().get();
}

void destroy_graph(cudaGraph_t graph)
{
    for (auto &each : executables) {
        if (each->of == graph)
            each
                ->of = nullptr;
    }
    graphs.erase(find_in(&graphs, graph));
}

bool is_graph(cudaGraph_t graph)
{
    if (is_in(&graphs, graph)) return true;
    return std::any_of(graphs.begin(), graphs.end(), [=](const auto &each) { return has_body(each->nodes, graph); });
}

cudaGraphNode_t node_handle(std::size_t number) { return reinterpret_cast<cudaGraphNode_t>(number + 1); }

bool node_numbers(cudaGraph_t graph, const cudaGraphNode_t *nodes, std::size_t count, std::vector<std::size_t> *numbers)
{
    for (std::size_t k = 0; k < count; k++) {
        std::size_t number = reinterpret_cast<std::size_t>(nodes[k]) - 1;
        if (number >= graph->nodes.size()) return false;
        numbers->push_back(number);
    }
    return true;
}

/* Without a seed, as captured. */
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

std::size_t live_graphs() { return graphs.size() + executables.size(); }

} // namespace cudasim

using namespace cudasim;

/* The nodes have no handles: null asks for their number, which is all there is. */
cudaError_t cudaGraphGetNodes(cudaGraph_t graph, cudaGraphNode_t *nodes, size_t *count)
{
    api_call guard;
    if (!is_graph(graph)) return keep(cudaErrorInvalidValue);
    if (nodes != nullptr) return keep(cudaErrorNotSupported);
    *count = graph->nodes.size();
    return cudaSuccess;
}

/* Of a graph with conditional nodes there may be one executable at a time. */
cudaError_t cudaGraphInstantiate(cudaGraphExec_t *executable, cudaGraph_t graph, unsigned long long)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaGraphInstantiate");
    if (!is_in(&graphs, graph) || !have_nodes(graph->handles)) return keep(cudaErrorInvalidValue);
    if (has_conditions(*graph) && graph->is_instantiated) return keep(cudaErrorNotSupported);
    if (is_to_fail(CUDASIM_GRAPH)) return keep(cudaErrorMemoryAllocation);
    executables.push_back(std::make_unique<CUgraphExec_st>());
    executables.back()->nodes = std::make_shared<const std::vector<graph_node>>(graph->nodes);
    executables.back()->handles = graph->handles;
    executables.back()->of = graph;
    graph->is_instantiated = true;
    *executable = executables.back().get();
    return cudaSuccess;
}

/* What a device would need to be told before the first launch. */
cudaError_t cudaGraphUpload(cudaGraphExec_t executable, cudaStream_t stream)
{
    api_call guard;
    if (!is_in(&executables, executable)) return keep(cudaErrorInvalidValue);
    if (is_to_fail(CUDASIM_GRAPH)) return keep(cudaErrorMemoryAllocation);
    return keep(enqueue(stream, [] {}));
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream)
{
    api_call guard;
    if (!is_in(&executables, executable)) return keep(cudaErrorInvalidValue);
    cudaStream_t known = find_stream(stream);
    /* In a capture it would become a child graph. */
    if (known != nullptr && known->capture != nullptr && !executable->handles.empty())
        return keep(cudaErrorNotSupported);
    if (is_to_fail(CUDASIM_LAUNCH)) return keep(cudaErrorLaunchOutOfResources);
    auto nodes = executable->nodes;
    auto handles = executable->handles;
    return keep(enqueue(stream, [nodes, handles] {
        set_defaults(handles);
        run_nodes(*nodes);
    }));
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaGraphExecDestroy");
    auto found = find_in(&executables, executable);
    if (found == executables.end()) return keep(cudaErrorInvalidValue);
    if (executable->of != nullptr) executable->of->is_instantiated = false;
    executables.erase(found);
    return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph)
{
    api_call guard(CUDASIM_ALLOCATION, "cudaGraphDestroy");
    if (!is_in(&graphs, graph)) return keep(cudaErrorInvalidValue);
    destroy_graph(graph);
    return cudaSuccess;
}

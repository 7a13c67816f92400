/* Conditional nodes of graphs: values that kernels set, and bodies that run as they say. */
#include "api_call.h"
#include "block.h"
#include "graph.h"
#include "report.h"

#include <algorithm>
#include <map>

#include "cudasim/condition.h"

namespace cudasim
{

namespace
{

struct condition {
    unsigned value = 0;
    unsigned at_first = 0; /* the default, if there is one */
    bool has_default = false;
    bool is_set = false; /* in this launch */
    bool has_node = false;
};

/* Those of destroyed graphs stay: launches of theirs may still wait. */
std::map<cudaGraphConditionalHandle, condition> conditions;
cudaGraphConditionalHandle last_handle;

condition &condition_of(cudaGraphConditionalHandle handle)
{
    auto found = conditions.find(handle);
    if (found == conditions.end()) fail("cudaGraphSetConditional: there is no condition %llu", handle);
    return found->second;
}

bool is_met(cudaGraphConditionalHandle handle)
{
    const condition &wanted = condition_of(handle);
    if (!wanted.is_set) fail("a conditional node runs, and nobody has set its condition");
    return wanted.value != 0;
}

/* Of a node that runs its body once or as long as the condition holds. */
std::function<void()> make_run(const cudaConditionalNodeParams &params, const CUgraph_st *body)
{
    cudaGraphConditionalHandle handle = params.handle;
    if (params.type == cudaGraphCondTypeIf) {
        return [=] {
            if (is_met(handle)) run_nodes(body->nodes);
        };
    }
    return [=] {
        while (is_met(handle)) run_nodes(body->nodes);
    };
}

bool is_sound(cudaGraph_t graph, const cudaConditionalNodeParams &params)
{
    const auto &own = graph->handles;
    if (std::find(own.begin(), own.end(), params.handle) == own.end()) return false;
    if (params.type != cudaGraphCondTypeIf && params.type != cudaGraphCondTypeWhile) return false;
    return params.size == 1 && !condition_of(params.handle).has_node;
}

} // namespace

bool have_nodes(const std::vector<cudaGraphConditionalHandle> &handles)
{
    return std::all_of(handles.begin(), handles.end(), [](auto handle) { return condition_of(handle).has_node; });
}

void set_defaults(const std::vector<cudaGraphConditionalHandle> &handles)
{
    for (cudaGraphConditionalHandle handle : handles) {
        condition &each = condition_of(handle);
        each
            .is_set = each.has_default;
        each
            .value = each.at_first;
    }
}

void set_condition(cudaGraphConditionalHandle handle, unsigned value)
{
    condition &wanted = condition_of(handle);
    wanted.value = value;
    wanted.is_set = true;
}

} // namespace cudasim

using namespace cudasim;

cudaError_t cudaGraphConditionalHandleCreate(cudaGraphConditionalHandle *handle, cudaGraph_t graph, unsigned int value,
                                             unsigned int flags)
{
    api_call guard;
    if (handle == nullptr || !is_graph(graph)) return keep(cudaErrorInvalidValue);
    if ((flags & ~static_cast<unsigned>(cudaGraphCondAssignDefault)) != 0) return keep(cudaErrorInvalidValue);
    if (is_to_fail(CUDASIM_GRAPH)) return keep(cudaErrorMemoryAllocation);
    condition fresh;
    fresh.has_default = flags == cudaGraphCondAssignDefault;
    fresh.at_first = value;
    conditions[++last_handle] = fresh;
    graph->handles.push_back(last_handle);
    *handle = last_handle;
    return cudaSuccess;
}

/* Conditional nodes only: all others are captured. */
cudaError_t cudaGraphAddNode(cudaGraphNode_t *node, cudaGraph_t graph, const cudaGraphNode_t *dependencies,
                             const cudaGraphEdgeData *edges, size_t count, cudaGraphNodeParams *params)
{
    api_call guard;
    graph_node fresh;
    if (node == nullptr || params == nullptr || !is_graph(graph)) return keep(cudaErrorInvalidValue);
    if (params->type != cudaGraphNodeTypeConditional || edges != nullptr) return keep(cudaErrorNotSupported);
    if (!node_numbers(graph, dependencies, count, &fresh.after) || !is_sound(graph, params->conditional))
        return keep(cudaErrorInvalidValue);
    if (is_to_fail(CUDASIM_GRAPH)) return keep(cudaErrorMemoryAllocation);
    fresh.body = std::make_shared<CUgraph_st>();
    fresh.run = make_run(params->conditional, fresh.body.get());
    condition_of(params->conditional.handle).has_node = true;
    static cudaGraph_t made; /* as the driver, which owns the array */
    made = fresh.body.get();
    params->conditional.phGraph_out = &made;
    graph->nodes.push_back(std::move(fresh));
    *node = node_handle(graph->nodes.size() - 1);
    return cudaSuccess;
}

void cudaGraphSetConditional(cudaGraphConditionalHandle handle, unsigned int value)
{
    if (current_thread() == nullptr) fail("cudaGraphSetConditional was called from the host");
    set_condition(handle, value);
}

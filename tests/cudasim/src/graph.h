/* Graphs: operations, and which come after which. */
#ifndef CUDASIM_GRAPH_H
#define CUDASIM_GRAPH_H

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "cudasim/api.h"

namespace cudasim
{

struct graph_node {
    std::function<void()> run;
    std::vector<std::size_t> after;   /* earlier in the list */
    std::shared_ptr<CUgraph_st> body; /* of a conditional node, as long as it lives */
};

} // namespace cudasim

struct CUgraph_st {
    std::vector<cudasim::graph_node> nodes;
    std::vector<cudaGraphConditionalHandle> handles; /* made for this graph */
    bool is_instantiated = false;                    /* at the moment; asked only of graphs with conditional nodes */
};

namespace cudasim
{

/** A graph without nodes, to be destroyed by cudaGraphDestroy. */
cudaGraph_t make_graph();
void destroy_graph(cudaGraph_t graph);

/** Whether this is a graph, or the body of a conditional node. */
bool is_graph(cudaGraph_t graph);

/** The handle of a node is its number in its graph, from 1 on. */
cudaGraphNode_t node_handle(std::size_t number);

/** Handles to numbers. @return whether all are nodes of the graph. */
bool node_numbers(cudaGraph_t graph, const cudaGraphNode_t *nodes, std::size_t count,
                  std::vector<std::size_t> *numbers);

/** Runs a graph: in any order in which each node comes after those that it must come after. */
void run_nodes(const std::vector<graph_node> &nodes);

/** Whether each of these conditions has a node; their values at the start of a launch. */
bool have_nodes(const std::vector<cudaGraphConditionalHandle> &handles);
void set_defaults(const std::vector<cudaGraphConditionalHandle> &handles);

/** What cudaGraphSetConditional() does. */
void set_condition(cudaGraphConditionalHandle handle, unsigned value);

/** How many graphs, executable ones included, are alive. */
std::size_t live_graphs();

} // namespace cudasim

#endif

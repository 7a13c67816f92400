/* Graphs: operations, and which come after which. */
#ifndef CUDASIM_GRAPH_H
#define CUDASIM_GRAPH_H

#include <cstddef>
#include <functional>
#include <vector>

#include "cudasim/api.h"

namespace cudasim
{

struct graph_node {
    std::function<void()> run;
    std::vector<std::size_t> after; /* earlier in the list */
};

/** A graph of these nodes, to be destroyed by cudaGraphDestroy. */
cudaGraph_t make_graph(std::vector<graph_node> nodes);

/** How many graphs, executable ones included, are alive. */
std::size_t live_graphs();

} // namespace cudasim

#endif

/**
 * @file library_graph.h
 * The loop of the library executor, captured: it turns on the device until no slot wants another factor.
 */
#ifndef CUDA_LIBRARY_GRAPH_H
#define CUDA_LIBRARY_GRAPH_H

#include "library_products.h"

/**
 * Add to the graph that a stream is capturing:
 *
 *     turn;
 *     while (a slot has a problem) {
 *         K += S'S; K = U'U;
 *         if (a group is ready) { P = R R'; V = A R^-T; G = V V'; }
 *         turn;
 *     }
 *
 * as far as the route has S, groups, and G.
 *
 * @return cudaSuccess or an error; the capture is then of no use
 */
int library_loop_capture(const library_loop *loop, cudaStream_t stream);

#endif

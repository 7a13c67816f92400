/**
 * @file library_graph.h
 * The loop of the library executor, captured: it turns on the device until no slot wants another factor.
 */
#ifndef CUDA_LIBRARY_GRAPH_H
#define CUDA_LIBRARY_GRAPH_H

#include "library_calls.h"
#include "library_kernels.h"

/** What is captured. */
typedef struct library_loop {
    const library_calls *calls;
    const library_room *room;
    const device_plan *plan;
    library_matrices matrices;
    int threads;         /**< of a turn's blocks */
    cublasHandle_t blas; /**< both on the stream `body` */
    cusolverDnHandle_t solver;
    cudaStream_t body; /**< captures the body of the loop, and never runs anything */
} library_loop;

/**
 * Add to the graph that a stream is capturing:
 *
 *     turn; while (a slot wants a factor) { K += S'S; K = U'U; turn; }
 *
 * @return cudaSuccess or an error; the capture is then of no use
 */
int library_loop_capture(const library_loop *loop, cudaStream_t stream);

#endif

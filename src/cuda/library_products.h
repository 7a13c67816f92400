/**
 * @file library_products.h
 * What cuBLAS and cuSOLVER do in the loop of the library executor, put into its body's stream.
 */
#ifndef CUDA_LIBRARY_PRODUCTS_H
#define CUDA_LIBRARY_PRODUCTS_H

#include "library_calls.h"
#include "library_kernels.h"

/** What the loop is made of. */
typedef struct library_loop {
    const library_calls *calls;
    const library_turner *turner;
    const library_room *room;
    const device_plan *plan;
    library_matrices matrices;
    int threads;         /**< of a turn's blocks */
    cublasHandle_t blas; /**< both on the stream `body` */
    cusolverDnHandle_t solver;
    cudaStream_t body; /**< captures the body of the loop, and never runs anything */
} library_loop;

/** Are problems set up in groups? */
static inline bool library_sets_up(const library_loop *loop) { return loop->room->group.most > 0; }

/** K += S'S in all slots, where there is an S. */
cudaError_t library_add_products(const library_loop *loop);

/** K = U'U in all slots. */
cudaError_t library_factor(const library_loop *loop);

/** P = R R' and V = A R^-T of a group, and by rows G = V V'. */
cudaError_t library_set_up(const library_loop *loop);

#endif

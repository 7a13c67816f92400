/* What a worker does: whatever the leader orders, until the problem is done. */
#ifndef CUDA_CREW_SERVE_H
#define CUDA_CREW_SERVE_H

#include "crew_factor.h"
#include "crew_product.h"
#include "crew_setup.h"

/* The worker's rows of the matrix + diagonal. */
template <int W, int I> FN void crew_load_rows(const crew_problem *v, const double *diagonal, crew_tiles U)
{
    if constexpr (I < TILES) {
        UNROLL for (int K = 0; K <= I; K++) U[I][K] = tile_from(v->G + tile_at(I, K));
        tile_add_diagonal(&U[I][I], diagonal + TILE_SIDE * I);
        crew_load_rows<W, crew_next_row(I, W)>(v, diagonal, U);
    }
}

template <int W> FN void crew_factor_part(const crew_problem *v, double *shared)
{
    tile8 U[TILES][TILES];
    const crew_order *order = crew_order_in(shared);
    crew_load_rows<W, crew_next_row(0, W)>(v, shared + order->from, U);
    crew_factor_rows<W>(shared, order->panels, U);
}

FN void crew_factor_as_worker(const crew_problem *v, double *shared)
{
    switch (crew_warp()) {
    case 0:
        crew_factor_part<0>(v, shared);
        break;
    case 1:
        crew_factor_part<1>(v, shared);
        break;
    case 2:
        crew_factor_part<2>(v, shared);
        break;
    default:
        crew_factor_part<3>(v, shared);
        break;
    }
}

/* A task that all warps, the leader too, do alike. */
FNBIG void crew_work(const crew_problem *v)
{
    DYNAMIC_SHARED(double, shared);
    const crew_order *order = crew_order_in(shared);
    const double *from = shared + order->from;
    double *to = shared + order->to;
    switch (order->task) {
    case CREW_GATHER_P:
        crew_gather_P(v);
        break;
    case CREW_KEEP_P:
        crew_form_W(v);
        break;
    case CREW_FORM_G:
        crew_form_G(v, order->from, order->to);
        break;
    case CREW_RESTORE_P:
        crew_copy(shared, v->kept, CREW_SLOTS);
        break;
    case CREW_MULTIPLY_G:
        crew_multiply_G(v, from, to);
        break;
    case CREW_MULTIPLY_P:
        crew_multiply_P(v, from, to);
        break;
    case CREW_MULTIPLY_A:
        crew_multiply_A(v, from, to);
        break;
    default:
        crew_multiply_A_back(v, from, to);
        break;
    }
}

FN void crew_serve(const crew_problem *v, double *shared)
{
    const crew_order *order = crew_order_in(shared);
    int task;
    do {
        crew_meet();
        task = order->task;
        if (task == CREW_FACTOR)
            crew_factor_as_worker(v, shared);
        else if (task != CREW_DONE)
            crew_work(v);
        crew_meet(); /* before it all have read the order, after it comes the next one */
    } while (task != CREW_DONE);
}

#endif

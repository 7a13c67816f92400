/* What a worker does: whatever the leader orders, until the problem is done. The tasks that all do alike are
   crew_work(), of crew_tasks.h or crew_derivative_tasks.h. */
#ifndef CUDA_CREW_SERVE_H
#define CUDA_CREW_SERVE_H

#include "crew_factor.h"
#include "crew_problem.h"

/* The worker's rows of the matrix + diagonal. */
template <int ROWS, int W, int I>
FN void crew_load_rows(const crew_problem *v, const double *diagonal, crew_tiles<ROWS> U)
{
    if constexpr (I < ROWS) {
        UNROLL for (int K = 0; K <= I; K++) U[I][K] = tile_from(v->G + tile_at(I, K));
        tile_add_diagonal(&U[I][I], diagonal + TILE_SIDE * I);
        crew_load_rows<ROWS, W, crew_next_row<ROWS>(I, W)>(v, diagonal, U);
    }
}

template <int ROWS, int W> FN void crew_factor_part(const crew_problem *v, double *shared)
{
    crew_tiles<ROWS> U;
    const crew_order *order = crew_order_in(shared);
    crew_load_rows<ROWS, W, crew_next_row<ROWS>(0, W)>(v, shared + order->from, U);
    crew_factor_rows<ROWS, W>(shared, order->panels, U);
}

template <int ROWS> FN void crew_factor_as_worker(const crew_problem *v, double *shared)
{
    switch (crew_warp()) {
    case 0:
        crew_factor_part<ROWS, 0>(v, shared);
        break;
    case 1:
        crew_factor_part<ROWS, 1>(v, shared);
        break;
    case 2:
        crew_factor_part<ROWS, 2>(v, shared);
        break;
    default:
        crew_factor_part<ROWS, 3>(v, shared);
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
        if (task == CREW_FACTOR && crew_rows(order->panels) < TILES)
            crew_factor_as_worker<CREW_FEWER>(v, shared);
        else if (task == CREW_FACTOR)
            crew_factor_as_worker<TILES>(v, shared);
        else if (task != CREW_DONE)
            crew_work(v);
        crew_meet(); /* before it all have read the order, after it comes the next one */
    } while (task != CREW_DONE);
}

#endif

/* What a worker does: whatever the leader orders, until the problem is done. */
#ifndef CUDA_CREW_SERVE_H
#define CUDA_CREW_SERVE_H

#include "crew_factor.h"
#include "crew_product.h"
#include "crew_setup.h"

/* The worker's rows of P. */
template <int W, int I> FN mask crew_load_P(const crew_problem *v, crew_tiles U)
{
    mask finite = ~none();
    if constexpr (I < TILES) {
        UNROLL for (int K = 0; K <= I; K++)
        {
            U[I][K] = tile_of_symmetric(v->P, v->n, TILE_SIDE * K, TILE_SIDE * I);
            finite &= tile_is_finite(U[I][K]);
        }
        finite &= crew_load_P<W, crew_next_row(I, W)>(v, U);
    }
    return finite;
}

template <int W, int I> FN void crew_load_G(const crew_problem *v, crew_tiles U)
{
    if constexpr (I < TILES) {
        UNROLL for (int K = 0; K <= I; K++) U[I][K] = tile_from(v->G + tile_at(I, K));
        crew_load_G<W, crew_next_row(I, W)>(v, U);
    }
}

template <int W, int I> FN void crew_add_diagonal(const double *diagonal, crew_tiles U)
{
    if constexpr (I < TILES) {
        tile_add_diagonal(&U[I][I], diagonal + TILE_SIDE * I);
        crew_add_diagonal<W, crew_next_row(I, W)>(diagonal, U);
    }
}

/* The next task. */
FN int crew_hear(const crew_order *order)
{
    crew_meet();
    return order->task;
}

/* A worker's part in a factor of P, or of G + diagonal as often as that is asked for: G comes for the next time before
   anybody waits for it. Returns the task that comes then. */
template <int W> FN int crew_factor_part(const crew_problem *v, double *shared, int task)
{
    constexpr int first = crew_next_row(0, W);
    crew_order *order = crew_order_in(shared);
    tile8 U[TILES][TILES];
    if (task == CREW_FACTOR_P)
        crew_report(order, crew_load_P<W, first>(v, U));
    else
        crew_load_G<W, first>(v, U);
    for (;;) {
        if (task == CREW_FACTOR_G) crew_add_diagonal<W, first>(shared + order->from, U);
        crew_factor_rows<W>(shared, U);
        if (task == CREW_FACTOR_G) crew_load_G<W, first>(v, U);
        crew_meet();
        task = crew_hear(order);
        if (task != CREW_FACTOR_G) return task;
    }
}

FN int crew_factor_as_worker(const crew_problem *v, double *shared, int task)
{
    switch (crew_warp()) {
    case 0:
        return crew_factor_part<0>(v, shared, task);
    case 1:
        return crew_factor_part<1>(v, shared, task);
    case 2:
        return crew_factor_part<2>(v, shared, task);
    default:
        return crew_factor_part<3>(v, shared, task);
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
    int task = crew_hear(order);
    while (task != CREW_DONE) {
        if (task == CREW_FACTOR_P || task == CREW_FACTOR_G) {
            task = crew_factor_as_worker(v, shared, task);
        } else {
            crew_work(v);
            crew_meet();
            task = crew_hear(order);
        }
    }
    crew_meet(); /* all have read the last order */
}

#endif

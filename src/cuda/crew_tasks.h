/* The tasks of a solve that all warps of a crew do alike. */
#ifndef CUDA_CREW_TASKS_H
#define CUDA_CREW_TASKS_H

#include "crew_product.h"
#include "crew_setup.h"

/* The leader too. */
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
        crew_multiply_P(v, v->P, from, to);
        break;
    case CREW_MULTIPLY_A:
        crew_multiply_A(v, v->A, from, to);
        break;
    default:
        crew_multiply_A_back(v, v->A, from, to);
        break;
    }
}

#endif

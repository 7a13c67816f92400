/* The tasks of a derivative that all warps of a crew do alike, and gradients by all of its threads. */
#ifndef CUDA_CREW_DERIVATIVE_TASKS_H
#define CUDA_CREW_DERIVATIVE_TASKS_H

#include "crew_product.h"
#include "crew_setup.h"

/* The entries of a matrix stored row after row: neighbours in a row to neighbouring threads; so many rows at once. */
constexpr int COLUMN_ROWS = 4;
#define each_column(k, columns) for (int k = (int)threadIdx.x % WARP; k < (columns); k += WARP)
FN int first_of_column(void) { return crew_warp(); }
FN int step_of_column(void) { return CREW_WARPS; }

#include "team_gradients.h"

/* Vectors that lie one after another in shared memory: the adjoint's answer r and w, and the solution x and y. */
enum { CREW_R, CREW_W, CREW_X, CREW_Y };

/* dA = -(y r' + w x'), dP = -(r x' + x r')/2. */
FN void crew_store_matrices(const crew_problem *v, const double *vectors)
{
    const double *r = vectors + CREW_R * SIDE;
    const double *w = vectors + CREW_W * SIDE;
    const double *x = vectors + CREW_X * SIDE;
    const double *y = vectors + CREW_Y * SIDE;
    matrix_pattern P = {};
    matrix_pattern A = {};
    P.rows = P.columns = A.columns = v->n;
    A.rows = v->m;
    if (v->dP) outer_dense<1>(&P, x, r, r, x, v->add_P, v->dP);
    if (v->dA) outer_dense<0>(&A, y, r, w, x, v->add_A, v->dA);
}

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
    case CREW_MULTIPLY_A:
        crew_multiply_A(v, v->A, from, to);
        break;
    case CREW_MULTIPLY_A_BACK:
        crew_multiply_A_back(v, v->A, from, to);
        break;
    case CREW_MULTIPLY_X:
        crew_multiply_tiles(v->X, from, to);
        break;
    case CREW_MULTIPLY_W_BACK:
        crew_multiply_tiles_back(v->W, from, to);
        break;
    case CREW_CHANGE_A:
        crew_multiply_A(v, v->A_change, from, to);
        break;
    case CREW_CHANGE_A_BACK:
        crew_multiply_A_back(v, v->A_change, from, to);
        break;
    case CREW_CHANGE_P:
        crew_multiply_P(v, v->P_change, from, to);
        break;
    default:
        crew_store_matrices(v, from);
        break;
    }
}

#endif

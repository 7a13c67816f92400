/* The tasks of a derivative that all warps of a crew do alike, and gradients by all of its threads. */
#ifndef CUDA_CREW_DERIVATIVE_TASKS_H
#define CUDA_CREW_DERIVATIVE_TASKS_H

#include "crew_product.h"
#include "crew_setup.h"

/* Are all matrices dense? */
constexpr int DENSE_ALONE = 1;

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

/* to = W from, W's rows those that were picked. */
FN void crew_multiply_W(const crew_problem *v, int panels, const double *from, double *to)
{
    for (int I = crew_warp(); I < panels; I += CREW_WARPS) {
        tile8 W[TILES];
        double sum = 0;
        crew_load_panel(v, I, W);
        UNROLL for (int J = 0; J < TILES; J++)
        {
            tile8 x = tile_vector(from + TILE_SIDE * J);
            sum = lane_product(W[J], x, sum);
        }
        tile_vector_to(to + TILE_SIDE * I, tile_row_sums(sum));
    }
}

/* The sum of a column's eight rows, in all of them. */
FN double crew_column_sum(double own)
{
    UNROLL for (int step = WARP / 2; step >= WARP / TILE_SIDE; step /= 2) own += __shfl_xor_sync(WHOLE_WARP, own, step);
    return own;
}

/* What panels FIRST ... END add to W'from: `from` is 0 where there are no rows. */
template <int FIRST, int END> FN tile8 crew_add_panels(const crew_problem *v, int J, const double *from, tile8 sum)
{
    tile8 W[END - FIRST];
    UNROLL for (int I = FIRST; I < END; I++) W[I - FIRST] = crew_tile_of_W(v, I, J);
    UNROLL for (int I = FIRST; I < END; I++)
    {
        double y = from[TILE_SIDE * I + tile_row()];
        sum.even = fma(W[I - FIRST].even, y, sum.even);
        sum.odd = fma(W[I - FIRST].odd, y, sum.odd);
    }
    return sum;
}

/* to = W'from, or S W'from, with S of P's factor. */
FN void crew_multiply_W_back(const crew_problem *v, int panels, int times_S, const double *from, double *to)
{
    for (int J = crew_warp(); J < TILES; J += CREW_WARPS) {
        tile8 S = slot_read(v->kept + tile_at(J, J));
        tile8 sum = crew_add_panels<0, CREW_FEWER>(v, J, from, tile_zeros());
        if (panels > CREW_FEWER) sum = crew_add_panels<CREW_FEWER, TILES>(v, J, from, sum);
        sum.even = crew_column_sum(sum.even);
        sum.odd = crew_column_sum(sum.odd);
        if (times_S) sum = tile_row_sums(lane_product(S, sum, 0));
        tile_vector_to(to + TILE_SIDE * J, sum);
    }
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
    case CREW_MULTIPLY_W:
        crew_multiply_W(v, order->panels, from, to);
        break;
    case CREW_MULTIPLY_W_BACK:
    case CREW_MULTIPLY_SW_BACK:
        crew_multiply_W_back(v, order->panels, order->task == CREW_MULTIPLY_SW_BACK, from, to);
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

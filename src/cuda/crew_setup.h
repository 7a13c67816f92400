/* The setup of the dual method, by all warps of a crew: P = L D L' gives W = A L^-T and G = W D^-1 W' = -W S W'. */
#ifndef CUDA_CREW_SETUP_H
#define CUDA_CREW_SETUP_H

#include "crew_problem.h"

/* So many loads are on their way before the first number is stored. */
constexpr int CREW_AHEAD = 10;

/* Copy an even count of numbers, by all. */
FN void crew_copy(double *to, const double *from, int count)
{
    for (int first = (int)threadIdx.x; first < count / 2; first += CREW_AHEAD * CREW_THREADS) {
        double2 pairs[CREW_AHEAD];
        UNROLL for (int k = 0; k < CREW_AHEAD; k++)
        {
            int e = first + k * CREW_THREADS;
            pairs[k] = e < count / 2 ? ((const double2 *)from)[e] : make_double2(0, 0);
        }
        UNROLL for (int k = 0; k < CREW_AHEAD; k++)
        {
            int e = first + k * CREW_THREADS;
            if (e < count / 2) ((double2 *)to)[e] = pairs[k];
        }
    }
}

/* The symmetric part of P, with the identity beyond it. */
FN void crew_gather_P(const crew_problem *v)
{
    DYNAMIC_SHARED(double, shared);
    mask finite = ~none();
    for (int I = 0; I < TILES; I++) {
        if (crew_owner(I, CREW_WARPS) != crew_warp()) continue;
        UNROLL_SOME for (int K = 0; K <= I; K++)
        {
            tile8 own = tile_of_symmetric(v->P, v->n, TILE_SIDE * K, TILE_SIDE * I);
            finite &= tile_is_finite(own);
            tile_to(v->G + tile_at(I, K), own);
        }
    }
    crew_report(crew_order_in(shared), finite);
}

FN tile8 tile_identity(void)
{
    tile8 c = {tile_row() == 2 * tile_pair() ? 1.0 : 0.0, tile_row() == 2 * tile_pair() + 1 ? 1.0 : 0.0};
    return c;
}

/* Column L of the panel is done, and what is right of it gets its part: W_J' += X_JL W_L'. Then the next column. */
template <int L> FN void crew_panel_of_W(const double *slots, tile8 *W, double *to)
{
    if constexpr (L < TILES) {
        tile8 own = tile_zeros();
        add_product(&own, tile_identity(), W[L]);
        tile_to(to + TILE_NUMBERS * L, own);
        UNROLL for (int J = L + 1; J + 1 < TILES; J += 2)
            add_products(&W[J], &W[J + 1], slot_read(slots + tile_at(J, L)), slot_read(slots + tile_at(J + 1, L)), own);
        if ((TILES - L) % 2 == 0) add_product(&W[TILES - 1], slot_read(slots + tile_at(TILES - 1, L)), own);
        crew_panel_of_W<L + 1>(slots, W, to);
    }
}

/* W, and P's factor to where it is kept. Panels of rows, transposed while they grow. */
FNBIG void crew_form_W(const crew_problem *v)
{
    DYNAMIC_SHARED(double, shared);
    mask finite = ~none();
    crew_copy(v->made, shared, CREW_SLOTS);
    for (int I = crew_warp(); I < TILES; I += CREW_WARPS) {
        tile8 W[TILES];
        UNROLL for (int J = 0; J < TILES; J++)
        {
            W[J] = tile_of_transpose(v->A, v->m, v->n, TILE_SIDE * J, TILE_SIDE * I);
            finite &= tile_is_finite(W[J]);
        }
        crew_panel_of_W<0>(shared, W, v->made + CREW_KEPT_W + TILE_NUMBERS * TILES * I);
    }
    crew_report(crew_order_in(shared), finite);
}

/* So many panels of W fit into the slots at once. */
constexpr int CREW_STAGE = (TILES + 1) / 2;

/* The end of the stage that starts at panel `first`: an even number of panels, or all that are left. */
FNBOTH constexpr int crew_stage_end(int first)
{
    return TILES - first <= CREW_STAGE ? TILES : first + CREW_STAGE / 2 * 2;
}

FN void crew_zero_tiles(double *tiles, int count)
{
    for (int K = 0; K < count; K++) tile_to(tiles + TILE_NUMBERS * K, tile_zeros());
}

/* Panel I of W, all of it on its way at once. */
FN void crew_load_panel(const crew_problem *v, int I, tile8 *W)
{
    UNROLL for (int J = 0; J < TILES; J++) W[J] = crew_tile_of_W(v, I, J);
}

/* Panels of W into the slots. */
FN void crew_stage(const crew_problem *v, int first, int end, double *to)
{
    for (int I = first + crew_warp(); I < end; I += CREW_WARPS) {
        tile8 W[TILES];
        crew_load_panel(v, I, W);
        UNROLL for (int J = 0; J < TILES; J++) tile_to(to + TILE_NUMBERS * (TILES * (I - first) + J), W[J]);
    }
}

/* X[first ...] = X[first ...] S of the tiles before `end`. */
template <int FIRST, int END> FN void crew_times_S(const crew_problem *v, tile8 *X)
{
    tile8 S[END - FIRST];
    UNROLL for (int J = FIRST; J < END; J++) S[J - FIRST] = crew_tile_of_S(v, J);
    UNROLL for (int J = FIRST; J < END; J++)
    {
        tile8 W = X[J];
        X[J] = tile_zeros();
        add_product(&X[J], W, S[J - FIRST]);
    }
}

/* Panel I of X = W S, staged or NULL; a lane's part of its row's product with a vector. */
FN double crew_panel_of_X(const crew_problem *v, int I, const double *staged, const double *vector, tile8 *X)
{
    double sum = 0;
    if (staged)
        UNROLL for (int J = 0; J < TILES; J++) X[J] = tile_from(staged + TILE_NUMBERS * J);
    else
        crew_load_panel(v, I, X);
    crew_times_S<0, TILES / 2>(v, X);
    crew_times_S<TILES / 2, TILES>(v, X);
    UNROLL for (int J = 0; J < TILES; J++)
    {
        tile8 y = tile_vector(vector + TILE_SIDE * J);
        sum = lane_product(X[J], y, sum);
    }
    return sum;
}

/* Row I of G as far as it lies in a stage, transposed: -W_L X_I', two tiles at a time. */
FN void crew_row_of_G(const crew_problem *v, int I, int first, int end, const double *staged, const tile8 *X)
{
    for (int L = first; L < end && L <= I; L += 2) {
        const double *W = staged + TILE_NUMBERS * TILES * (L - first);
        int is_pair = L < I;
        tile8 G = tile_zeros();
        tile8 next = tile_zeros();
        UNROLL for (int J = 0; J < TILES; J++) add_products(&G, &next, tile_from(W + TILE_NUMBERS * J),
                                                            tile_from(W + TILE_NUMBERS * (is_pair * TILES + J)), X[J]);
        tile_to(v->G + tile_at(I, L), tile_negative(G));
        if (is_pair) tile_to(v->G + tile_at(I, L + 1), tile_negative(next));
    }
}

/* G, and W S half, the difference of d and b. Panels of W lie in the slots by stages. Afterwards all slots are 0, as
   those stay that the factors of G do not use. */
FNBIG void crew_form_G(const crew_problem *v, int half, int to)
{
    DYNAMIC_SHARED(double, shared);
    int panels = crew_row_panels(crew_order_in(shared));
    crew_keep_S(shared);
    for (int first = 0; first < panels; first = crew_stage_end(first)) {
        int end = crew_stage_end(first);
        crew_meet();
        crew_stage(v, first, end < panels ? end : panels, shared);
        crew_meet();
        for (int I = crew_rows(panels) - 1; I >= first; I--) {
            if (crew_owner(I, CREW_WARPS, crew_rows(panels)) != crew_warp()) continue;
            if (I >= panels) {
                if (first == 0) crew_zero_tiles(v->G + tile_at(I, 0), I + 1);
                continue;
            }
            tile8 X[TILES];
            const double *staged = I < end ? shared + TILE_NUMBERS * TILES * (I - first) : NULL;
            double sum = crew_panel_of_X(v, I, staged, shared + half, X);
            if (first == 0) tile_vector_to(shared + to + TILE_SIDE * I, tile_row_sums(sum));
            crew_row_of_G(v, I, first, end, shared, X);
        }
    }
    crew_meet();
    for (int e = (int)threadIdx.x; e < CREW_SLOTS / 2; e += CREW_THREADS) ((double2 *)shared)[e] = make_double2(0, 0);
}

#endif

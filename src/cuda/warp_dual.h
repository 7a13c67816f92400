/* The dual method's problem in a warp: G as tiles in shared memory, its factor as tiles in registers, vectors in shared
   memory. By rows, dense P and A, no second-order cones, n and m at most 8 TILES. */
#ifndef CUDA_WARP_DUAL_H
#define CUDA_WARP_DUAL_H

#include "warp_kept.h"
#include "warp_matrix.h"

constexpr int SIDE = TILE_SIDE * TILES;

#ifdef SINGLE_PRECISION
#include "warp_refined.h"
#endif

typedef struct dual {
    int n, m, z;
    int by_columns; /* 0 */
    real regularisation, start_diagonal, start_slack;
    const real *P, *c, *A, *b; /* the user's */
    real *G;                   /* [TRIANGLE] tiles */
    factor K;                  /* of G + diagonal; of P before and after */
    real *P_factor;            /* [TRIANGLE] tiles, in shared or in global memory */
    real *W;                   /* [W_PANELS, TILES] tiles of A L^-T, in global memory; NULL if W_NEAR */
    real *record;              /* of the problem, for its derivative (warp_kept.h); NULL: nothing is kept */
    int kept;                  /* active rows in it; -1: nothing */
    int largest;               /* number of the problem, by its upper half */
    mask readable;             /* no NaN and no infinity in the problem */
    real *d, *delta, *x, *y, *s, *q, *dy, *ds, *inverse_y, *diagonal, *target, *ray; /* [SIDE] */
    real *w, *p, *u, *f, *row, *weight;                                              /* by columns only */
    real scale_b, scale_c, w_norm, size_P, pivot_loss, dual_residual;
    int *rows;  /* [SIDE] of the active rows, in the place of `ray`: for exchanges (warp_pivot.h), as what follows */
    int active; /* how many they are */
    int panels; /* of eight, which they fill */
    real least_pivot; /* of their factor, over its diagonal */
    mask exchanged;   /* solved by exchanges */
#ifdef SINGLE_PRECISION
    refined answer; /* warp_refine.h */
#endif
} dual;

#include "../engine/dual_tune.h"

constexpr int DUAL_VECTORS = 12;
/* Row panels of A at once: two share the right factor of every product, which tensor cores do at twice the rate. Beyond
   six tiles of doubles there are no registers for two. */
constexpr int IS_SINGLE = sizeof(real) < sizeof(double);
constexpr int PANELS = TILES <= 6 || IS_SINGLE ? 2 : 1;
/* Those of W that later ones are multiplied with. */
constexpr int W_PANELS = (TILES - 1) / PANELS * PANELS;
/* W waits in shared memory where the tiles of G that are made last, and two vectors, have room for it. */
constexpr int W_NEAR = TILES == 4 && PANELS == 2;
/* P's factor is in shared memory where that does not cost a third of the warps. */
constexpr int P_FACTOR_NEAR = TILES <= (IS_SINGLE ? 3 : 4);
constexpr int P_FACTOR_NUMBERS = TILE_NUMBERS * TRIANGLE;
constexpr int DUAL_GLOBAL = (W_NEAR ? 0 : TILE_NUMBERS * W_PANELS * TILES) + (P_FACTOR_NEAR ? 0 : P_FACTOR_NUMBERS);
constexpr int DUAL_SHARED = TILE_NUMBERS * TRIANGLE + DUAL_VECTORS * SIDE + (P_FACTOR_NEAR ? P_FACTOR_NUMBERS : 0);

/* A warp's shared and global memory: DUAL_SHARED and DUAL_GLOBAL numbers. What is kept is made where it is to stay. */
FN void dual_place(dual *v, real *shared, real *global)
{
    v->G = shared;
    v->P_factor = P_FACTOR_NEAR ? shared + DUAL_SHARED - P_FACTOR_NUMBERS : global + DUAL_GLOBAL - P_FACTOR_NUMBERS;
    if (v->record && !P_FACTOR_NEAR) v->P_factor = v->record + KEPT_P;
    v->W = W_NEAR ? NULL : global;
    v->kept = -1;
    if (v->record) kept_open(v->record);
    v->K.transposed = NULL;
    real *vectors = shared + TILE_NUMBERS * TRIANGLE;
    real **of[DUAL_VECTORS] = {&v->d,  &v->delta, &v->x,         &v->y,        &v->s,      &v->q,
                               &v->dy, &v->ds,    &v->inverse_y, &v->diagonal, &v->target, &v->ray};
    UNROLL for (int k = 0; k < DUAL_VECTORS; k++) * of[k] = vectors + k * SIDE;
    v->w = v->u = v->f = v->row = v->weight = NULL;
    v->p = v->x; /* set, not used */
    v->rows = (int *)v->ray;
}

/* The problem at its place in the user's arrays, and its record. */
template <typename user_data>
FN void dual_take(dual *v, const device_plan *plan, const user_data *data, real *kept, int64_t problem)
{
    v->n = plan->shape.n;
    v->m = plan->shape.m;
    v->z = plan->shape.z;
    v->P = data->P + problem * data->P_stride;
    v->c = data->c + problem * data->c_stride;
    v->A = data->A + problem * data->A_stride;
    v->b = data->b + problem * data->b_stride;
    v->record = kept ? kept + problem * KEPT_NUMBERS : NULL;
}

/* dy in place of r. */
FN void dual_solve(team *tm, const dual *v, const real *f, real *r, real *u)
{
    (void)f;
    (void)u;
    real y[TILES];
    sync(tm);
    rows_from(r, y);
    factor_solve(&v->K, y);
    sync(tm);
    rows_to(r, y);
    sync(tm);
}

FN void dual_factor_and_solve(team *tm, dual *v, real *r)
{
    sync(tm);
    UNROLL for (int I = 0; I < TILES; I++)
    {
        UNROLL for (int J = 0; J <= I; J++) v->K.tiles[tile_at(I, J)] = tile_from(v->G + TILE_NUMBERS * tile_at(I, J));
        tile_add_diagonal(&v->K.tiles[tile_at(I, I)], v->diagonal + TILE_SIDE * I);
    }
    factor_from<0>(&v->K, NULL, NULL);
    dual_solve(tm, v, NULL, r, NULL);
}

/* q += G y, each tile of G read once. */
FN void dual_multiply_G(team *tm, const dual *v, const real *y, real *q)
{
    sync(tm);
    real own[TILES], sum[TILES];
    tile8 part[TILES];
    rows_from(y, own);
    UNROLL for (int I = 0; I < TILES; I++) part[I] = tile_zeros();
    UNROLL for (int I = 0; I < TILES; I++)
    {
        real row = 0;
        UNROLL for (int J = 0; J <= I; J++)
        {
            tile8 G = tile_from(v->G + TILE_NUMBERS * tile_at(I, J));
            row = row_part(G, tile_vector(y + TILE_SIDE * J), row);
            if (J < I) column_part(G, own[I], &part[J]);
        }
        sum[I] = row_sum(row);
    }
    UNROLL for (int I = 0; I < TILES; I++) sum[I] += q[TILE_SIDE * I + tile_row()] + column_sum(part[I]);
    sync(tm);
    rows_to(q, sum);
    sync(tm);
}

/* out = A'y. */
FN void dual_multiply_A_transposed(team *tm, const dual *v, const real *y, real *out)
{
    transposed_times(v->A, v->m, v->n, y, out);
    sync(tm);
}

#endif

/* Equilibration [Ruiz 2001]: P -> cost D P D, A -> E A D, c -> cost D c, b -> E b, so that the largest entry of every
   row and column of the KKT matrix is near 1. All factors are powers of two: scaling rounds nothing, and the residuals
   of the scaled problem are those of the user's to the last bit. One factor for each second-order cone. */
#ifndef ENGINE_EQUILIBRATE_H
#define ENGINE_EQUILIBRATE_H

#include "kkt.h"

typedef struct equilibration {
    real *column, *inverse_column; /* [n] D */
    real *row, *inverse_row;       /* [m] E */
    real cost, inverse_cost;
} equilibration;

#define EQUILIBRATE_SMALLEST 1e-4
#define EQUILIBRATE_LARGEST  1e4
/* Sweeps: dense problems of the size this library is made for are rarely badly scaled, and a sweep is not free. */
enum { EQUILIBRATE_DENSE = 3, EQUILIBRATE_SPARSE = 10 };

/* Largest magnitudes of the matrix as scaled so far: of the columns of P, of the columns and of the rows of A. A sparse
   matrix is scaled after each sweep; a dense one, of many more numbers, once at the end. */
FN void kkt_norms_P(team *tm, const kkt *v, const equilibration *by, real *of_P)
{
    if (v->sparse)
        kkt_sparse_norms_P(tm, v->sparse, of_P);
    else if (v->has_P)
        symmetric_norms(tm, v->n, v->dense->P, by->column, of_P);
    else
        each (k, v->n) of_P[k] = zero();
}

FN void kkt_norms_A(team *tm, const kkt *v, const equilibration *by, real *of_column, real *of_row)
{
    if (v->sparse)
        kkt_sparse_norms_A(tm, v->sparse, of_column, of_row);
    else
        rectangle_norms(tm, v->n, v->m, v->dense->A, v->dense->runs, by->column, by->row, of_column, of_row);
}

/* 1 / sqrt(norm), near enough and a power of two; 1 for an empty row or column. */
FN real equilibrate_factor(real norm)
{
    real safe = pick(less(zero(), norm), norm, splat(1));
    return power_of_two(reciprocal_root(clamp(safe, EQUILIBRATE_SMALLEST, EQUILIBRATE_LARGEST)));
}

/* One sweep; `column` and `row` are scratch of the sizes n and m. */
FNSTEP void equilibrate_sweep(team *tm, kkt *v, const cone_rows *cones, real *c, real *b, const equilibration *by,
                              real *column, real *row)
{
    kkt_norms_P(tm, v, by, v->rx);
    kkt_norms_A(tm, v, by, column, row);
    each (k, v->n) column[k] = equilibrate_factor(larger(v->rx[k], column[k]));
    each (k, cones->q_count) {
        real most = zero();
        for (int i = cones->q_start[k]; i < cones->q_start[k] + cones->q[k]; i++) most = larger(most, row[i]);
        for (int i = cones->q_start[k]; i < cones->q_start[k] + cones->q[k]; i++) row[i] = most;
    }
    sync(tm);
    each (i, v->m) row[i] = equilibrate_factor(row[i]);
    sync(tm);
    if (v->sparse) kkt_sparse_rescale(tm, v->sparse, column, row);
    each (k, v->n) {
        c[k] *= column[k];
        by->column[k] *= column[k];
    }
    each (i, v->m) {
        b[i] *= row[i];
        by->row[i] *= row[i];
    }
    sync(tm);
}

/* Scale the problem in place. */
FNSTEP void equilibrate(team *tm, kkt *v, const cone_rows *cones, real *c, real *b, equilibration *by, real *column,
                        real *row)
{
    if (v->dense) kkt_dense_look(tm, v->dense);
    each (k, v->n) by->column[k] = splat(1);
    each (i, v->m) by->row[i] = splat(1);
    sync(tm);
    int sweeps = v->sparse ? EQUILIBRATE_SPARSE : EQUILIBRATE_DENSE;
    for (int sweep = 0; sweep < sweeps; sweep++) equilibrate_sweep(tm, v, cones, c, b, by, column, row);

    /* the objective: the larger of |c| and the mean column of P, to 1 */
    real size_c = zero(), size_P = zero();
    kkt_norms_P(tm, v, by, v->rx);
    each (k, v->n) {
        size_c = larger(size_c, magnitude(c[k]));
        size_P += v->rx[k];
    }
    size_c = team_max(tm, size_c);
    size_P = team_sum(tm, size_P) * splat(1.0 / v->n);
    real size = larger(size_c, size_P);
    size = pick(less(zero(), size), size, splat(1));
    by->cost = power_of_two(reciprocal(clamp(size, EQUILIBRATE_SMALLEST, 1e8)));
    by->inverse_cost = reciprocal_of_power(by->cost);
    if (v->sparse) {
        kkt_sparse_rescale_P(tm, v->sparse, by->cost);
    } else {
        kkt_dense *dense = v->dense;
        if (v->has_P) symmetric_scale(tm, v->n, by->column, by->cost, dense->P);
        rectangle_scale(tm, v->n, v->m, dense->runs, by->column, by->row, dense->A);
        kkt_dense_prepare(tm, dense, cones);
    }
    each (k, v->n) {
        c[k] *= by->cost;
        by->inverse_column[k] = reciprocal_of_power(by->column[k]);
    }
    each (i, v->m) by->inverse_row[i] = reciprocal_of_power(by->row[i]);
    sync(tm);
}

#endif

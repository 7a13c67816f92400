/* The dual method's problem in one thread: its factor and vectors in registers, G below the diagonal of its place in
   shared memory, what is seldom used above it. By rows, dense P and A, n and m at most SIDE. */
#ifndef CUDA_THREAD_DUAL_H
#define CUDA_THREAD_DUAL_H

#include "thread_factor.h"
#include "thread_keep.h"
#include "thread_stage.h"

typedef struct dual {
    int n, m, z;
    int by_columns; /* 0 */
    double regularisation, start_diagonal, start_slack;
    const cnl_data *data;
    stage at;
    int64_t problem;
    double *kept;     /* this lane's place for R and V (thread_keep.h); NULL: they are not kept */
    real K[TRIANGLE]; /* a factor, its diagonal inverted */
    spare_array b, d, q, diagonal;
    delta_array delta;
    real w[SIDE], x[SIDE], y[SIDE], s[SIDE], dy[SIDE], ds[SIDE], inverse_y[SIDE], target[SIDE], ray[SIDE];
    real Px[SIDE], Aty[SIDE]; /* for the judgement */
    real p[SIDE];             /* by columns only, as what follows */
    real *u, *f;
    real scale_b, scale_c, w_norm, size_P, pivot_loss, dual_residual;
} dual;

#include "../engine/dual_tune.h"

/* The staged P's symmetric part, the identity beyond n, and its factor. Returns the largest loss of a pivot. */
FN real thread_factor_P(dual *v)
{
    const cnl_data *data = v->data;
    stage_matrix(&v->at, data->P, data->P_stride, v->n, v->n);
    real own[SIDE];
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        UNROLL for (int k = 0; k <= i; k++) v->K[lower_at(i, k)] =
            i < v->n ? 0.5 * (staged(&v->at, i, k) + staged(&v->at, k, i)) : i == k;
        own[i] = v->K[lower_at(i, i)];
    }
    thread_factor(v->K);
    real loss = zero();
    v->size_P = zero();
    each (i, v->n) {
        real share = own[i] * v->K[lower_at(i, i)] * v->K[lower_at(i, i)];
        loss = share <= loss ? loss : share; /* NaN is the largest */
        v->size_P += own[i];
    }
    v->size_P = square_root(v->size_P);
    return loss;
}

/* V = A R^-T in the places of A; d = b + V w kept aside, as b's place is V's still. */
FN void thread_transform(dual *v, real *d)
{
    const cnl_data *data = v->data;
    stage_matrix(&v->at, data->A, data->A_stride, v->m, v->n);
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        stage_fence();
        real row[SIDE];
        UNROLL for (int k = 0; k < SIDE; k++) row[k] = staged(&v->at, i, k);
        thread_solve_lower(v->K, row);
        if (v->kept) keep_row(row, i, v->kept);
        real sum = i < v->m ? data->b[v->problem * data->b_stride + i] : zero();
        v->scale_b = larger(v->scale_b, magnitude(sum));
        UNROLL for (int k = 0; k < SIDE; k++)
        {
            stage_put(&v->at, i, k, row[k]);
            sum = muladd(row[k], v->w[k], sum);
        }
        d[i] = sum;
    }
}

/* G = V V' over V, from the last row on: a row of G needs the rows of V before it. */
FN void thread_gram(dual *v)
{
    UNROLL for (int i = SIDE - 1; i >= 0; i--)
    {
        stage_fence();
        real row[SIDE];
        real G[SIDE];
        UNROLL for (int k = 0; k < SIDE; k++) row[k] = staged(&v->at, i, k);
        UNROLL for (int j = 0; j <= i; j++)
        {
            real sum = zero();
            UNROLL for (int k = 0; k < SIDE; k++) sum = muladd(row[k], staged(&v->at, j, k), sum);
            G[j] = sum;
        }
        UNROLL for (int j = 0; j <= i; j++) stage_put(&v->at, i, j, G[j]);
    }
}

FN void thread_spare(dual *v)
{
    spare_array *of[] = {&v->b, &v->d, &v->q, &v->diagonal};
    UNROLL for (int k = 0; k < 4; k++)
    {
        of[k]->numbers = v->at.numbers;
        of[k]->from = k * SIDE;
    }
}

FNSTEP mask dual_setup(team *tm, dual *v)
{
    (void)tm;
    const cnl_data *data = v->data;
    dual_tune(v);
    v->scale_b = v->scale_c = v->w_norm = v->dual_residual = zero();
    v->pivot_loss = thread_factor_P(v);
    if (v->kept) keep_factor(v->K, v->pivot_loss, v->kept);
    UNROLL for (int k = 0; k < SIDE; k++)
    {
        v->w[k] = k < v->n ? data->c[v->problem * data->c_stride + k] : zero();
        v->scale_c = larger(v->scale_c, magnitude(v->w[k]));
    }
    thread_solve_lower(v->K, v->w);
    UNROLL for (int k = 0; k < SIDE; k++) v->w_norm = muladd(v->w[k], v->w[k], v->w_norm);
    real d[SIDE];
    thread_transform(v, d);
    thread_gram(v);
    thread_spare(v);
    v->delta.numbers = v->at.numbers;
    v->delta.regularisation = v->regularisation;
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        v->b[i] = i < v->m ? data->b[v->problem * data->b_stride + i] : zero();
        v->d[i] = d[i];
        v->diagonal[i] = 1;
        v->y[i] = v->q[i] = v->s[i] = v->dy[i] = zero();
    }
    return ~less(v->pivot_loss, DUAL_WORST_PIVOT);
}

/* dy in place of r. */
FNSTEP void dual_solve(team *tm, const dual *v, const real *f, real *r, real *u)
{
    (void)tm;
    (void)f;
    (void)u;
    thread_solve_lower(v->K, r);
    thread_solve_upper(v->K, r);
}

FNSTEP void dual_factor_and_solve(team *tm, dual *v, real *r)
{
    sync(tm);
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        UNROLL for (int k = 0; k < i; k++) v->K[lower_at(i, k)] = staged(&v->at, i, k);
        v->K[lower_at(i, i)] = i < v->m ? staged(&v->at, i, i) + v->diagonal[i] : 1;
    }
    thread_factor(v->K);
    dual_solve(tm, v, NULL, r, NULL);
}

/* q += G y. */
FN void dual_multiply_G(team *tm, const dual *v, const real *y, spare_array q)
{
    (void)tm;
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        UNROLL for (int k = 0; k < SIDE; k++) q[i] =
            muladd(k <= i ? staged(&v->at, i, k) : staged(&v->at, k, i), y[k], q[i]);
    }
}

/* out = A'y, from the user's numbers: seldom. */
FN void dual_multiply_A_transposed(team *tm, const dual *v, const real *y, real *out)
{
    (void)tm;
    const double *A = v->data->A + v->problem * v->data->A_stride;
    UNROLL for (int k = 0; k < SIDE; k++) out[k] = zero();
    each (i, v->m)
        UNROLL for (int k = 0; k < SIDE; k++) out[k] = k < v->n ? muladd(A[i * v->n + k], y[i], out[k]) : out[k];
}

/* x = -P^-1 (c + A'y), with the matrices staged once more; P x and A'y on the way. */
FN void dual_recover_x(team *tm, dual *v)
{
    (void)tm;
    const cnl_data *data = v->data;
    stage_matrix(&v->at, data->A, data->A_stride, v->m, v->n);
    stage_ask_ahead(&v->at, data->P, data->P_stride);
    stage_ask_ahead(&v->at, data->A, data->A_stride);
    UNROLL for (int k = 0; k < SIDE; k++)
    {
        stage_fence();
        v->Aty[k] = zero();
        UNROLL for (int i = 0; i < SIDE; i++) v->Aty[k] = muladd(staged(&v->at, i, k), v->y[i], v->Aty[k]);
        real c = k < v->n ? data->c[v->problem * data->c_stride + k] : zero();
        v->x[k] = -(c + v->Aty[k]);
    }
    thread_factor_P(v);
    thread_solve_lower(v->K, v->x);
    thread_solve_upper(v->K, v->x);
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        stage_fence();
        v->Px[i] = zero();
        UNROLL for (int k = 0; k < SIDE; k++) v->Px[i] =
            muladd(0.5 * (staged(&v->at, i, k) + staged(&v->at, k, i)), v->x[k], v->Px[i]);
    }
}

#endif

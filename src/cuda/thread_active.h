/* The system of engine/dual_derivative.h in one thread, from what the solve has kept (thread_keep.h): V in shared
   memory, interleaved (thread_stage.h), the factor of V V' + H in registers, P's where it is kept. The system always
   has SIDE rows and variables: rows that are not active, or that the problem lacks, are zero in V and 1 on the
   diagonal, variables that it lacks are those of an identity. So every index is a constant. */
#ifndef CUDA_THREAD_ACTIVE_H
#define CUDA_THREAD_ACTIVE_H

#include "thread_keep.h"
#include "thread_stage.h"

/* A number, read where it is used: the compiler would keep a matrix in registers from one product to the next, which is
   to say in local memory. */
FN double read_again(const double *from) { return *(const volatile double *)from; }

/* A factor as it is kept. */
typedef struct kept_triangle {
    const double *numbers;

    __device__ double operator[](int place) const { return read_again(numbers + place * KEPT_GROUP); }
} kept_triangle;

/* H, and 1 in the rows that are not active: bits say where it is 1, and elsewhere it is 0. */
typedef struct unit_diagonal {
    unsigned ones;

    __device__ double operator[](int i) const { return ones >> i & 1 ? 1 : 0; }
} unit_diagonal;

typedef struct dual_derivative {
    static constexpr int n = SIDE, m = SIDE;
    stage at;        /* V of the problems of a warp */
    kept_triangle R; /* P's factor */
    unsigned active; /* rows, as bits */
    unit_diagonal diagonal;
    real K[TRIANGLE];                                                    /* the factor of V V' + H */
    real shift[SIDE];                                                    /* V'slack: see dual_derivative_lower() */
    mutable real right[SIDE], correction[SIDE], half[SIDE], along[SIDE]; /* elsewhere they are behind pointers */
    mask unfit, inexact, degenerate;
} dual_derivative;

/* Which rows are active, of the staged s and y. H of a row is 0 or, where D = 1/2, 1. More active rows than variables
   depend, and NaN in the factor says that P's pivots lose too much: then the system is unfit. */
FN void dual_derivative_choose_rows(dual_derivative *v, int n, int z, int m, const double *s, const double *y)
{
    v->active = v->diagonal.ones = 0;
    v->degenerate = none();
    ROLLED for (int i = 0; i < SIDE; i++)
    {
        real lambda = zero();
        if (i < m) lambda = i < z ? splat(1) : derivative_of_row(s[i * STRIDE], y[i * STRIDE], &v->degenerate);
        v->active |= (unsigned)(lambda > 0) << i;
        v->diagonal.ones |= (unsigned)(lambda < 1) << i;
    }
    v->unfit = -(mask)(__popc(v->active) > n) | ~is_finite(v->R[0]);
}

FN int is_active(const dual_derivative *v, int i) { return v->active >> i & 1; }

/* K = L L'; says whether its pivots lose too much. */
FN void dual_derivative_factor(dual_derivative *v)
{
    real own[SIDE];
    UNROLL for (int i = 0; i < SIDE; i++) own[i] = v->K[lower_at(i, i)];
    thread_factor(v->K);
    v->inexact = none();
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        real loss = own[i] * v->K[lower_at(i, i)] * v->K[lower_at(i, i)];
        v->unfit |= ~less(loss, splat(DUAL_DERIVATIVE_WORST_PIVOT));
        v->inexact |= ~less(loss, splat(DUAL_DERIVATIVE_EXACT_PIVOT));
    }
}

FN double kept_V(const double *kept, int i, int k) { return kept[(TRIANGLE + i * SIDE + k) * KEPT_GROUP]; }

/* shift = V'slack over the rows that are not active. */
FN void dual_derivative_shift(dual_derivative *v, int m, const double *kept, const double *slack)
{
    UNROLL for (int k = 0; k < SIDE; k++) v->shift[k] = zero();
    if (slack == NULL) return;
    ROLLED for (int i = 0; i < m; i++)
    {
        real own = is_active(v, i) ? zero() : slack[i * STRIDE];
        UNROLL for (int k = 0; k < SIDE; k++) v->shift[k] = muladd(kept_V(kept, i, k), own, v->shift[k]);
    }
}

/* Rows of V that are under way at once. */
constexpr int ROWS_AT_ONCE = 5;
static_assert(SIDE % ROWS_AT_ONCE == 0, "as many each time");

/* V from `kept`, zero in the rows that are not active. */
FN void dual_derivative_load_V(dual_derivative *v, const double *kept)
{
    ROLLED for (int first = 0; first < SIDE; first += ROWS_AT_ONCE)
    {
        double held[ROWS_AT_ONCE][SIDE];
        UNROLL for (int i = 0; i < ROWS_AT_ONCE; i++) UNROLL for (int k = 0; k < SIDE; k++) held[i][k] =
            kept_V(kept, first + i, k);
        UNROLL for (int i = 0; i < ROWS_AT_ONCE; i++)
        {
            int active = is_active(v, first + i);
            UNROLL for (int k = 0; k < SIDE; k++) stage_put(&v->at, first + i, k, active ? held[i][k] : zero());
        }
    }
}

/* K = V V' + H, column after column of V. */
FN void dual_derivative_gram(dual_derivative *v)
{
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        UNROLL for (int j = 0; j <= i; j++) v->K[lower_at(i, j)] = i == j ? v->diagonal[i] : zero();
    }
    ROLLED for (int k = 0; k < SIDE; k++)
    {
        real column[SIDE];
        UNROLL for (int i = 0; i < SIDE; i++) column[i] = staged(&v->at, i, k);
        UNROLL for (int i = 0; i < SIDE; i++)
        {
            UNROLL for (int j = 0; j <= i; j++) v->K[lower_at(i, j)] =
                muladd(column[i], column[j], v->K[lower_at(i, j)]);
        }
    }
}

/* u = R^-1 u; and -V'slack, which stands for -A'slack in u, as A = V R'. */
FN void dual_derivative_lower(team *tm, const dual_derivative *v, real *u)
{
    (void)tm;
    thread_solve_lower(v->R, u);
    UNROLL for (int k = 0; k < SIDE; k++) u[k] -= v->shift[k];
}

/* u = R^-T u. */
FN void dual_derivative_upper(team *tm, const dual_derivative *v, real *u)
{
    (void)tm;
    thread_solve_upper(v->R, u);
}

FN double V_again(const dual_derivative *v, int i, int k)
{
    return read_again(v->at.numbers + (i * SIDE + k) * STRIDE);
}

/* out = V u. */
FN void dual_derivative_multiply(team *tm, const dual_derivative *v, const real *u, real *out)
{
    (void)tm;
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        real sum = zero();
        UNROLL for (int k = 0; k < SIDE; k++) sum = muladd(V_again(v, i, k), u[k], sum);
        out[i] = sum;
    }
}

/* out = V'y. */
FN void dual_derivative_multiply_transposed(team *tm, const dual_derivative *v, const real *y, real *out)
{
    (void)tm;
    UNROLL for (int k = 0; k < SIDE; k++) out[k] = zero();
    UNROLL for (int i = 0; i < SIDE; i++)
    {
        UNROLL for (int k = 0; k < SIDE; k++) out[k] = muladd(V_again(v, i, k), y[i], out[k]);
    }
}

/* y = (V V' + H)^-1 y. */
FN void dual_derivative_invert(team *tm, const dual_derivative *v, real *y)
{
    (void)tm;
    thread_solve_lower(v->K, y);
    thread_solve_upper(v->K, y);
}

#endif

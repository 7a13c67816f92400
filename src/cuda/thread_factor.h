/* The Cholesky factor of a thread and its substitutions, every index a constant. A triangle of order SIDE is an array
   of registers or a stored_triangle (thread_active.h); a factor's diagonal is inverted. */
#ifndef CUDA_THREAD_FACTOR_H
#define CUDA_THREAD_FACTOR_H

constexpr int TRIANGLE = SIDE * (SIDE + 1) / 2;
FNBOTH constexpr int lower_at(int i, int k) { return i * (i + 1) / 2 + k; }

/* K = L L' in place. */
FN void thread_factor(real *K)
{
    UNROLL for (int j = 0; j < SIDE; j++)
    {
        real inverse = reciprocal_root(K[lower_at(j, j)]);
        K[lower_at(j, j)] = inverse;
        UNROLL for (int i = j + 1; i < SIDE; i++) K[lower_at(i, j)] *= inverse;
        UNROLL for (int k = j + 1; k < SIDE; k++)
        {
            UNROLL for (int i = k; i < SIDE; i++) K[lower_at(i, k)] =
                mulsub(K[lower_at(i, j)], K[lower_at(k, j)], K[lower_at(i, k)]);
        }
    }
}

/* y = L^-1 y. */
template <class Triangle> FN void thread_solve_lower(const Triangle &K, real *y)
{
    UNROLL for (int j = 0; j < SIDE; j++)
    {
        y[j] *= K[lower_at(j, j)];
        UNROLL for (int i = j + 1; i < SIDE; i++) y[i] = mulsub(K[lower_at(i, j)], y[j], y[i]);
    }
}

/* y = L^-T y. */
template <class Triangle> FN void thread_solve_upper(const Triangle &K, real *y)
{
    UNROLL for (int j = SIDE - 1; j >= 0; j--)
    {
        y[j] *= K[lower_at(j, j)];
        UNROLL for (int i = 0; i < j; i++) y[i] = mulsub(K[lower_at(j, i)], y[j], y[i]);
    }
}

#endif

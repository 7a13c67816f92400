/* The dense blocks of a sparse factor's fronts by a squad: a thread per row, or per number. (Panels are single rows.)
 */
#ifndef CUDA_BLOCK_FRONT_H
#define CUDA_BLOCK_FRONT_H

#include "block_walk.h"

#include "../engine/sparse_state.h"

/* Row i of a front's columns of L: of the triangle, then of the rectangle. */
FN real *front_row(const sparse_front *front, int i, real *diagonal, real *below)
{
    int k = front->pivots;
    return i < k ? diagonal + triangle_start(i) : below + (int64_t)(i - k) * k;
}

FN int front_run_end(const sparse_signs *signs, int run)
{
    return run == 0 ? signs->ends[0] : run == 1 ? signs->ends[1] : run == 2 ? signs->ends[2] : signs->ends[3];
}

/* c - a S b' over `count` columns, run after run of signs: one loop for all four, as code has to be short; four sums,
   so that none waits for another. */
FN real front_subtract(int count, const sparse_signs *signs, const real *a, const real *b, real c)
{
    real sum[4] = {c, 0, 0, 0};
    int k = 0;
    ROLLED for (int run = 0; run < 4 && k < count; run++)
    {
        real sign = run % 2 == 0 ? 1 : -1;
        int end = smaller_count(front_run_end(signs, run), count);
        ROLLED for (; k + 4 <= end; k += 4) UNROLL for (int r = 0; r < 4; r++) sum[r] =
            muladd(sign * a[k + r], b[k + r], sum[r]);
        ROLLED for (; k < end; k++) sum[0] = muladd(sign * a[k], b[k], sum[0]);
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* diagonal = L11 S L11', below = below L11^-T S. Left-looking, but for the numbers on the diagonal, from which their
   own rows take each column at once: so a pivot is ready when its turn comes, every thread takes its root for itself,
   and one meeting of the squad for each column is enough. It is written down when nobody reads what was in its place.
 */
FN void sparse_front_eliminate(squad *sq, const sparse_front *front, real *diagonal, real *below)
{
    int k = front->pivots;
    sparse_signs signs = sparse_signs_of(front);
    ROLLED for (int j = 0; j < k; j++)
    {
        real *row = diagonal + triangle_start(j);
        tile pivot = {{row[j]}};
        tile_factor_signed(1, j, &signs, pivot);
        real sign = sparse_is_positive(&signs, j) ? 1 : -1;
        each_in_from (sq, i, j + 1, front->size) {
            real *own = front_row(front, i, diagonal, below);
            real number = front_subtract(j, &signs, own, row, own[j]) * pivot[0][0];
            own[j] = number;
            if (i < k) own[i] = mulsub(sign * number, number, own[i]);
        }
        squad_sync(sq);
        if (squad_leads(sq)) row[j] = pivot[0][0];
    }
    squad_sync(sq);
}

/* update = -below S below': its numbers dealt out as one list of pairs. */
FN void sparse_front_update(squad *sq, const sparse_front *front, const real *below, real *update)
{
    int k = front->pivots;
    int rows = front->size - k;
    sparse_signs signs = sparse_signs_of(front);
    each_in (sq, e, rows * rows) {
        int i = e / rows;
        int j = e % rows;
        if (j > i) continue;
        update[triangle_start(i) + j] =
            front_subtract(k, &signs, below + (int64_t)i * k, below + (int64_t)j * k, zero());
    }
    squad_sync(sq);
}

#endif

/* Products with the sparse P and A, their norms, and scaling them. */
#ifndef ENGINE_SPARSE_PRODUCT_H
#define ENGINE_SPARSE_PRODUCT_H

/* Sum of numbers[number[k]] x[other[k]] for k from `begin` to `end`; four sums, so that none waits for another. */
FN real sparse_dot(int begin, int end, const real *numbers, const int32_t *number, const int32_t *other, const real *x)
{
    real sum[4] = {zero(), zero(), zero(), zero()};
    int k = begin;
    for (; k + 4 <= end; k += 4)
        UNROLL for (int r = 0; r < 4; r++) sum[r] = muladd(numbers[number[k + r]], x[other[k + r]], sum[r]);
    for (; k < end; k++) sum[0] = muladd(numbers[number[k]], x[other[k]], sum[0]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* The same where the numbers lie side by side. */
FN real sparse_column_dot(int begin, int end, const real *numbers, const int32_t *other, const real *x)
{
    real sum[4] = {zero(), zero(), zero(), zero()};
    int k = begin;
    for (; k + 4 <= end; k += 4)
        UNROLL for (int r = 0; r < 4; r++) sum[r] = muladd(numbers[k + r], x[other[k + r]], sum[r]);
    for (; k < end; k++) sum[0] = muladd(numbers[k], x[other[k]], sum[0]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* out = rows x, rows given by lists. */
FNBIG void sparse_lists_product(team *tm, int rows, const sparse_lists *lists, const real *numbers, const real *x,
                                real *out)
{
    each (i, rows) out[i] = sparse_dot(lists->starts[i], lists->starts[i + 1], numbers, lists->number, lists->other, x);
    sync(tm);
}

/* Largest magnitude in each row. */
FNBIG void sparse_lists_norms(team *tm, int rows, const sparse_lists *lists, const real *numbers, real *norms)
{
    each (i, rows) {
        real most = zero();
        for (int k = lists->starts[i]; k < lists->starts[i + 1]; k++)
            most = larger(magnitude(numbers[lists->number[k]]), most);
        norms[i] = most;
    }
    sync(tm);
}

#endif

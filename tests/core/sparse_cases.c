#include "sparse_cases.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* xorshift64* [Vigna 2016] */
static double uniform(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 0x2545F4914F6CDD1Du) >> 11) * 0x1p-53;
}

static bool is_entry(sparse_kind kind, int order, int row, int column, uint64_t *state)
{
    int side = (int)ceil(sqrt(order));
    int rows = order / 3;
    switch (kind) {
    case KIND_DIAGONAL:
        return false;
    case KIND_TRIDIAGONAL:
        return column == row + 1;
    case KIND_ARROW:
        return row == 0;
    case KIND_BLOCKS:
        return row / 7 == column / 7;
    case KIND_DENSE:
        return true;
    case KIND_RANDOM:
        return uniform(state) < 3.0 / order;
    case KIND_GRID:
        return column == row + side || (column == row + 1 && column % side != 0);
    case KIND_KKT:
        if (row >= order - rows || column < order - rows) return false;
        return column >= order - 2 || uniform(state) < 4.0 / order;
    }
    return false;
}

static void fill_dense(sparse_case *made, sparse_kind kind, uint64_t *state)
{
    int order = made->order;
    for (int row = 0; row < order; row++) {
        for (int column = row + 1; column < order; column++) {
            if (!is_entry(kind, order, row, column, state)) continue;
            double number = 2 * uniform(state) - 1;
            made->dense[row * order + column] = number;
            made->dense[column * order + row] = number;
        }
    }
    for (int row = 0; row < order; row++) {
        double sum = 0.5 + uniform(state);
        for (int column = 0; column < order; column++) sum += fabs(made->dense[row * order + column]);
        bool is_negative = kind == KIND_KKT ? row >= order - order / 3 : uniform(state) < 0.4;
        made->signs[row] = is_negative ? -1 : 1;
        made->dense[row * order + row] = made->signs[row] * sum;
    }
}

sparse_case sparse_case_make(sparse_kind kind, int order, uint64_t seed)
{
    size_t size = (size_t)order * (size_t)order;
    sparse_case made = {.order = order};
    made.dense = calloc(size, sizeof *made.dense);
    made.numbers = calloc(size, sizeof *made.numbers);
    made.row_indices = calloc(size, sizeof *made.row_indices);
    made.column_starts = calloc((size_t)order + 1, sizeof *made.column_starts);
    made.signs = calloc((size_t)order, sizeof *made.signs);
    if (!made.dense || !made.numbers || !made.row_indices || !made.column_starts || !made.signs) abort();

    uint64_t state = seed * 2 + 1;
    fill_dense(&made, kind, &state);
    int32_t count = 0;
    for (int column = 0; column < order; column++) {
        for (int row = 0; row <= column; row++) {
            if (made.dense[row * order + column] == 0) continue;
            made.numbers[count] = made.dense[row * order + column];
            made.row_indices[count++] = row;
        }
        made.column_starts[column + 1] = count;
    }
    made.pattern = (sparse_pattern){order, made.column_starts, made.row_indices, made.signs, NULL};
    return made;
}

void sparse_case_free(sparse_case *made)
{
    free(made->dense);
    free(made->numbers);
    free(made->row_indices);
    free(made->column_starts);
    free(made->signs);
}

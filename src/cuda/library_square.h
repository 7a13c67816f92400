/* Symmetric matrices as a library takes them and leaves them: column after column, of which only what is above the
   diagonal counts. */
#ifndef CUDA_LIBRARY_SQUARE_H
#define CUDA_LIBRARY_SQUARE_H

#include "../engine/panel.h"
#include "library_kernels.h"
#include "team_room.h"

FNBOTH int even(int count) { return count + count % 2; }

typedef struct library_square {
    int n;
    int order; /* rows in memory, even: so columns begin where a pair of numbers may */
    real *numbers;
} library_square;

FNBOTH library_square take_square(arena *memory, int n)
{
    library_square made = {n, even(n), NULL};
    made.numbers = take(memory, rectangle_size(n, made.order));
    return made;
}

FNBOTH library_matrix matrix_at(const unsigned char *slot, const real *numbers, int rows, int columns, int apart)
{
    library_matrix found = {(size_t)((const unsigned char *)numbers - slot), rows, columns, apart};
    return found;
}

FNBOTH library_matrix square_at(const unsigned char *slot, const library_square *of)
{
    return matrix_at(slot, of->numbers, of->n, of->n, of->order);
}

/* S + diag(add), S a triangle; add may be NULL. */
FN void square_store(team *tm, const library_square *to, const real *S, const real *add)
{
    for (int j = first_of_column(); j < to->n; j += step_of_column()) {
        const real *row = S + triangle_start(j);
        real *column = to->numbers + (int64_t)j * to->order;
        each_column (i, j + 1) column[i] = add && i == j ? row[i] + add[i] : row[i];
    }
    sync(tm);
}

/* A triangle of it. */
FN void square_fetch(team *tm, const library_square *from, real *S)
{
    for (int j = first_of_column(); j < from->n; j += step_of_column()) {
        const real *column = from->numbers + (int64_t)j * from->order;
        real *row = S + triangle_start(j);
        each_column (i, j + 1) row[i] = column[i];
    }
    sync(tm);
}

/* A factor U'U as the block executor's solves take it: L = U' in rows, 1 / L_jj on the diagonal. One that has broken
   down is none: as in the block executor its last pivot is NaN then. */
FN void square_fetch_factor(team *tm, const library_square *from, int has_broken_down, real *L)
{
    for (int j = first_of_column(); j < from->n; j += step_of_column()) {
        const real *column = from->numbers + (int64_t)j * from->order;
        real *row = L + triangle_start(j);
        int is_lost = has_broken_down && j == from->n - 1;
        each_column (i, j + 1) row[i] = i == j ? (is_lost ? splat(NAN) : reciprocal(column[i])) : column[i];
    }
    sync(tm);
}

#endif

/* 8 x 8 tiles in the registers of a warp.

   Lane 4 r + q holds row r, columns 2 q and 2 q + 1: the layout in which tensor cores leave a sum. The two numbers also
   serve, as they are, as both operands of the next product, for the order of its inner index is free. So c += x y'
   moves nothing between lanes. */
#ifndef CUDA_WARP_TILE_H
#define CUDA_WARP_TILE_H

#include "instances.h"
#include "scalar.h"

/* Older devices have no such products; kernels are empty there, and plans do without them (instances.h). */
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 10 * TILE_PRODUCTS_FROM
#define HAS_TILE_PRODUCTS
#endif

constexpr int TILE_SIDE = 8;
constexpr int TILE_NUMBERS = TILE_SIDE * TILE_SIDE;

typedef struct tile8 {
    real even, odd; /* columns 2 q, 2 q + 1 */
} tile8;

FN int tile_row(void) { return (int)threadIdx.x % 32 / 4; }
FN int tile_pair(void) { return (int)threadIdx.x % 4; }

FN tile8 tile_zeros(void)
{
    tile8 c = {0, 0};
    return c;
}

FN tile8 tile_negative(tile8 c)
{
    tile8 out = {-c.even, -c.odd};
    return out;
}

#ifdef SINGLE_PRECISION
#include "warp_tile_single.h"
#else
#include "warp_tile_double.h"
#endif

/* Tiles in memory lie row after row. */
FN tile8 tile_from(const real *memory)
{
    real2 pair = ((const real2 *)memory)[threadIdx.x % 32];
    tile8 c = {pair.x, pair.y};
    return c;
}

FN void tile_to(real *memory, tile8 c) { ((real2 *)memory)[threadIdx.x % 32] = make_real2(c.even, c.odd); }

/* The transpose of a tile in memory. */
FN tile8 tile_transposed(const real *memory)
{
    int at = 2 * TILE_SIDE * tile_pair() + tile_row();
    tile8 c = {memory[at], memory[at + TILE_SIDE]};
    return c;
}

/* Eight numbers of a vector, in every row. */
FN tile8 tile_vector(const real *memory)
{
    real2 pair = ((const real2 *)memory)[tile_pair()];
    tile8 c = {pair.x, pair.y};
    return c;
}

FN void tile_vector_to(real *memory, tile8 c)
{
    if (tile_row() == 0) ((real2 *)memory)[tile_pair()] = make_real2(c.even, c.odd);
}

/* For the compiler alone: a number that it has not seen before. What it works out from it, the places of a matrix's
   tiles, is not kept, which is to say spilled, until the next product needs the same. */
FN int seen_anew(int number)
{
#ifndef CONELET_CUDASIM
    asm volatile("" : "+r"(number));
#endif
    return number;
}

/* From the user's matrix of `rows` rows and `columns` columns, row after row: the tile that starts at row i, column k;
   zeros outside. (Loads that do not wait for a branch, from places inside the matrix, made solves 5 % slower.) */
FN tile8 tile_of_matrix(const real *matrix, int rows, int columns, int i, int k)
{
    int row = i + tile_row();
    int column = k + 2 * tile_pair();
    const real *at = matrix + (int64_t)row * columns + column;
    tile8 c = {row < rows && column < columns ? at[0] : 0, row < rows && column + 1 < columns ? at[1] : 0};
    return c;
}

/* Do the rows of a matrix begin where sixteen bytes can be read at once? */
FN int has_pairs(const real *matrix, int columns)
{
    return columns % 2 == 0 && (uintptr_t)matrix % (2 * sizeof(real)) == 0;
}

/* The numbers at two places, which PAIRS says are neighbours in a matrix that has_pairs(). */
template <int PAIRS> FN tile8 tile_of_places(const real *matrix, int even, int odd)
{
    if constexpr (PAIRS) {
        real2 both = *(const real2 *)(matrix + even);
        return {both.x, both.y};
    } else {
        return {matrix[even], matrix[odd]};
    }
}

/* The same from rows that need not lie together: each lane names its own, -1 for one of zeros. Every lane reads inside
   the matrix, so that no load waits for a branch. */
template <int PAIRS> FN tile8 tile_of_rows(const real *matrix, int columns, int row, int k)
{
    int even = k + 2 * tile_pair();
    int first = (row < 0 ? 0 : row) * columns;
    tile8 c =
        tile_of_places<PAIRS>(matrix, first + (even < columns ? even : 0), first + (even + 1 < columns ? even + 1 : 0));
    if (row < 0 || even >= columns) c.even = 0;
    if (row < 0 || even + 1 >= columns) c.odd = 0;
    return c;
}

/* The same of the transpose of a whole matrix, which starts at row i, column k of the transpose. */
FN tile8 tile_of_transpose(const real *matrix, int rows, int columns, int i, int k)
{
    int column = i + tile_row();
    int row = k + 2 * tile_pair();
    const real *at = matrix + (int64_t)row * columns + column;
    tile8 c = {row < rows && column < columns ? at[0] : 0, row + 1 < rows && column < columns ? at[columns] : 0};
    return c;
}

/* The symmetric part of a whole matrix of order n, the identity beyond it. Finite where its numbers are. */
FN tile8 tile_of_symmetric(const real *matrix, int n, int i, int k)
{
    tile8 there = tile_of_matrix(matrix, n, n, i, k);
    tile8 back = tile_of_transpose(matrix, n, n, i, k);
    int row = i + tile_row();
    int column = k + 2 * tile_pair();
    tile8 c = {splat(0.5) * there.even + splat(0.5) * back.even, splat(0.5) * there.odd + splat(0.5) * back.odd};
    if (row >= n && row == column) c.even = 1;
    if (row >= n && row == column + 1) c.odd = 1;
    return c;
}

/* Add the numbers of a vector to the diagonal of a tile. */
FN void tile_add_diagonal(tile8 *c, const real *diagonal)
{
    int row = tile_row();
    real own = diagonal[row];
    if (row == 2 * tile_pair()) c->even += own;
    if (row == 2 * tile_pair() + 1) c->odd += own;
}

FN void tile_diagonal_to(real *memory, tile8 c)
{
    int row = tile_row();
    if (row == 2 * tile_pair()) memory[row] = c.even;
    if (row == 2 * tile_pair() + 1) memory[row] = c.odd;
}

#endif

/* 8 x 8 tiles of doubles in the registers of a warp.

   Lane 4 r + q holds row r, columns 2 q and 2 q + 1: the layout in which tensor cores leave a sum of m8n8k4. The two
   numbers also serve, as they are, as both operands of the next product, for the order of its inner index is free. So
   c += x y' moves nothing between lanes. */
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
    double even, odd; /* columns 2 q, 2 q + 1 */
} tile8;

FN int tile_row(void) { return (int)threadIdx.x % 32 / 4; }
FN int tile_pair(void) { return (int)threadIdx.x % 4; }

#if defined(CONELET_CUDASIM)
FN void multiply_add(double *even, double *odd, double a, double b)
{
    double c[2] = {*even, *odd};
    cudasim_mma_m8n8k4_f64(c, a, b);
    *even = c[0];
    *odd = c[1];
}
#else
FN void multiply_add(double *even, double *odd, double a, double b)
{
    asm("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
        : "+d"(*even), "+d"(*odd)
        : "d"(a), "d"(b));
}
#endif

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

/* c += x y'. */
FN void add_product(tile8 *c, tile8 x, tile8 y)
{
    multiply_add(&c->even, &c->odd, x.even, y.even);
    multiply_add(&c->even, &c->odd, x.odd, y.odd);
}

/* Two tiles with the same right factor: c0 += x0 y', c1 += x1 y'. From sm_90 on one instruction does both, at twice the
   rate of m8n8k4 (measured on an H100: 66 against 33 TFLOP/s). */
FN void add_products(tile8 *c0, tile8 *c1, tile8 x0, tile8 x1, tile8 y)
{
#if !defined(CONELET_CUDASIM) && defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    asm("mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+d"(c0->even), "+d"(c0->odd), "+d"(c1->even), "+d"(c1->odd)
        : "d"(x0.even), "d"(x1.even), "d"(x0.odd), "d"(x1.odd), "d"(y.even), "d"(y.odd));
#else
    add_product(c0, x0, y);
    add_product(c1, x1, y);
#endif
}

/* Tiles in memory lie row after row. */
FN tile8 tile_from(const double *memory)
{
    double2 pair = ((const double2 *)memory)[threadIdx.x % 32];
    tile8 c = {pair.x, pair.y};
    return c;
}

FN void tile_to(double *memory, tile8 c) { ((double2 *)memory)[threadIdx.x % 32] = make_double2(c.even, c.odd); }

/* The transpose of a tile in memory. */
FN tile8 tile_transposed(const double *memory)
{
    int at = 2 * TILE_SIDE * tile_pair() + tile_row();
    tile8 c = {memory[at], memory[at + TILE_SIDE]};
    return c;
}

/* Eight numbers of a vector, in every row. */
FN tile8 tile_vector(const double *memory)
{
    double2 pair = ((const double2 *)memory)[tile_pair()];
    tile8 c = {pair.x, pair.y};
    return c;
}

FN void tile_vector_to(double *memory, tile8 c)
{
    if (tile_row() == 0) ((double2 *)memory)[tile_pair()] = make_double2(c.even, c.odd);
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
FN tile8 tile_of_matrix(const double *matrix, int rows, int columns, int i, int k)
{
    int row = i + tile_row();
    int column = k + 2 * tile_pair();
    const double *at = matrix + (int64_t)row * columns + column;
    tile8 c = {row < rows && column < columns ? at[0] : 0, row < rows && column + 1 < columns ? at[1] : 0};
    return c;
}

/* Do the rows of a matrix begin where sixteen bytes can be read at once? */
FN int has_pairs(const double *matrix, int columns)
{
    return columns % 2 == 0 && (uintptr_t)matrix % (2 * sizeof(double)) == 0;
}

/* The numbers at two places, which PAIRS says are neighbours in a matrix that has_pairs(). */
template <int PAIRS> FN tile8 tile_of_places(const double *matrix, int even, int odd)
{
    if constexpr (PAIRS) {
        double2 both = *(const double2 *)(matrix + even);
        return {both.x, both.y};
    } else {
        return {matrix[even], matrix[odd]};
    }
}

/* The same from rows that need not lie together: each lane names its own, -1 for one of zeros. Every lane reads inside
   the matrix, so that no load waits for a branch. */
template <int PAIRS> FN tile8 tile_of_rows(const double *matrix, int columns, int row, int k)
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
FN tile8 tile_of_transpose(const double *matrix, int rows, int columns, int i, int k)
{
    int column = i + tile_row();
    int row = k + 2 * tile_pair();
    const double *at = matrix + (int64_t)row * columns + column;
    tile8 c = {row < rows && column < columns ? at[0] : 0, row + 1 < rows && column < columns ? at[columns] : 0};
    return c;
}

/* The symmetric part of a whole matrix of order n, the identity beyond it. Finite where its numbers are. */
FN tile8 tile_of_symmetric(const double *matrix, int n, int i, int k)
{
    tile8 there = tile_of_matrix(matrix, n, n, i, k);
    tile8 back = tile_of_transpose(matrix, n, n, i, k);
    int row = i + tile_row();
    int column = k + 2 * tile_pair();
    tile8 c = {0.5 * there.even + 0.5 * back.even, 0.5 * there.odd + 0.5 * back.odd};
    if (row >= n && row == column) c.even = 1;
    if (row >= n && row == column + 1) c.odd = 1;
    return c;
}

/* Each lane has a part of the sum that belongs to its row: the eight sums, as a vector. */
FN tile8 tile_row_sums(double part)
{
    tile8 sums = tile_zeros();
    multiply_add(&sums.even, &sums.odd, 1.0, part);
    return sums;
}

/* Add the numbers of a vector to the diagonal of a tile. */
FN void tile_add_diagonal(tile8 *c, const double *diagonal)
{
    int row = tile_row();
    double own = diagonal[row];
    if (row == 2 * tile_pair()) c->even += own;
    if (row == 2 * tile_pair() + 1) c->odd += own;
}

FN void tile_diagonal_to(double *memory, tile8 c)
{
    int row = tile_row();
    if (row == 2 * tile_pair()) memory[row] = c.even;
    if (row == 2 * tile_pair() + 1) memory[row] = c.odd;
}

#endif

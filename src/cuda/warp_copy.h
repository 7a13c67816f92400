/* Copies from device memory to shared memory that go on by themselves (cp.async): no register holds what is on its way.
   Who reads it waits first, and then lets the warp meet. */
#ifndef CUDA_WARP_COPY_H
#define CUDA_WARP_COPY_H

#include "warp_tile.h"

/* `count` numbers, 1 or 2, which begin where so many can be read at once; zeros in their place if they are not there,
   and then nothing is read. */
template <int count> FN void copy_later(real *shared, const real *from, int there)
{
#if defined(CONELET_CUDASIM)
    cudasim_copy_later(shared, from, count * sizeof(real), there ? count * sizeof(real) : 0);
#elif defined(HAS_TILE_PRODUCTS)
    unsigned to = (unsigned)__cvta_generic_to_shared(shared);
    int bytes = there ? count * (int)sizeof(real) : 0;
    asm volatile("cp.async.ca.shared.global [%0], [%1], %2, %3;" ::"r"(to), "l"(from), "n"(count * sizeof(real)),
                 "r"(bytes)
                 : "memory");
#endif
}

/* All copies that the lane has asked for are there. */
FN void await_copies(void)
{
#if defined(CONELET_CUDASIM)
    cudasim_await_copies();
#elif defined(HAS_TILE_PRODUCTS)
    asm volatile("cp.async.wait_all;" ::: "memory");
#endif
}

/* A tile that lies as it is in memory. */
FN void tile_later(real *shared, const real *memory)
{
    int own = 2 * ((int)threadIdx.x % 32);
    copy_later<2>(shared + own, memory + own, 1);
}

/* The tile that tile_of_rows() reads; `pairs`: has_pairs(). */
FN void tile_of_rows_later(real *shared, const real *matrix, int columns, int row, int k, int pairs)
{
    int even = k + 2 * tile_pair();
    const real *from = matrix + (row < 0 ? 0 : row) * columns + even;
    real *to = shared + 2 * ((int)threadIdx.x % 32);
    if (pairs) {
        copy_later<2>(to, from, row >= 0 && even < columns);
    } else {
        copy_later<1>(to, from, row >= 0 && even < columns);
        copy_later<1>(to + 1, from + 1, row >= 0 && even + 1 < columns);
    }
}

#endif

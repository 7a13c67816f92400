/**
 * @file qps_array.h
 * Arrays that grow while a file is read.
 */
#ifndef IO_QPS_ARRAY_H
#define IO_QPS_ARRAY_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/**
 * Make room for one more element after `count`.
 *
 * @param[in]     items     array with room for `*capacity` elements of `size` bytes; NULL at first
 * @param[in,out] capacity  doubled when it is used up
 * @return the array, perhaps elsewhere; NULL if out of memory: `items` then stays as it is
 */
static inline void *qps_array_grow(void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) return items;
    size_t larger = *capacity > 0 ? 2 * *capacity : 16;
    if (larger > SIZE_MAX / size) return NULL;
    void *moved = realloc(items, larger * size);
    if (moved != NULL) *capacity = larger;
    return moved;
}

#endif

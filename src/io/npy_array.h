/**
 * @file npy_array.h
 * An array as it lies in a file, and its conversion to the doubles and 32-bit integers that the library takes.
 */
#ifndef IO_NPY_ARRAY_H
#define IO_NPY_ARRAY_H

#include "npy_header.h"

typedef struct npy_array {
    npy_header header;
    void *bytes; /**< the elements as in the file; from malloc, owned; NULL if NPY_OTHER, never for 0 elements */
} npy_array;

enum { NPY_SHAPE_ROOM = 96 };

/** The shape as "[2, 3]" in `room`; returns `room`. */
const char *npy_shape_text(const npy_header *header, char room[NPY_SHAPE_ROOM]);

/**
 * Turn float64 or float32 elements into doubles of this machine, in C order. Afterwards `bytes` are these doubles.
 *
 * @return CNL_INVALID_ARGUMENT for another type, naming `key`
 */
cnl_status npy_array_to_f64(const char *key, npy_array *array, cnl_error *error);

/** Turn int32 or int64 elements into int32_t, for arrays of at most one axis; refuses numbers that do not fit. */
cnl_status npy_array_to_i32(const char *key, npy_array *array, cnl_error *error);

/** Free the bytes, if any are left. */
void npy_array_free(npy_array *array);

#endif

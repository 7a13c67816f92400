/**
 * @file npz_loader.h
 * From an array of an .npz file to numbers of a known shape: the batch axis, shared arrays, integers.
 */
#ifndef IO_NPZ_LOADER_H
#define IO_NPZ_LOADER_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/status.h>

#include "npz_reader.h"

/** Where arrays come from and go to, and the batch as far as it is known. */
typedef struct npz_loader {
    npz_reader *reader;
    void **storage;        /**< the list that owns what was loaded (file_storage.h) */
    int64_t batch;         /**< 0 until an array with a batch axis was loaded */
    const char *batch_key; /**< that array, for messages */
    cnl_error *error;
} npz_loader;

/** The length of an axis that is not known beforehand. */
enum { ANY_LENGTH = -1 };

/** Numbers for a batch. */
typedef struct batch_array {
    double *numbers;
    int64_t stride;   /**< from one problem to the next; 0 = shared */
    bool batched;     /**< had a batch axis */
    int64_t shape[2]; /**< of one problem */
} batch_array;

/** What one problem has in an array. */
typedef struct problem_shape {
    const char *letters; /**< for messages: "m, n" */
    int rank;            /**< 0, 1 or 2 */
    int64_t shape[2];    /**< lengths, or ANY_LENGTH */
} problem_shape;

/** Load float64 or float32 numbers with or without a leading batch axis. The file must have the key. */
cnl_status npz_load_numbers(npz_loader *loader, const char *key, const problem_shape *expected, batch_array *array);

/** Load a list of integers (one axis) of `length` elements, or ANY_LENGTH. The file must have the key. */
cnl_status npz_load_integers(npz_loader *loader, const char *key, int64_t length, int32_t **values, int64_t *count);

/** Load an integer without axes; 0 if the file does not have the key. */
cnl_status npz_load_integer(npz_loader *loader, const char *key, int32_t *value);

#endif

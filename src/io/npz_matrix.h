/**
 * @file npz_matrix.h
 * A matrix of a problem: dense, compressed sparse columns, or absent.
 */
#ifndef IO_NPZ_MATRIX_H
#define IO_NPZ_MATRIX_H

#include <conelet/problem.h>

#include "npz_loader.h"

/** Under which names a matrix is in a file. */
typedef struct matrix_keys {
    const char *dense;
    const char *data;
    const char *indices;
    const char *indptr;
    const char *letters; /**< its shape for messages: "m, n" */
} matrix_keys;

/**
 * Load a matrix of `rows` x `columns` and check its pattern. If the file has none, the layout is CNL_ABSENT.
 */
cnl_status npz_load_matrix(npz_loader *loader, const matrix_keys *keys, int32_t rows, int32_t columns,
                           cnl_pattern *pattern, batch_array *array);

/** Load a change of a matrix that has this pattern: dense, or one number per entry. Nothing if the file has none. */
cnl_status npz_load_matrix_change(npz_loader *loader, const matrix_keys *keys, int32_t rows, int32_t columns,
                                  const cnl_pattern *pattern, batch_array *array);

#endif

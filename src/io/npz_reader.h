/**
 * @file npz_reader.h
 * The arrays of an .npz file by name. Every entry must be one of the names that the caller knows, and be there once.
 */
#ifndef IO_NPZ_READER_H
#define IO_NPZ_READER_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/status.h>

#include "npy_array.h"

/** Opaque. */
typedef struct npz_reader npz_reader;

/**
 * Open a file and check its table of contents.
 *
 * @param[in]  keys    the names that may be in the file, without ".npy", ended by NULL; borrowed until the reader is
 *                     closed
 * @param[out] reader  owned by the caller: npz_reader_close(); NULL on failure
 */
cnl_status npz_reader_open(const char *path, const char *const *keys, npz_reader **reader, cnl_error *error);

/** Close; NULL is accepted. */
void npz_reader_close(npz_reader *reader);

/** Whether the file has an array of this name. */
bool npz_reader_has(const npz_reader *reader, const char *key);

/**
 * Read an array that the file has. The bytes are allocated only once the header, the size of the entry and the size of
 * the file agree that there are so many.
 *
 * @param[out] array  owned by the caller: npy_array_free()
 */
cnl_status npz_reader_array(npz_reader *reader, const char *key, npy_array *array, cnl_error *error);

#endif

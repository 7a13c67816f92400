/**
 * @file npz_entry.h
 * One .npy file inside the zip archive, read from its first byte to its checksum.
 */
#ifndef IO_NPZ_ENTRY_H
#define IO_NPZ_ENTRY_H

#include <stdint.h>

#include <zip.h>

#include <conelet/status.h>

#include "npy_array.h"

/**
 * Read all of an entry.
 *
 * @param[in]     entry  open, at its start; stays open
 * @param[in]     key    its name, for the error
 * @param[in]     size   its bytes according to the table of contents
 * @param[in,out] array  empty; on failure it may hold bytes that npy_array_free() frees
 */
cnl_status npz_entry_read(zip_file_t *entry, const char *key, uint64_t size, npy_array *array, cnl_error *error);

/** What libzip says was wrong with `what`, a key or the file. */
cnl_status npz_failure(cnl_error *error, const char *what, zip_error_t *reason);

#endif

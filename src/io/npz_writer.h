/**
 * @file npz_writer.h
 * Write named arrays into an .npz file, as NumPy's savez does: one stored .npy entry per array.
 *
 *     npz_writer *writer = npz_writer_open("answer.npz");
 *     npz_write_f64(writer, "x", x, 2, (int64_t[]){batch, n});
 *     cnl_status status = npz_writer_close(writer, &error);
 *
 * The first failure is remembered and told by npz_writer_close(), so the calls between need no check. The file
 * appears under its name only when it is complete; until then, and after a failure, an older file of that name stays.
 * The same arrays give the same bytes.
 */
#ifndef IO_NPZ_WRITER_H
#define IO_NPZ_WRITER_H

#include <stdint.h>

#include <conelet/status.h>

/** Opaque. */
typedef struct npz_writer npz_writer;

/** @return a writer, or NULL if out of memory (which every call below accepts, and npz_writer_close() tells). */
npz_writer *npz_writer_open(const char *path);

/** Add an array of C order; `data` is borrowed until npz_writer_close(). At most 8 axes; rank 0 is one number. */
void npz_write_f64(npz_writer *writer, const char *key, const double *data, int rank, const int64_t *shape);

/** The same for int32. */
void npz_write_i32(npz_writer *writer, const char *key, const int32_t *data, int rank, const int64_t *shape);

/** Write the file and free the writer. @return CNL_OK; CNL_INVALID_ARGUMENT (cannot be written); CNL_OUT_OF_MEMORY. */
cnl_status npz_writer_close(npz_writer *writer, cnl_error *error);

/** Free the writer without writing anything; NULL is accepted. */
void npz_writer_discard(npz_writer *writer);

#endif

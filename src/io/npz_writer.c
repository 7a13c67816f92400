#include "npz_writer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <zip.h>

#include "file_storage.h"
#include "io_error.h"
#include "npy_header.h"

struct npz_writer {
    zip_t *archive;    /* NULL after the first failure */
    void *storage;     /* headers and paths, needed until the archive is closed */
    cnl_error failure; /* status CNL_OK: none so far */
};

/* Remember the first failure, and give up the archive. */
static void fail(npz_writer *writer, const cnl_error *failure)
{
    if (writer->failure.status == CNL_OK) writer->failure = *failure;
    if (writer->archive != NULL) zip_discard(writer->archive);
    writer->archive = NULL;
}

static void fail_for_zip(npz_writer *writer, zip_error_t *reason)
{
    cnl_error failure;
    if (zip_error_code_zip(reason) == ZIP_ER_MEMORY) {
        io_out_of_memory(&failure);
    } else {
        io_invalid(&failure, "cannot be written: %s", zip_error_strerror(reason));
    }
    fail(writer, &failure);
}

static void fail_for_memory(npz_writer *writer)
{
    cnl_error failure;
    io_out_of_memory(&failure);
    fail(writer, &failure);
}

/* A device, a pipe or a folder must not be replaced by a file; a link stays, what it leads to is replaced. */
static const char *find_target(npz_writer *writer, const char *path)
{
    struct stat about;
    cnl_error failure;
    if (stat(path, &about) != 0) return path;
    if (!S_ISREG(about.st_mode)) {
        io_invalid(&failure, "cannot be written: there is something of that name that is not a plain file");
        fail(writer, &failure);
        return NULL;
    }
    const char *target = file_storage_keep(&writer->storage, realpath(path, NULL));
    if (target == NULL) fail_for_memory(writer); /* the path leads somewhere, so this is the only reason */
    return target;
}

npz_writer *npz_writer_open(const char *path)
{
    npz_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) return NULL;
    const char *target = find_target(writer, path);
    if (target == NULL) return writer;
    int code = 0;
    writer->archive = zip_open(target, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (writer->archive == NULL) {
        zip_error_t reason;
        zip_error_init_with_code(&reason, code);
        fail_for_zip(writer, &reason);
        zip_error_fini(&reason);
    }
    return writer;
}

/* Stored, as NumPy's savez does, and dated 1980-01-01, so that the same arrays give the same bytes. */
static bool add_entry(npz_writer *writer, const char *name, zip_source_t *source)
{
    const zip_uint16_t first_of_1980 = 1 << 5 | 1;
    zip_int64_t index = zip_file_add(writer->archive, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    zip_uint64_t entry = (zip_uint64_t)index;
    return zip_set_file_compression(writer->archive, entry, ZIP_CM_STORE, 0) == 0 &&
           zip_file_set_dostime(writer->archive, entry, 0, first_of_1980, 0) == 0;
}

static void write_array(npz_writer *writer, const char *key, npy_type type, size_t item_bytes, const void *data,
                        int rank, const int64_t *shape)
{
    if (writer == NULL || writer->archive == NULL) return;
    char *header = file_storage_allocate(&writer->storage, NPY_WRITTEN_BYTES, 1);
    char *name = file_storage_allocate(&writer->storage, strlen(key) + sizeof ".npy", 1);
    if (header == NULL || name == NULL) {
        fail_for_memory(writer);
        return;
    }
    sprintf(name, "%s.npy", key);
    size_t header_bytes = npy_header_write(type, rank, shape, header);
    size_t data_bytes = (size_t)npy_shape_count(rank, shape) * item_bytes;
    zip_buffer_fragment_t parts[2] = {{.data = (zip_uint8_t *)header, .length = header_bytes},
                                      {.data = (zip_uint8_t *)data, .length = data_bytes}};
    zip_source_t *source = zip_source_buffer_fragment(writer->archive, parts, data_bytes > 0 ? 2 : 1, 0);
    if (source == NULL || !add_entry(writer, name, source)) fail_for_zip(writer, zip_get_error(writer->archive));
}

void npz_write_f64(npz_writer *writer, const char *key, const double *data, int rank, const int64_t *shape)
{
    write_array(writer, key, NPY_F8, sizeof *data, data, rank, shape);
}

void npz_write_i32(npz_writer *writer, const char *key, const int32_t *data, int rank, const int64_t *shape)
{
    write_array(writer, key, NPY_I4, sizeof *data, data, rank, shape);
}

cnl_status npz_writer_close(npz_writer *writer, cnl_error *error)
{
    if (writer == NULL) return io_out_of_memory(error);
    if (writer->archive != NULL) {
        if (zip_close(writer->archive) == 0) {
            writer->archive = NULL;
        } else {
            fail_for_zip(writer, zip_get_error(writer->archive));
        }
    }
    cnl_status status = writer->failure.status;
    if (status != CNL_OK && error != NULL) *error = writer->failure;
    npz_writer_discard(writer);
    return status;
}

void npz_writer_discard(npz_writer *writer)
{
    if (writer == NULL) return;
    if (writer->archive != NULL) zip_discard(writer->archive);
    file_storage_release(&writer->storage);
    free(writer);
}

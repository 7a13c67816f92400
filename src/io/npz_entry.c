#include "npz_entry.h"

#include <stdlib.h>
#include <string.h>

#include "io_error.h"

cnl_status npz_failure(cnl_error *error, const char *what, zip_error_t *reason)
{
    if (zip_error_code_zip(reason) == ZIP_ER_MEMORY) return io_out_of_memory(error);
    if (zip_error_code_zip(reason) == ZIP_ER_EXISTS) {
        return io_invalid(error, "%s: expected every entry once, but a name is there twice", what);
    }
    return io_invalid(error, "%s: cut short or damaged (%s)", what, zip_error_strerror(reason));
}

static cnl_status read_bytes(zip_file_t *entry, const char *key, void *bytes, uint64_t count, cnl_error *error)
{
    unsigned char *at = bytes;
    while (count > 0) {
        zip_int64_t got = zip_fread(entry, at, count);
        if (got < 0) return npz_failure(error, key, zip_file_get_error(entry));
        if (got == 0) return io_invalid(error, "%s: cut short", key);
        at += got;
        count -= (uint64_t)got;
    }
    return CNL_OK;
}

/* Only at the very end of an entry does libzip compare its checksum. */
static cnl_status read_end(zip_file_t *entry, const char *key, cnl_error *error)
{
    char byte;
    zip_int64_t got = zip_fread(entry, &byte, 1);
    if (got < 0) return npz_failure(error, key, zip_file_get_error(entry));
    if (got > 0) return io_invalid(error, "%s: damaged (longer than its table of contents says)", key);
    return CNL_OK;
}

/* Magic, version and dictionary; takes off `size` what it read. */
static cnl_status read_header(zip_file_t *entry, const char *key, uint64_t *size, npy_header *header, cnl_error *error)
{
    unsigned char prefix[NPY_PREFIX_BYTES];
    size_t end = 0;
    if (*size < sizeof prefix) return io_invalid(error, "%s: cut short or not in NumPy's .npy format", key);
    cnl_status status = read_bytes(entry, key, prefix, sizeof prefix, error);
    if (status != CNL_OK) return status;
    size_t start = npy_header_extent(prefix, &end);
    if (start == 0 || end < sizeof prefix || end > *size) {
        return io_invalid(error, "%s: cut short or not in NumPy's .npy format, version 1, 2 or 3", key);
    }
    char *text = malloc(end);
    if (text == NULL) return io_out_of_memory(error);
    memcpy(text, prefix, sizeof prefix);
    status = read_bytes(entry, key, text + sizeof prefix, end - sizeof prefix, error);
    if (status == CNL_OK) status = npy_header_parse(key, text + start, end - start, header, error);
    free(text);
    *size -= end;
    return status;
}

cnl_status npz_entry_read(zip_file_t *entry, const char *key, uint64_t size, npy_array *array, cnl_error *error)
{
    npy_header *header = &array->header;
    cnl_status status = read_header(entry, key, &size, header, error);
    if (status != CNL_OK) return status;
    /* Left unread: whoever asked for numbers of a certain type will refuse it, and knows which were expected. */
    if (header->type == NPY_OTHER) return CNL_OK;
    uint64_t needed;
    bool too_many = __builtin_mul_overflow((uint64_t)header->count, (uint64_t)header->item_bytes, &needed);
    if (too_many || size != needed) {
        char room[NPY_SHAPE_ROOM];
        return io_invalid(error, "%s: cut short or damaged: shape %s needs %llu bytes, the file has %llu", key,
                          npy_shape_text(header, room), (unsigned long long)needed, (unsigned long long)size);
    }
    if (size > SIZE_MAX - 1) return io_out_of_memory(error);
    array->bytes = malloc((size_t)size + 1);
    if (array->bytes == NULL) return io_out_of_memory(error);
    status = read_bytes(entry, key, array->bytes, size, error);
    if (status == CNL_OK) status = read_end(entry, key, error);
    return status;
}

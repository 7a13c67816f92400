#include "npz_loader.h"

#include <stdio.h>

#include "file_storage.h"
#include "io_error.h"

/* A batch axis: every one has the same length. */
static cnl_status agree_on_batch(npz_loader *loader, const char *key, int64_t length)
{
    if (length < 1 || length > INT32_MAX) {
        return io_invalid(loader->error, "%s: expected a batch of 1 to %d problems on its first axis, got %lld", key,
                          INT32_MAX, (long long)length);
    }
    if (loader->batch == 0) {
        loader->batch = length;
        loader->batch_key = key;
    }
    if (loader->batch == length) return CNL_OK;
    return io_invalid(loader->error, "%s: expected a batch of %lld, as %s has, got %lld", key, (long long)loader->batch,
                      loader->batch_key, (long long)length);
}

static bool is_length(int64_t length, int64_t expected) { return expected == ANY_LENGTH || length == expected; }

static cnl_status wrong_shape(const npz_loader *loader, const char *key, const problem_shape *expected,
                              const npy_header *header)
{
    char got[NPY_SHAPE_ROOM];
    npy_shape_text(header, got);
    if (expected->rank == 0)
        return io_invalid(loader->error, "%s: expected one number or shape [batch], got %s", key, got);

    char where[NPY_SHAPE_ROOM] = "";
    npy_header wanted = {.rank = expected->rank, .shape = {expected->shape[0], expected->shape[1]}};
    bool known = expected->shape[0] != ANY_LENGTH;
    const char *letters = expected->letters;
    return io_invalid(loader->error, "%s: expected shape [%s] or [batch, %s]%s%s, got %s", key, letters, letters,
                      known ? " with these lengths: " : "", known ? npy_shape_text(&wanted, where) : "", got);
}

/* Compare the shape with the expected one, and tell the batch axis from the others by their number. */
static cnl_status match_shape(npz_loader *loader, const char *key, const problem_shape *expected,
                              const npy_header *header, batch_array *array)
{
    int extra = header->rank - expected->rank;
    bool matches = extra == 0 || extra == 1;
    int64_t length = 1;
    for (int axis = 0; matches && axis < expected->rank; axis++) {
        array->shape[axis] = header->shape[axis + extra];
        matches = is_length(array->shape[axis], expected->shape[axis]);
        length = matches ? npy_shape_count(axis + 1, array->shape) : 0;
    }
    if (!matches) return wrong_shape(loader, key, expected, header);
    array->batched = extra == 1;
    array->stride = array->batched ? length : 0;
    return array->batched ? agree_on_batch(loader, key, header->shape[0]) : CNL_OK;
}

cnl_status npz_load_numbers(npz_loader *loader, const char *key, const problem_shape *expected, batch_array *array)
{
    npy_array read;
    *array = (batch_array){.numbers = NULL};
    cnl_status status = npz_reader_array(loader->reader, key, &read, loader->error);
    if (status != CNL_OK) return status;
    status = match_shape(loader, key, expected, &read.header, array);
    if (status == CNL_OK) status = npy_array_to_f64(key, &read, loader->error);
    if (status != CNL_OK) {
        npy_array_free(&read);
        return status;
    }
    array->numbers = file_storage_keep(loader->storage, read.bytes);
    return array->numbers != NULL ? CNL_OK : io_out_of_memory(loader->error);
}

cnl_status npz_load_integers(npz_loader *loader, const char *key, int64_t length, int32_t **values, int64_t *count)
{
    npy_array read;
    char got[NPY_SHAPE_ROOM];
    cnl_status status = npz_reader_array(loader->reader, key, &read, loader->error);
    if (status != CNL_OK) return status;
    const npy_header *header = &read.header;
    status = npy_array_to_i32(key, &read, loader->error);
    if (status == CNL_OK && (header->rank != 1 || !is_length(header->shape[0], length))) {
        npy_shape_text(header, got);
        status = length == ANY_LENGTH
                     ? io_invalid(loader->error, "%s: expected a list of integers, got shape %s", key, got)
                     : io_invalid(loader->error, "%s: expected shape [%lld], got %s", key, (long long)length, got);
    }
    if (status != CNL_OK) {
        npy_array_free(&read);
        return status;
    }
    *count = header->count;
    *values = file_storage_keep(loader->storage, read.bytes);
    return *values != NULL ? CNL_OK : io_out_of_memory(loader->error);
}

cnl_status npz_load_integer(npz_loader *loader, const char *key, int32_t *value)
{
    npy_array read;
    char got[NPY_SHAPE_ROOM];
    *value = 0;
    if (!npz_reader_has(loader->reader, key)) return CNL_OK;
    cnl_status status = npz_reader_array(loader->reader, key, &read, loader->error);
    if (status != CNL_OK) return status;
    status = npy_array_to_i32(key, &read, loader->error);
    if (status == CNL_OK && read.header.rank != 0) {
        npy_shape_text(&read.header, got);
        status = io_invalid(loader->error, "%s: expected one integer without axes, got shape %s", key, got);
    }
    if (status == CNL_OK) *value = *(const int32_t *)read.bytes;
    npy_array_free(&read);
    return status;
}

#include "npz_matrix.h"

#include "io_error.h"

/* From 0, not falling, one more than there are columns. */
static cnl_status check_starts(const npz_loader *loader, const matrix_keys *keys, int32_t columns,
                               const int32_t *starts, int64_t entries)
{
    const char *key = keys->indptr;
    if (starts[0] != 0) return io_invalid(loader->error, "%s: expected to start with 0, got %d", key, starts[0]);
    for (int32_t column = 0; column < columns; column++) {
        if (starts[column + 1] < starts[column]) {
            return io_invalid(loader->error, "%s: expected not to fall, but after %d comes %d (column %d)", key,
                              starts[column], starts[column + 1], column);
        }
    }
    if (starts[columns] != entries) {
        return io_invalid(loader->error, "%s: expected to end with %lld, the length of %s, got %d", key,
                          (long long)entries, keys->indices, starts[columns]);
    }
    return CNL_OK;
}

/* Within the rows, and rising in every column. */
static cnl_status check_rows(const npz_loader *loader, const matrix_keys *keys, int32_t rows, int32_t columns,
                             const cnl_pattern *pattern)
{
    const int32_t *starts = pattern->column_starts;
    const char *key = keys->indices;
    for (int32_t column = 0; column < columns; column++) {
        int32_t last = -1;
        for (int32_t entry = starts[column]; entry < starts[column + 1]; entry++) {
            int32_t row = pattern->row_indices[entry];
            if (row < 0 || row >= rows) {
                return io_invalid(loader->error, "%s: expected rows from 0 to %d, got %d in column %d", key, rows - 1,
                                  row, column);
            }
            if (row <= last) {
                return io_invalid(loader->error, "%s: expected rows in rising order, but row %d of column %d %s", key,
                                  row, column, row == last ? "is repeated" : "comes too late");
            }
            last = row;
        }
    }
    return CNL_OK;
}

static cnl_status load_pattern(npz_loader *loader, const matrix_keys *keys, int32_t rows, int32_t columns,
                               cnl_pattern *pattern, int64_t *entries)
{
    int32_t *starts;
    int32_t *indices;
    int64_t start_count;
    cnl_status status = npz_load_integers(loader, keys->indices, ANY_LENGTH, &indices, entries);
    if (status == CNL_OK) {
        status = npz_load_integers(loader, keys->indptr, (int64_t)columns + 1, &starts, &start_count);
    }
    if (status != CNL_OK) return status;
    *pattern = (cnl_pattern){.layout = CNL_CSC, .column_starts = starts, .row_indices = indices};
    status = check_starts(loader, keys, columns, starts, *entries);
    return status == CNL_OK ? check_rows(loader, keys, rows, columns, pattern) : status;
}

/* All of a dense matrix or all of a sparse one, never of both. */
static cnl_status check_keys(const npz_loader *loader, const matrix_keys *keys, bool *is_sparse)
{
    const char *const parts[] = {keys->data, keys->indices, keys->indptr};
    const char *missing = NULL;
    const char *present = NULL;
    for (int i = 0; i < 3; i++) {
        if (npz_reader_has(loader->reader, parts[i])) {
            present = parts[i];
        } else {
            missing = parts[i];
        }
    }
    *is_sparse = present != NULL;
    if (present != NULL && npz_reader_has(loader->reader, keys->dense)) {
        return io_invalid(loader->error, "%s: the file has the matrix twice, also as %s; expected one of them",
                          keys->dense, present);
    }
    if (present != NULL && missing != NULL) {
        return io_invalid(loader->error, "%s: missing; a sparse matrix needs %s, %s and %s", missing, keys->data,
                          keys->indices, keys->indptr);
    }
    return CNL_OK;
}

static cnl_status load_dense(npz_loader *loader, const matrix_keys *keys, int32_t rows, int32_t columns,
                             batch_array *array)
{
    problem_shape shape = {.letters = keys->letters, .rank = 2, .shape = {rows, columns}};
    return npz_load_numbers(loader, keys->dense, &shape, array);
}

static cnl_status load_entries(npz_loader *loader, const matrix_keys *keys, int64_t entries, batch_array *array)
{
    problem_shape shape = {.letters = "nnz", .rank = 1, .shape = {entries}};
    return npz_load_numbers(loader, keys->data, &shape, array);
}

cnl_status npz_load_matrix(npz_loader *loader, const matrix_keys *keys, int32_t rows, int32_t columns,
                           cnl_pattern *pattern, batch_array *array)
{
    bool is_sparse;
    int64_t entries;
    *pattern = (cnl_pattern){.layout = CNL_ABSENT};
    *array = (batch_array){.numbers = NULL};
    cnl_status status = check_keys(loader, keys, &is_sparse);
    if (status != CNL_OK) return status;
    if (is_sparse) {
        status = load_pattern(loader, keys, rows, columns, pattern, &entries);
        return status == CNL_OK ? load_entries(loader, keys, entries, array) : status;
    }
    if (!npz_reader_has(loader->reader, keys->dense)) return CNL_OK;
    pattern->layout = CNL_DENSE;
    return load_dense(loader, keys, rows, columns, array);
}

cnl_status npz_load_matrix_change(npz_loader *loader, const matrix_keys *keys, int32_t rows, int32_t columns,
                                  const cnl_pattern *pattern, batch_array *array)
{
    *array = (batch_array){.numbers = NULL};
    bool has_dense = npz_reader_has(loader->reader, keys->dense);
    bool has_entries = npz_reader_has(loader->reader, keys->data);
    const char *found = has_dense ? keys->dense : keys->data;
    if (!has_dense && !has_entries) return CNL_OK;
    if (pattern->layout == CNL_ABSENT) {
        return io_invalid(loader->error, "%s: expected not to be there, because the problem has no such matrix", found);
    }
    if (pattern->layout == CNL_DENSE && has_entries) {
        return io_invalid(loader->error, "%s: expected %s, because the problem's matrix is dense", keys->data,
                          keys->dense);
    }
    if (pattern->layout == CNL_CSC && has_dense) {
        return io_invalid(loader->error, "%s: expected %s, because the problem's matrix is sparse", keys->dense,
                          keys->data);
    }
    if (has_dense) return load_dense(loader, keys, rows, columns, array);
    return load_entries(loader, keys, pattern->column_starts[columns], array);
}

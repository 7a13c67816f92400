#include "qps_sparse.h"

#include <stdlib.h>

#include "file_storage.h"

/* Distribute entries over the places of their keys, keeping the order within a key; `starts` has keys + 1 elements. */
static void distribute(const qps_entry *from, size_t count, bool by_row, size_t *starts, int32_t keys, qps_entry *to)
{
    for (int32_t key = 0; key <= keys; key++) starts[key] = 0;
    for (size_t i = 0; i < count; i++) starts[(by_row ? from[i].row : from[i].column) + 1]++;
    for (int32_t key = 0; key < keys; key++) starts[key + 1] += starts[key];
    for (size_t i = 0; i < count; i++) {
        int32_t key = by_row ? from[i].row : from[i].column;
        to[starts[key]++] = from[i];
    }
}

bool qps_entries_sort(qps_entries *entries, int32_t rows, int32_t columns)
{
    if (entries->count == 0) return true;
    int32_t most = rows > columns ? rows : columns;
    size_t *starts = malloc(((size_t)most + 1) * sizeof *starts);
    qps_entry *by_rows = malloc(entries->count * sizeof *by_rows);
    bool have_room = starts != NULL && by_rows != NULL;
    if (have_room) {
        distribute(entries->items, entries->count, true, starts, rows, by_rows);
        distribute(by_rows, entries->count, false, starts, columns, entries->items);
    }
    free(starts);
    free(by_rows);
    return have_room;
}

bool qps_entries_compress(const qps_entries *entries, int32_t columns, void **storage, cnl_pattern *pattern,
                          const double **values)
{
    int32_t *starts = file_storage_allocate(storage, (size_t)columns + 1, sizeof *starts);
    int32_t *rows = file_storage_allocate(storage, entries->count, sizeof *rows);
    double *numbers = file_storage_allocate(storage, entries->count, sizeof *numbers);
    if (starts == NULL || rows == NULL || numbers == NULL) return false;
    for (size_t i = 0; i < entries->count; i++) {
        starts[entries->items[i].column + 1]++;
        rows[i] = entries->items[i].row;
        numbers[i] = entries->items[i].value;
    }
    for (int32_t column = 0; column < columns; column++) starts[column + 1] += starts[column];
    *pattern = (cnl_pattern){.layout = CNL_CSC, .column_starts = starts, .row_indices = rows};
    *values = numbers;
    return true;
}

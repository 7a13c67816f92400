#include "structure.h"

#include <limits.h>
#include <string.h>

#include "error.h"

static cnl_status cones_check(const cnl_cones *cones, int32_t m, cnl_error *error)
{
    if (cones->z < 0) return error_set(error, CNL_INVALID_ARGUMENT, "cones.z must be at least 0, not %d", cones->z);
    if (cones->l < 0) return error_set(error, CNL_INVALID_ARGUMENT, "cones.l must be at least 0, not %d", cones->l);
    if (cones->q_count < 0)
        return error_set(error, CNL_INVALID_ARGUMENT, "cones.q_count must be at least 0, not %d", cones->q_count);
    if (cones->q_count > 0 && cones->q == NULL)
        return error_set(error, CNL_INVALID_ARGUMENT, "cones.q is NULL, expected the sizes of %d second-order cones",
                         cones->q_count);
    int64_t rows = (int64_t)cones->z + cones->l;
    for (int32_t k = 0; k < cones->q_count; k++) {
        if (cones->q[k] < 1)
            return error_set(error, CNL_INVALID_ARGUMENT, "cones.q[%d] must be at least 1, not %d", k, cones->q[k]);
        rows += cones->q[k];
    }
    if (rows != m)
        return error_set(error, CNL_INVALID_ARGUMENT, "the cones have %lld rows together, expected m = %d",
                         (long long)rows, m);
    return CNL_OK;
}

static cnl_status column_check(const char *name, const cnl_pattern *pattern, int32_t column, int32_t rows,
                               cnl_error *error)
{
    int32_t previous = -1;
    for (int32_t k = pattern->column_starts[column]; k < pattern->column_starts[column + 1]; k++) {
        int32_t row = pattern->row_indices[k];
        if (row < 0 || row >= rows)
            return error_set(error, CNL_INVALID_ARGUMENT,
                             "%s.row_indices[%d] is %d, expected a row from 0 to %d (column %d)", name, k, row,
                             rows - 1, column);
        if (row <= previous)
            return error_set(error, CNL_INVALID_ARGUMENT,
                             "%s.row_indices[%d] is %d after %d, expected rising rows within column %d", name, k, row,
                             previous, column);
        previous = row;
    }
    return CNL_OK;
}

static cnl_status csc_check(const char *name, const cnl_pattern *pattern, int32_t rows, int32_t columns,
                            cnl_error *error)
{
    const int32_t *starts = pattern->column_starts;
    if (starts == NULL)
        return error_set(error, CNL_INVALID_ARGUMENT, "%s.column_starts is NULL, expected %lld offsets", name,
                         (long long)columns + 1);
    if (starts[0] != 0)
        return error_set(error, CNL_INVALID_ARGUMENT, "%s.column_starts[0] must be 0, not %d", name, starts[0]);
    for (int32_t j = 0; j < columns; j++) {
        if (starts[j + 1] < starts[j])
            return error_set(error, CNL_INVALID_ARGUMENT,
                             "%s.column_starts[%d] is %d after %d, expected offsets that do not fall", name, j + 1,
                             starts[j + 1], starts[j]);
        /* a longer column has a repeated row somewhere; reading on could leave the caller's array */
        if (starts[j + 1] - starts[j] > rows)
            return error_set(error, CNL_INVALID_ARGUMENT, "%s has %d entries in column %d, expected at most %d", name,
                             starts[j + 1] - starts[j], j, rows);
    }
    if (starts[columns] > 0 && pattern->row_indices == NULL)
        return error_set(error, CNL_INVALID_ARGUMENT, "%s.row_indices is NULL, expected the rows of %d entries", name,
                         starts[columns]);
    for (int32_t j = 0; j < columns; j++) {
        cnl_status status = column_check(name, pattern, j, rows, error);
        if (status != CNL_OK) return status;
    }
    return CNL_OK;
}

static cnl_status pattern_check(const char *name, const cnl_pattern *pattern, int32_t rows, int32_t columns,
                                cnl_error *error)
{
    if (pattern->layout == CNL_CSC) return csc_check(name, pattern, rows, columns, error);
    /* most likely the layout was forgotten: do not solve another problem in silence */
    if (pattern->column_starts != NULL || pattern->row_indices != NULL)
        return error_set(error, CNL_INVALID_ARGUMENT,
                         "%s has column_starts or row_indices but its layout is not CNL_CSC, expected NULL", name);
    return CNL_OK;
}

cnl_status structure_check(const cnl_structure *given, cnl_error *error)
{
    if (given == NULL) return error_set(error, CNL_INVALID_ARGUMENT, "structure is NULL");
    if (given->n < 1) return error_set(error, CNL_INVALID_ARGUMENT, "n must be at least 1, not %d", given->n);
    if (given->m < 0) return error_set(error, CNL_INVALID_ARGUMENT, "m must be at least 0, not %d", given->m);
    if (given->n > INT_MAX - 1 - given->m)
        return error_set(error, CNL_INVALID_ARGUMENT, "n + m = %lld is too large, expected less than 2^31 - 1",
                         (long long)given->n + given->m);
    cnl_status status = cones_check(&given->cones, given->m, error);
    if (status != CNL_OK) return status;

    int P_layout = (int)given->P.layout;
    if (P_layout < CNL_ABSENT || P_layout > CNL_CSC)
        return error_set(error, CNL_INVALID_ARGUMENT, "P.layout must be CNL_ABSENT, CNL_DENSE or CNL_CSC, not %d",
                         P_layout);
    int A_layout = (int)given->A.layout;
    if (A_layout != CNL_DENSE && A_layout != CNL_CSC)
        return error_set(error, CNL_INVALID_ARGUMENT, "A.layout must be CNL_DENSE or CNL_CSC, not %d", A_layout);
    status = pattern_check("P", &given->P, given->n, given->n, error);
    if (status != CNL_OK) return status;
    return pattern_check("A", &given->A, given->m, given->n, error);
}

static const int32_t *copy_indices(arena *memory, const int32_t *from, size_t count)
{
    int32_t *copy = arena_take(memory, count, sizeof *copy);
    if (copy != NULL && count > 0) memcpy(copy, from, count * sizeof *copy);
    return copy;
}

static bool is_upper(const matrix_pattern *pattern)
{
    for (int j = 0; j < pattern->columns; j++) {
        int32_t end = pattern->column_starts[j + 1];
        /* rows rise within a column: the last one tells */
        if (end > pattern->column_starts[j] && pattern->row_indices[end - 1] > j) return false;
    }
    return true;
}

static matrix_pattern pattern_layout(arena *memory, const cnl_pattern *given, int rows, int columns)
{
    matrix_pattern kept = {.layout = given->layout, .rows = rows, .columns = columns};
    if (given->layout == CNL_DENSE) kept.count = (int64_t)rows * columns;
    if (given->layout == CNL_CSC) {
        kept.count = given->column_starts[columns];
        kept.column_starts = copy_indices(memory, given->column_starts, (size_t)columns + 1);
        kept.row_indices = copy_indices(memory, given->row_indices, (size_t)kept.count);
    }
    return kept;
}

structure *structure_layout(arena *memory, const cnl_structure *given)
{
    const cnl_cones *cones = &given->cones;
    size_t q_count = (size_t)cones->q_count;
    structure *kept = arena_take(memory, 1, sizeof *kept);
    const int32_t *q = copy_indices(memory, cones->q, q_count);
    int32_t *q_start = arena_take(memory, q_count + 1, sizeof *q_start);
    matrix_pattern P = pattern_layout(memory, &given->P, given->n, given->n);
    matrix_pattern A = pattern_layout(memory, &given->A, given->m, given->n);
    if (memory->base == NULL) return NULL;

    P.upper = P.layout == CNL_CSC && is_upper(&P);
    q_start[0] = cones->z + cones->l;
    for (size_t k = 0; k < q_count; k++) q_start[k + 1] = q_start[k] + q[k];
    *kept = (structure){.n = given->n,
                        .m = given->m,
                        .z = cones->z,
                        .l = cones->l,
                        .q_count = cones->q_count,
                        .q = q,
                        .q_start = q_start,
                        .P = P,
                        .A = A};
    return kept;
}

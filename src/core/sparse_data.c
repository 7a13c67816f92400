#include "sparse_data.h"

#include <string.h>

static size_t larger_count(int64_t a, int64_t b) { return (size_t)(a > b ? a : b); }

sparse_data_scratch sparse_data_scratch_layout(arena *memory, const structure *problem)
{
    size_t n = (size_t)problem->n;
    size_t P_count = (size_t)problem->P.count;
    size_t most = larger_count(problem->P.count, problem->A.count);
    size_t width = sizeof(int32_t);
    sparse_data_scratch scratch = {.rows = arena_take(memory, most, width)};
    scratch.columns = arena_take(memory, most, width);
    scratch.P_map = arena_take(memory, P_count, width);
    scratch.P_rows = arena_take(memory, P_count + n, width);
    scratch.P_starts = arena_take(memory, n + 1, width);
    scratch.ends = arena_take(memory, larger_count(problem->n, problem->m) + 1, width);
    scratch.seen = arena_take(memory, n, width);
    return scratch;
}

/* Row and column of each number, in the order in which the user stores them. */
static void list_coordinates(const matrix_pattern *matrix, int32_t *rows, int32_t *columns)
{
    int64_t e = 0;
    if (matrix->layout == CNL_DENSE) {
        for (int32_t i = 0; i < matrix->rows; i++) {
            for (int32_t j = 0; j < matrix->columns; j++, e++) {
                rows[e] = i;
                columns[e] = j;
            }
        }
    } else if (matrix->layout == CNL_CSC) {
        for (int32_t j = 0; j < matrix->columns; j++) {
            for (; e < matrix->column_starts[j + 1]; e++) {
                rows[e] = matrix->row_indices[e];
                columns[e] = j;
            }
        }
    }
}

/* Offsets of the ends of lists, from the list that each item belongs to. */
static void count_ends(int lists, int64_t count, const int32_t *list_of, int32_t *ends)
{
    memset(ends, 0, ((size_t)lists + 1) * sizeof *ends);
    for (int64_t e = 0; e < count; e++) ends[list_of[e] + 1]++;
    for (int k = 0; k < lists; k++) ends[k + 1] += ends[k];
}

int32_t sparse_data_gather_P(const structure *problem, sparse_data_scratch *scratch)
{
    int n = problem->n;
    int64_t count = problem->P.count;
    list_coordinates(&problem->P, scratch->rows, scratch->columns);
    for (int64_t e = 0; e < count; e++) {
        int32_t row = scratch->rows[e];
        int32_t column = scratch->columns[e];
        if (row <= column) continue;
        scratch->rows[e] = column;
        scratch->columns[e] = row;
    }
    /* the numbers of each upper column, listed in P_map for a moment */
    count_ends(n, count, scratch->columns, scratch->ends);
    for (int64_t e = 0; e < count; e++) scratch->P_map[scratch->ends[scratch->columns[e]]++] = (int32_t)e;

    /* an entry for each of its rows, once; the place of a number takes that of its row */
    int32_t entries = 0;
    int32_t listed = 0;
    for (int j = 0; j < n; j++) scratch->seen[j] = -1;
    for (int j = 0; j < n; j++) {
        scratch->P_starts[j] = entries;
        for (; listed < scratch->ends[j]; listed++) {
            int32_t e = scratch->P_map[listed];
            int32_t row = scratch->rows[e];
            if (row == j) continue;
            if (scratch->seen[row] < scratch->P_starts[j]) {
                scratch->seen[row] = entries;
                scratch->P_rows[entries++] = row;
            }
            scratch->columns[e] = scratch->seen[row];
        }
        scratch->P_rows[entries] = j;
        for (int32_t k = j == 0 ? 0 : scratch->ends[j - 1]; k < scratch->ends[j]; k++)
            if (scratch->rows[scratch->P_map[k]] == j) scratch->columns[scratch->P_map[k]] = entries;
        entries++;
    }
    scratch->P_starts[n] = entries;
    if (count > 0) memcpy(scratch->P_map, scratch->columns, (size_t)count * sizeof *scratch->P_map);
    return entries;
}

/* Row k of a symmetric matrix has the entries of column k and, mirrored, those of row k. */
static void fill_symmetric_lists(int n, sparse_plan *plan)
{
    int32_t *starts = plan->P_lists.starts;
    memset(starts, 0, ((size_t)n + 1) * sizeof *starts);
    for (int32_t e = 0; e < plan->P_count; e++) {
        starts[plan->P_columns[e]]++;
        if (plan->P_rows[e] != plan->P_columns[e]) starts[plan->P_rows[e]]++;
    }
    for (int k = 0; k < n; k++) starts[k + 1] += starts[k];
    for (int32_t e = plan->P_count - 1; e >= 0; e--) {
        int32_t row = plan->P_rows[e];
        int32_t column = plan->P_columns[e];
        int32_t at = --starts[row];
        plan->P_lists.number[at] = e;
        plan->P_lists.other[at] = column;
        if (row == column) continue;
        at = --starts[column];
        plan->P_lists.number[at] = e;
        plan->P_lists.other[at] = row;
    }
}

void sparse_data_fill_P(const structure *problem, const sparse_data_scratch *scratch, sparse_plan *plan)
{
    int n = problem->n;
    plan->P_weight = problem->P.layout == CNL_CSC && problem->P.upper ? 1 : 0.5;
    if (problem->P.count > 0) memcpy(plan->P_map, scratch->P_map, (size_t)problem->P.count * sizeof *plan->P_map);
    memcpy(plan->P_rows, scratch->P_rows, (size_t)plan->P_count * sizeof *plan->P_rows);
    for (int32_t j = 0; j < n; j++) {
        for (int32_t e = scratch->P_starts[j]; e < scratch->P_starts[j + 1]; e++) plan->P_columns[e] = j;
        plan->P_diagonal[j] = scratch->P_starts[j + 1] - 1;
    }
    fill_symmetric_lists(n, plan);
}

void sparse_data_fill_A(const structure *problem, sparse_data_scratch *scratch, sparse_plan *plan)
{
    const matrix_pattern *A = &problem->A;
    list_coordinates(A, scratch->rows, scratch->columns);
    count_ends(A->columns, A->count, scratch->columns, scratch->ends);
    memcpy(plan->column_starts, scratch->ends, ((size_t)A->columns + 1) * sizeof *plan->column_starts);
    for (int64_t e = 0; e < A->count; e++) {
        int32_t at = scratch->ends[scratch->columns[e]]++;
        plan->A_map[e] = at;
        plan->A_rows[at] = scratch->rows[e];
    }
    count_ends(A->rows, A->count, scratch->rows, scratch->ends);
    memcpy(plan->A_lists.starts, scratch->ends, ((size_t)A->rows + 1) * sizeof *plan->A_lists.starts);
    for (int32_t j = 0; j < A->columns; j++) {
        for (int32_t e = plan->column_starts[j]; e < plan->column_starts[j + 1]; e++) {
            int32_t at = scratch->ends[plan->A_rows[e]]++;
            plan->A_lists.number[at] = plan->A_start + e;
            plan->A_lists.other[at] = j;
        }
    }
}

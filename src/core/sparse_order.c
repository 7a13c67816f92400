#include "sparse_order.h"

#include <amd.h>
#include <string.h>

#include "arena.h"
#include "context.h"
#include "error.h"

/* What amd_2 works on; all of it is destroyed. amd_order would do the same on memory of its own, not the caller's. */
typedef struct amd_work {
    int32_t *columns; /* where each column's list starts */
    int32_t *lengths; /* of each list */
    int32_t *lists;   /* rows of each column of the whole matrix without its diagonal, and room to work */
    int32_t *members;
    int32_t *next;
    int32_t *head;
    int32_t *elements;
    int32_t *degrees;
    int32_t *marks;
} amd_work;

static amd_work amd_work_layout(arena *memory, size_t order, size_t list_room)
{
    size_t width = sizeof(int32_t);
    amd_work work = {.columns = arena_take(memory, order + 1, width)};
    work.lengths = arena_take(memory, order, width);
    work.lists = arena_take(memory, list_room, width);
    work.members = arena_take(memory, order, width);
    work.next = arena_take(memory, order, width);
    work.head = arena_take(memory, order, width);
    work.elements = arena_take(memory, order, width);
    work.degrees = arena_take(memory, order, width);
    work.marks = arena_take(memory, order, width);
    return work;
}

/* Lists of the whole matrix from its upper triangle. @return their total length. */
static int32_t fill_lists(const sparse_pattern *pattern, amd_work *work)
{
    int order = pattern->order;
    memset(work->lengths, 0, (size_t)order * sizeof *work->lengths);
    for (int j = 0; j < order; j++) {
        for (int32_t e = pattern->column_starts[j]; e < pattern->column_starts[j + 1]; e++) {
            int32_t i = pattern->row_indices[e];
            if (i == j) continue;
            work->lengths[i]++;
            work->lengths[j]++;
        }
    }
    work->columns[0] = 0;
    for (int j = 0; j < order; j++) {
        work->columns[j + 1] = work->columns[j] + work->lengths[j];
        work->marks[j] = work->columns[j];
    }
    for (int j = 0; j < order; j++) {
        for (int32_t e = pattern->column_starts[j]; e < pattern->column_starts[j + 1]; e++) {
            int32_t i = pattern->row_indices[e];
            if (i == j) continue;
            work->lists[work->marks[i]++] = j;
            work->lists[work->marks[j]++] = i;
        }
    }
    return work->columns[order];
}

int64_t sparse_order_room(const sparse_pattern *pattern)
{
    int64_t entries = 2 * (int64_t)pattern->column_starts[pattern->order];
    return entries + entries / 5 + pattern->order; /* what amd.h recommends */
}

cnl_status sparse_order(const cnl_context *context, const sparse_pattern *pattern, int32_t *permutation,
                        cnl_error *error)
{
    int order = pattern->order;
    int64_t list_room = sparse_order_room(pattern);
    arena counted = {0};
    amd_work_layout(&counted, (size_t)order, (size_t)list_room);
    arena carved = {.base = context_allocate(context, counted.used)};
    if (carved.base == NULL)
        return error_set(error, CNL_OUT_OF_MEMORY, "no memory to order a matrix: %zu bytes", counted.used);
    amd_work work = amd_work_layout(&carved, (size_t)order, (size_t)list_room);
    int32_t used = fill_lists(pattern, &work);
    amd_2(order, work.columns, work.lists, work.lengths, (int)list_room, used, work.members, work.next, permutation,
          work.head, work.elements, work.degrees, work.marks, NULL, NULL);
    context_release(context, carved.base);
    return CNL_OK;
}

/* The column of an off-diagonal entry in the order of elimination; -1 for one on the diagonal. */
static int32_t later_of(int32_t one, int32_t other)
{
    if (one == other) return -1;
    return one > other ? one : other;
}

void sparse_permute(const sparse_pattern *pattern, const int32_t *permutation, int32_t *place, int32_t *column_starts,
                    int32_t *row_indices)
{
    int order = pattern->order;
    for (int j = 0; j < order; j++) place[permutation[j]] = j;

    memset(column_starts, 0, ((size_t)order + 1) * sizeof *column_starts);
    for (int j = 0; j < order; j++) {
        for (int32_t e = pattern->column_starts[j]; e < pattern->column_starts[j + 1]; e++) {
            int32_t column = later_of(place[pattern->row_indices[e]], place[j]);
            if (column >= 0) column_starts[column]++;
        }
    }
    /* offsets of the ends, which filling moves to the starts */
    for (int j = 0; j < order; j++) column_starts[j + 1] += column_starts[j];
    for (int j = 0; j < order; j++) {
        for (int32_t e = pattern->column_starts[j]; e < pattern->column_starts[j + 1]; e++) {
            int32_t row = place[pattern->row_indices[e]];
            int32_t column = later_of(row, place[j]);
            if (column >= 0) row_indices[--column_starts[column]] = row + place[j] - column;
        }
    }
}

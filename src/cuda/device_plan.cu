/* The arrays of a plan, one after another: first into a piece of host memory, then all at once to the device. */
#include "device_plan.h"

#include <string.h>

#include "device.h"

/* Where the next array goes, on both sides; with `host.base` NULL it is only counted. */
typedef struct mirror {
    arena host;
    unsigned char *device;
} mirror;

static const void *mirror_array(mirror *to, const void *from, size_t count, size_t size)
{
    if (from == NULL) return NULL;
    size_t start = to->host.used;
    void *copy = arena_take(&to->host, count, size);
    if (copy == NULL) return NULL;
    memcpy(copy, from, count * size);
    return to->device + start;
}

static const int32_t *mirror_indices(mirror *to, const int32_t *from, int64_t count)
{
    return (const int32_t *)mirror_array(to, from, (size_t)count, sizeof *from);
}

static void mirror_pattern(mirror *to, matrix_pattern *pattern)
{
    pattern->row_indices = mirror_indices(to, pattern->row_indices, pattern->count);
    pattern->column_starts = mirror_indices(to, pattern->column_starts, (int64_t)pattern->columns + 1);
}

static void mirror_lists(mirror *to, sparse_lists *lists, int rows)
{
    int64_t count = lists->starts ? lists->starts[rows] : 0;
    lists->starts = (int32_t *)mirror_indices(to, lists->starts, (int64_t)rows + 1);
    lists->number = (int32_t *)mirror_indices(to, lists->number, count);
    lists->other = (int32_t *)mirror_indices(to, lists->other, count);
}

/* The schedule of a factorisation; what only the host needs stays there. */
static const sparse_symbolic *mirror_symbolic(mirror *to, const sparse_symbolic *symbolic)
{
    sparse_symbolic copy = *symbolic;
    copy.fronts =
        (sparse_front *)mirror_array(to, symbolic->fronts, (size_t)symbolic->front_count + 1, sizeof *symbolic->fronts);
    copy.rows = (int32_t *)mirror_indices(to, symbolic->rows, symbolic->row_count);
    copy.parent_rows = (int32_t *)mirror_indices(to, symbolic->parent_rows, symbolic->row_count);
    copy.entry_indices = (int32_t *)mirror_indices(to, symbolic->entry_indices, symbolic->entry_count);
    copy.entry_positions = (int64_t *)mirror_array(to, symbolic->entry_positions, (size_t)symbolic->entry_count,
                                                   sizeof *symbolic->entry_positions);
    int32_t levels = symbolic->level_count;
    copy.level_starts = (int32_t *)mirror_indices(to, symbolic->level_starts, (int64_t)levels + 1);
    copy.level_wide_ends = (int32_t *)mirror_indices(to, symbolic->level_wide_ends, levels);
    copy.level_small_starts = (int32_t *)mirror_indices(to, symbolic->level_small_starts, levels);
    copy.level_fronts = (int32_t *)mirror_indices(to, symbolic->level_fronts, symbolic->front_count);
    copy.permutation = NULL;
    copy.signs = NULL;
    return (const sparse_symbolic *)mirror_array(to, &copy, 1, sizeof copy);
}

static const sparse_plan *mirror_sparse(mirror *to, const structure *shape, const sparse_plan *sparse)
{
    if (sparse == NULL) return NULL;
    sparse_plan copy = *sparse;
    int32_t n = sparse->n;
    int32_t m = sparse->m;
    copy.P_map = (int32_t *)mirror_indices(to, sparse->P_map, shape->P.count);
    copy.A_map = (int32_t *)mirror_indices(to, sparse->A_map, shape->A.count);
    copy.P_rows = (int32_t *)mirror_indices(to, sparse->P_rows, sparse->P_count);
    copy.P_columns = (int32_t *)mirror_indices(to, sparse->P_columns, sparse->P_count);
    copy.P_diagonal = (int32_t *)mirror_indices(to, sparse->P_diagonal, n);
    copy.A_rows = (int32_t *)mirror_indices(to, sparse->A_rows, sparse->A_count);
    copy.column_starts = (int32_t *)mirror_indices(to, sparse->column_starts, (int64_t)n + 1);
    mirror_lists(to, &copy.P_lists, n);
    mirror_lists(to, &copy.A_lists, m);
    copy.cone_extra = (int32_t *)mirror_indices(to, sparse->cone_extra, sparse->cones);
    copy.cone_numbers = (int32_t *)mirror_indices(to, sparse->cone_numbers, sparse->cones);
    copy.symbolic = (sparse_symbolic *)mirror_symbolic(to, sparse->symbolic);
    copy.place = (int32_t *)mirror_indices(to, sparse->place, sparse->order);
    copy.entry_rows = (int32_t *)mirror_indices(to, sparse->entry_rows, sparse->symbolic->entry_count);
    return (const sparse_plan *)mirror_array(to, &copy, 1, sizeof copy);
}

static device_plan mirror_plan(mirror *to, const plan *plan)
{
    device_plan made;
    made.shape = *plan->structure;
    made.settings = plan->settings;
    made.route = plan->route;
    made.rescue = plan->rescue;
    made.P_weight = plan->P_weight;
    const structure *shape = plan->structure;
    made.shape.q = mirror_indices(to, shape->q, shape->q_count);
    made.shape.q_start = mirror_indices(to, shape->q_start, (int64_t)shape->q_count + 1);
    mirror_pattern(to, &made.shape.P);
    mirror_pattern(to, &made.shape.A);
    made.P_map = mirror_indices(to, plan->P_map, shape->P.count);
    made.A_by_rows = mirror_indices(to, plan->A_by_rows, shape->A.count);
    made.A_by_columns = mirror_indices(to, plan->A_by_columns, shape->A.count);
    made.sparse = mirror_sparse(to, shape, plan->sparse);
    return made;
}

size_t device_plan_size(const plan *plan)
{
    mirror count = {{NULL, 0}, NULL};
    mirror_plan(&count, plan);
    return count.host.used;
}

int device_plan_make(const plan *plan, void *room, void *memory, device_plan *made)
{
    mirror to = {{(unsigned char *)room, 0}, (unsigned char *)memory};
    *made = mirror_plan(&to, plan);
    return (int)cudaMemcpy(memory, room, to.host.used, cudaMemcpyHostToDevice);
}

#include "sparse_symbolic.h"

#include <limits.h>
#include <string.h>

#include "context.h"
#include "error.h"
#include "sparse_order.h"
#include "sparse_schedule.h"
#include "sparse_tree.h"

/* About four solves read a number of L twice each; an addition into the parent takes three cycles, as both places are
   looked up; starting a front takes about a hundred. */
sparse_weights sparse_weights_default(void)
{
    return (sparse_weights){.per_factor_entry = 8, .per_update_entry = 6, .per_front = 200};
}

static sparse_symbolic *take_arrays(arena *memory, const sparse_symbolic *sizes)
{
    sparse_symbolic taken = *sizes;
    sparse_symbolic *symbolic = arena_take(memory, 1, sizeof *symbolic);
    taken.permutation = arena_take(memory, (size_t)sizes->order, sizeof *taken.permutation);
    taken.signs = arena_take(memory, (size_t)sizes->order, sizeof *taken.signs);
    taken.fronts = arena_take(memory, (size_t)sizes->front_count + 1, sizeof *taken.fronts);
    taken.rows = arena_take(memory, (size_t)sizes->row_count, sizeof *taken.rows);
    taken.parent_rows = arena_take(memory, (size_t)sizes->row_count, sizeof *taken.parent_rows);
    taken.entry_indices = arena_take(memory, (size_t)sizes->entry_count, sizeof *taken.entry_indices);
    taken.entry_positions = arena_take(memory, (size_t)sizes->entry_count, sizeof *taken.entry_positions);
    taken.level_starts = arena_take(memory, (size_t)sizes->front_count + 1, sizeof *taken.level_starts);
    taken.level_wide_ends = arena_take(memory, (size_t)sizes->front_count, sizeof *taken.level_wide_ends);
    taken.level_small_starts = arena_take(memory, (size_t)sizes->front_count, sizeof *taken.level_small_starts);
    taken.level_fronts = arena_take(memory, (size_t)sizes->front_count, sizeof *taken.level_fronts);
    if (memory->base == NULL) return NULL;
    *symbolic = taken;
    return symbolic;
}

sparse_symbolic *sparse_symbolic_layout(arena *memory, const sparse_symbolic *given)
{
    sparse_symbolic *copy = take_arrays(memory, given);
    if (copy == NULL) return NULL;
    memcpy(copy->permutation, given->permutation, (size_t)given->order * sizeof *given->permutation);
    memcpy(copy->signs, given->signs, (size_t)given->order * sizeof *given->signs);
    memcpy(copy->fronts, given->fronts, ((size_t)given->front_count + 1) * sizeof *given->fronts);
    memcpy(copy->rows, given->rows, (size_t)given->row_count * sizeof *given->rows);
    memcpy(copy->parent_rows, given->parent_rows, (size_t)given->row_count * sizeof *given->parent_rows);
    memcpy(copy->entry_indices, given->entry_indices, (size_t)given->entry_count * sizeof *given->entry_indices);
    memcpy(copy->entry_positions, given->entry_positions, (size_t)given->entry_count * sizeof *given->entry_positions);
    if (given->level_count == 0) return copy;
    size_t levels = (size_t)given->level_count;
    memcpy(copy->level_starts, given->level_starts, (levels + 1) * sizeof *given->level_starts);
    memcpy(copy->level_wide_ends, given->level_wide_ends, levels * sizeof *given->level_wide_ends);
    memcpy(copy->level_small_starts, given->level_small_starts, levels * sizeof *given->level_small_starts);
    memcpy(copy->level_fronts, given->level_fronts, (size_t)given->front_count * sizeof *given->level_fronts);
    return copy;
}

static void fill_columns(sparse_symbolic *symbolic, const sparse_pattern *pattern, const sparse_scratch *scratch)
{
    for (int j = 0; j < symbolic->order; j++) {
        symbolic->permutation[j] = scratch->permutation[j];
        symbolic->signs[j] = pattern->signs[scratch->permutation[j]];
    }
}

static void count_work(sparse_symbolic *symbolic)
{
    for (int f = 0; f < symbolic->front_count; f++) {
        const sparse_front *front = &symbolic->fronts[f];
        double pivots = front->pivots;
        double below = front->size - front->pivots;
        double strictly_lower = pivots * (pivots - 1) / 2 + pivots * below;
        symbolic->factor_entries += pivots + strictly_lower;
        symbolic->update_entries += below * (below + 1) / 2;
        symbolic->flops += 2 * front_multiply_adds(front->pivots, front->size) + strictly_lower + pivots;
        symbolic->solve_flops += 4 * strictly_lower + 2 * pivots;
        if (front->size > symbolic->largest_front) symbolic->largest_front = front->size;
    }
}

static sparse_symbolic sizes_of(const sparse_pattern *pattern, const front_tree *tree, int front_count, int tile)
{
    sparse_symbolic sizes = {.order = pattern->order, .tile = tile, .front_count = front_count};
    sizes.entry_count = pattern->column_starts[pattern->order];
    for (int f = 0; f < tree->count; f++)
        if (tree->merged_into[f] < 0) sizes.row_count += tree->sizes[f];
    return sizes;
}

/* The steps, on scratch that is there. */
static cnl_status analyse(const cnl_context *context, const sparse_pattern *pattern, const sparse_weights *weights,
                          int tile, sparse_scratch *scratch, sparse_symbolic **symbolic, cnl_error *error)
{
    int order = pattern->order;
    cnl_status status = sparse_order(context, pattern, scratch->permutation, error);
    if (status != CNL_OK) return status;
    sparse_permute(pattern, scratch->permutation, scratch->place, scratch->column_starts, scratch->row_indices);
    sparse_elimination_tree(order, scratch);
    sparse_find_turns(pattern, scratch);
    sparse_fundamental_fronts(order, scratch);
    sparse_merge_unsupported(order, scratch);
    sparse_merge_fronts(&scratch->tree, weights);
    int front_count = sparse_postorder(tile, scratch);
    sparse_reorder_columns(order, front_count, scratch);
    sparse_permute(pattern, scratch->permutation, scratch->place, scratch->column_starts, scratch->row_indices);

    sparse_symbolic sizes = sizes_of(pattern, &scratch->tree, front_count, tile);
    arena counted = {0};
    take_arrays(&counted, &sizes);
    arena carved = {.base = context_allocate(context, counted.used)};
    if (carved.base == NULL)
        return error_set(error, CNL_OUT_OF_MEMORY, "no memory for a sparse schedule: %zu bytes", counted.used);
    *symbolic = take_arrays(&carved, &sizes);
    fill_columns(*symbolic, pattern, scratch);
    sparse_schedule(*symbolic, pattern, scratch);
    count_work(*symbolic);
    return CNL_OK;
}

cnl_status sparse_analyse(const cnl_context *context, const sparse_pattern *pattern, const sparse_weights *weights,
                          int tile, sparse_symbolic **symbolic, cnl_error *error)
{
    *symbolic = NULL;
    int64_t room = sparse_order_room(pattern);
    if (room >= INT_MAX)
        return error_set(error, CNL_NOT_SUPPORTED, "the sparse method has room for 2^31 entries, and would need %lld",
                         (long long)room);
    sparse_weights defaults = sparse_weights_default();
    arena counted = {0};
    sparse_scratch_layout(&counted, pattern);
    arena carved = {.base = context_allocate(context, counted.used)};
    if (carved.base == NULL)
        return error_set(error, CNL_OUT_OF_MEMORY, "no memory to analyse a sparse matrix: %zu bytes", counted.used);
    sparse_scratch scratch = sparse_scratch_layout(&carved, pattern);
    cnl_status status =
        analyse(context, pattern, weights == NULL ? &defaults : weights, tile, &scratch, symbolic, error);
    context_release(context, carved.base);
    return status;
}

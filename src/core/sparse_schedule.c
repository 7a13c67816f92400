#include "sparse_schedule.h"

#include <string.h>

#include "panel_layout.h"

static void find_sign_runs(const int8_t *signs, sparse_front *front)
{
    int32_t k = 0;
    for (int run = 0; run < 4; run++) {
        while (k < front->pivots && (signs[k] > 0) == (run % 2 == 1)) k++;
        front->sign_ends[run] = k;
    }
}

/* Renumber the tree's fronts and lay out their blocks in the factor. */
static void fill_fronts(sparse_symbolic *symbolic, const sparse_scratch *scratch)
{
    const front_tree *tree = &scratch->tree;
    const int32_t *numbers = scratch->numbers;
    for (int f = 0; f < tree->count; f++) {
        if (tree->merged_into[f] >= 0) continue;
        int32_t child = tree->first_child[f];
        int32_t sibling = tree->next_sibling[f];
        symbolic->fronts[numbers[f]] = (sparse_front){.pivots = tree->pivots[f],
                                                      .size = tree->sizes[f],
                                                      .parent = tree->parents[f] < 0 ? -1 : numbers[tree->parents[f]],
                                                      .first_child = child < 0 ? -1 : numbers[child],
                                                      .next_sibling = sibling < 0 ? -1 : numbers[sibling]};
    }
    sparse_front end = {.parent = -1, .first_child = -1, .next_sibling = -1, .entry_start = symbolic->entry_count};
    for (int f = 0; f < symbolic->front_count; f++) {
        sparse_front *front = &symbolic->fronts[f];
        front->first_pivot = end.first_pivot;
        front->row_start = end.row_start;
        front->diagonal = end.diagonal;
        front->below = front->diagonal + panel_layout_triangle(front->pivots, symbolic->tile);
        find_sign_runs(symbolic->signs + end.first_pivot, front);
        end.first_pivot += front->pivots;
        end.row_start += front->size;
        end.diagonal = front->below + (int64_t)front->pivots * (front->size - front->pivots);
    }
    end.below = end.diagonal;
    symbolic->fronts[symbolic->front_count] = end;
    symbolic->factor_size = end.diagonal;
}

/* A front's update matrix lives until its parent has added it. Fronts of even and of odd depth use two stacks that grow
   towards each other: so a parent is not stacked upon its children, which go first, and no gap is left. */
static void plan_update_stack(sparse_symbolic *symbolic, int32_t *is_odd)
{
    int64_t used[2] = {0, 0};
    int64_t peak = 0;
    for (int f = symbolic->front_count - 1; f >= 0; f--) {
        int32_t parent = symbolic->fronts[f].parent;
        is_odd[f] = parent < 0 ? 0 : !is_odd[parent];
    }
    for (int f = 0; f < symbolic->front_count; f++) {
        sparse_front *front = &symbolic->fronts[f];
        front->update = used[is_odd[f]];
        used[is_odd[f]] += panel_layout_triangle(front->size - front->pivots, symbolic->tile);
        if (used[0] + used[1] > peak) peak = used[0] + used[1];
        if (front->first_child >= 0) used[!is_odd[f]] = symbolic->fronts[front->first_child].update;
    }
    for (int f = 0; f < symbolic->front_count; f++) {
        sparse_front *front = &symbolic->fronts[f];
        int64_t size = panel_layout_triangle(front->size - front->pivots, symbolic->tile);
        if (is_odd[f]) front->update = peak - front->update - size;
    }
    symbolic->update_size = peak;
}

/* Row i is in the fronts on the paths from the entries of row i of K up to the front that eliminates i. As i rises,
   every list is filled in order. */
static void fill_rows(sparse_symbolic *symbolic, sparse_scratch *scratch)
{
    int32_t *lengths = scratch->counts;
    int32_t *visited_for = scratch->marks;
    memset(lengths, 0, (size_t)symbolic->front_count * sizeof *lengths);
    for (int f = 0; f < symbolic->front_count; f++) visited_for[f] = -1;
    for (int i = 0; i < symbolic->order; i++) {
        int32_t own = scratch->front_of[i];
        visited_for[own] = i;
        symbolic->rows[symbolic->fronts[own].row_start + lengths[own]++] = i;
        for (int32_t e = scratch->column_starts[i]; e < scratch->column_starts[i + 1]; e++) {
            int32_t f = scratch->front_of[scratch->row_indices[e]];
            for (; visited_for[f] != i; f = symbolic->fronts[f].parent) {
                visited_for[f] = i;
                symbolic->rows[symbolic->fronts[f].row_start + lengths[f]++] = i;
            }
        }
    }
}

static void fill_parent_rows(sparse_symbolic *symbolic)
{
    for (int f = 0; f < symbolic->front_count; f++) {
        sparse_front *front = &symbolic->fronts[f];
        const int32_t *rows = symbolic->rows + front->row_start;
        int32_t *places = symbolic->parent_rows + front->row_start;
        for (int i = 0; i < front->pivots; i++) places[i] = -1;
        if (front->parent < 0) continue;
        const sparse_front *parent = &symbolic->fronts[front->parent];
        const int32_t *parent_rows = symbolic->rows + parent->row_start;
        int32_t place = 0;
        for (int i = front->pivots; i < front->size; i++) {
            while (parent_rows[place] != rows[i]) place++;
            places[i] = place;
            front->shared += place < parent->pivots;
        }
    }
}

static int64_t position_in_factor(const sparse_symbolic *symbolic, const sparse_front *front, int row, int column)
{
    int below = row - front->pivots;
    if (below < 0) return front->diagonal + panel_layout_triangle_at(row, column, front->pivots, symbolic->tile);
    return front->below +
           panel_layout_rectangle_at(below, column, front->size - front->pivots, front->pivots, symbolic->tile);
}

/* The place of row i among the rows of a front; it is there. */
static int place_in_front(const sparse_symbolic *symbolic, const sparse_front *front, int32_t i)
{
    const int32_t *rows = symbolic->rows + front->row_start;
    int low = 0;
    int high = front->size - 1;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (rows[middle] < i)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void place_entry(sparse_symbolic *symbolic, int32_t place_in_list, int32_t entry, int32_t one, int32_t other,
                        const sparse_front *front)
{
    int row = place_in_front(symbolic, front, one > other ? one : other);
    int column = (one < other ? one : other) - front->first_pivot;
    symbolic->entry_indices[place_in_list] = entry;
    symbolic->entry_positions[place_in_list] = position_in_factor(symbolic, front, row, column);
}

/* An entry belongs to the front that eliminates the first of its two columns. */
static void list_entries(sparse_symbolic *symbolic, const sparse_pattern *pattern, sparse_scratch *scratch)
{
    int32_t *ends = scratch->marks;
    memset(ends, 0, ((size_t)symbolic->front_count + 1) * sizeof *ends);
    for (int pass = 0; pass < 2; pass++) { /* count, then fill each list from its end */
        for (int j = pattern->order - 1; j >= 0; j--) {
            for (int32_t e = pattern->column_starts[j + 1] - 1; e >= pattern->column_starts[j]; e--) {
                int32_t one = scratch->place[j];
                int32_t other = scratch->place[pattern->row_indices[e]];
                int32_t f = scratch->front_of[one < other ? one : other];
                if (pass == 0)
                    ends[f]++;
                else
                    place_entry(symbolic, --ends[f], e, one, other, &symbolic->fronts[f]);
            }
        }
        for (int f = 0; pass == 0 && f < symbolic->front_count; f++) ends[f + 1] += ends[f];
    }
    for (int f = 0; f < symbolic->front_count; f++) symbolic->fronts[f].entry_start = ends[f];
}

void sparse_schedule(sparse_symbolic *symbolic, const sparse_pattern *pattern, sparse_scratch *scratch)
{
    fill_fronts(symbolic, scratch);
    plan_update_stack(symbolic, scratch->marks);
    fill_rows(symbolic, scratch);
    fill_parent_rows(symbolic);
    list_entries(symbolic, pattern, scratch);
}

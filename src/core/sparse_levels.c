#include "sparse_levels.h"

#include <stdlib.h>

#include "context.h"
#include "error.h"
#include "panel_layout.h"

/* A front and what decides its turn. */
typedef struct ranked {
    int32_t level;
    int32_t size;
    int32_t front;
} ranked;

static int in_turn(const void *left, const void *right)
{
    const ranked *a = left;
    const ranked *b = right;
    if (a->level != b->level) return a->level < b->level ? -1 : 1;
    if (a->size != b->size) return a->size > b->size ? -1 : 1;
    return a->front < b->front ? -1 : a->front > b->front;
}

/* Parents have higher numbers than their children: first the depths, then the levels. Returns how many there are. */
static int32_t rank_fronts(const sparse_symbolic *symbolic, ranked *order)
{
    int32_t deepest = -1;
    for (int f = symbolic->front_count - 1; f >= 0; f--) {
        const sparse_front *front = &symbolic->fronts[f];
        int32_t depth = front->parent < 0 ? 0 : order[front->parent].level + 1;
        order[f] = (ranked){depth, front->size, f};
        if (depth > deepest) deepest = depth;
    }
    for (int f = 0; f < symbolic->front_count; f++) order[f].level = deepest - order[f].level;
    return deepest + 1;
}

static void fill_levels(sparse_symbolic *symbolic, const ranked *order)
{
    int32_t at = 0;
    for (int32_t level = 0; level < symbolic->level_count; level++) {
        symbolic->level_starts[level] = at;
        int32_t wide = 0;
        int32_t small = 0;
        for (; at < symbolic->front_count && order[at].level == level; at++) {
            symbolic->level_fronts[at] = order[at].front;
            wide += order[at].size > SPARSE_NARROW;
            small += order[at].size <= SPARSE_SMALL;
        }
        symbolic->level_wide_ends[level] = symbolic->level_starts[level] + wide % SPARSE_PARTS;
        symbolic->level_small_starts[level] = at - (small > SPARSE_PARTS ? small : 0);
    }
    symbolic->level_starts[symbolic->level_count] = at;
}

static int64_t update_numbers(const sparse_symbolic *symbolic, int32_t front)
{
    int below = symbolic->fronts[front].size - symbolic->fronts[front].pivots;
    return panel_layout_triangle(below, symbolic->tile);
}

/* Side by side within a level; levels of odd number from the other end. */
static void place_updates(sparse_symbolic *symbolic)
{
    int64_t most = 0;
    for (int pass = 0; pass < 2; pass++) { /* count, then place */
        int64_t before = 0;
        for (int32_t level = 0; level < symbolic->level_count; level++) {
            int64_t used = 0;
            for (int32_t at = symbolic->level_starts[level]; at < symbolic->level_starts[level + 1]; at++) {
                int32_t f = symbolic->level_fronts[at];
                int64_t size = update_numbers(symbolic, f);
                if (pass == 1) symbolic->fronts[f].update = level % 2 == 0 ? used : most - used - size;
                used += size;
            }
            if (pass == 0 && before + used > most) most = before + used;
            before = used;
        }
    }
    symbolic->update_size = most;
}

/* The first run in which a child meets nobody; `ends`: for each row of the parent, the first run that is free. */
static int32_t run_of_child(const sparse_symbolic *symbolic, int32_t child, int32_t *ends)
{
    const sparse_front *front = &symbolic->fronts[child];
    const int32_t *places = symbolic->parent_rows + front->row_start;
    int32_t run = 0;
    for (int i = front->pivots; i < front->size; i++)
        if (ends[places[i]] > run) run = ends[places[i]];
    for (int i = front->pivots; i < front->size; i++) ends[places[i]] = run + 1;
    return run;
}

/* Link the children of each front run after run. */
static void order_siblings(sparse_symbolic *symbolic, ranked *order, int32_t *ends)
{
    sparse_front *fronts = symbolic->fronts;
    for (int f = 0; f < symbolic->front_count; f++) {
        int32_t count = 0;
        for (int i = 0; i < fronts[f].size; i++) ends[i] = 0;
        for (int32_t c = fronts[f].first_child; c >= 0; c = fronts[c].next_sibling)
            order[count++] = (ranked){.level = run_of_child(symbolic, c, ends), .front = c};
        qsort(order, (size_t)count, sizeof *order, in_turn);
        for (int32_t k = 0; k < count; k++) {
            sparse_front *child = &fronts[order[k].front];
            child->next_sibling = k + 1 < count ? order[k + 1].front : -1;
            child->meets = k > 0 && order[k].level != order[k - 1].level;
        }
        if (count > 0) fronts[f].first_child = order[0].front;
    }
}

cnl_status sparse_use_levels(const cnl_context *context, sparse_symbolic *symbolic, cnl_error *error)
{
    size_t of_fronts = (size_t)symbolic->front_count * sizeof(ranked);
    ranked *order = context_allocate(context, of_fronts + (size_t)symbolic->largest_front * sizeof(int32_t));
    if (order == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory to sort the fronts of a sparse factor");
    symbolic->level_count = rank_fronts(symbolic, order);
    qsort(order, (size_t)symbolic->front_count, sizeof *order, in_turn);
    fill_levels(symbolic, order);
    place_updates(symbolic);
    order_siblings(symbolic, order, (int32_t *)(order + symbolic->front_count));
    context_release(context, order);
    return CNL_OK;
}

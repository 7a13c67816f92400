/* The order of the fronts, and of the columns in them. */
#include <string.h>

#include "panel_layout.h"
#include "sparse_tree.h"

/* The child whose subtree needs most goes first, when the stack holds least [Liu 1986]. */
static void largest_child_first(front_tree *tree, int32_t parent, const int64_t *peaks)
{
    int32_t *largest = &tree->first_child[parent];
    for (int32_t *link = largest; *link != -1; link = &tree->next_sibling[*link])
        if (peaks[*link] > peaks[*largest]) largest = link;
    int32_t child = *largest;
    if (child == -1 || child == tree->first_child[parent]) return;
    *largest = tree->next_sibling[child];
    tree->next_sibling[child] = tree->first_child[parent];
    tree->first_child[parent] = child;
}

static int64_t update_size_of(const front_tree *tree, int32_t front, int tile)
{
    return panel_layout_triangle(tree->sizes[front] - tree->pivots[front], tile);
}

static void order_children(int tile, sparse_scratch *scratch)
{
    front_tree *tree = &scratch->tree;
    for (int front = tree->count - 1; front >= 0; front--) {
        if (tree->merged_into[front] >= 0) continue;
        largest_child_first(tree, front, scratch->peaks);
        int64_t held = 0;
        int64_t peak = 0;
        for (int32_t child = tree->first_child[front]; child != -1; child = tree->next_sibling[child]) {
            if (held + scratch->peaks[child] > peak) peak = held + scratch->peaks[child];
            held += update_size_of(tree, child, tile);
        }
        held += update_size_of(tree, front, tile);
        scratch->peaks[front] = held > peak ? held : peak;
    }
}

static int32_t deepest_first_child(const front_tree *tree, int32_t front)
{
    while (tree->first_child[front] != -1) front = tree->first_child[front];
    return front;
}

int sparse_postorder(int tile, sparse_scratch *scratch)
{
    const front_tree *tree = &scratch->tree;
    order_children(tile, scratch);
    int numbered = 0;
    for (int root = tree->count - 1; root >= 0; root--) {
        if (tree->parents[root] >= 0 || tree->merged_into[root] >= 0) continue;
        int32_t front = deepest_first_child(tree, root);
        scratch->numbers[front] = numbered++;
        while (front != root) {
            int32_t sibling = tree->next_sibling[front];
            front = sibling == -1 ? tree->parents[front] : deepest_first_child(tree, sibling);
            scratch->numbers[front] = numbered++;
        }
    }
    /* parents come first, so the number of a front merged into is known */
    for (int front = 0; front < tree->count; front++)
        if (tree->merged_into[front] >= 0) scratch->numbers[front] = scratch->numbers[tree->merged_into[front]];
    return numbered;
}

/* A front is dense: any order within it will do. */
void sparse_reorder_columns(int order, int front_count, sparse_scratch *scratch)
{
    int32_t *ends = scratch->marks;
    int32_t *before = scratch->counts;
    memset(ends, 0, ((size_t)front_count + 1) * sizeof *ends);
    for (int j = 0; j < order; j++) {
        before[j] = scratch->permutation[j];
        scratch->front_of[j] = scratch->numbers[scratch->front_of[j]];
        ends[scratch->front_of[j]]++;
    }
    for (int front = 0; front < front_count; front++) ends[front + 1] += ends[front];
    for (int turn = 3; turn >= 0; turn--) { /* each front's list is filled from its end */
        for (int j = order - 1; j >= 0; j--) {
            if (scratch->turns[before[j]] != turn) continue;
            scratch->permutation[--ends[scratch->front_of[j]]] = before[j];
        }
    }
    int front = 0;
    for (int j = 0; j < order; j++) {
        while (front + 1 < front_count && ends[front + 1] <= j) front++;
        scratch->front_of[j] = front;
    }
}

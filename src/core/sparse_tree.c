#include "sparse_tree.h"

#include <string.h>

sparse_scratch sparse_scratch_layout(arena *memory, const sparse_pattern *pattern)
{
    size_t order = (size_t)pattern->order;
    size_t width = sizeof(int32_t);
    sparse_scratch scratch = {.permutation = arena_take(memory, order, width)};
    scratch.place = arena_take(memory, order, width);
    scratch.column_starts = arena_take(memory, order + 1, width);
    scratch.row_indices = arena_take(memory, (size_t)pattern->column_starts[order], width);
    scratch.parents = arena_take(memory, order, width);
    scratch.counts = arena_take(memory, order, width);
    scratch.front_of = arena_take(memory, order, width);
    scratch.numbers = arena_take(memory, order, width);
    scratch.marks = arena_take(memory, order + 1, width);
    scratch.turns = arena_take(memory, order, sizeof *scratch.turns);
    scratch.unsupported = arena_take(memory, order, sizeof *scratch.unsupported);
    scratch.peaks = arena_take(memory, order, sizeof(int64_t));
    scratch.tree.pivots = arena_take(memory, order, width);
    scratch.tree.sizes = arena_take(memory, order, width);
    scratch.tree.parents = arena_take(memory, order, width);
    scratch.tree.first_child = arena_take(memory, order, width);
    scratch.tree.next_sibling = arena_take(memory, order, width);
    scratch.tree.merged_into = arena_take(memory, order, width);
    scratch.tree.turns = arena_take(memory, order, sizeof *scratch.tree.turns);
    scratch.tree.needs = arena_take(memory, order, sizeof *scratch.tree.needs);
    return scratch;
}

/* The parent of a column is the first later column that has a number in its row; `marks` jumps over what is known. */
static void find_parents(int order, sparse_scratch *scratch)
{
    int32_t *ancestors = scratch->marks;
    for (int j = 0; j < order; j++) {
        scratch->parents[j] = -1;
        ancestors[j] = -1;
        for (int32_t e = scratch->column_starts[j]; e < scratch->column_starts[j + 1]; e++) {
            int32_t i = scratch->row_indices[e];
            while (i != -1 && i < j) {
                int32_t above = ancestors[i];
                ancestors[i] = j;
                if (above == -1) scratch->parents[i] = j;
                i = above;
            }
        }
    }
}

/* Row j of L has a number in every column on the paths from the entries of row j of K up to j. */
static void count_columns(int order, sparse_scratch *scratch)
{
    int32_t *visited_for = scratch->marks;
    for (int j = 0; j < order; j++) {
        scratch->counts[j] = 1;
        visited_for[j] = j;
        for (int32_t e = scratch->column_starts[j]; e < scratch->column_starts[j + 1]; e++) {
            for (int32_t i = scratch->row_indices[e]; visited_for[i] != j; i = scratch->parents[i]) {
                visited_for[i] = j;
                scratch->counts[i]++;
            }
        }
    }
}

void sparse_elimination_tree(int order, sparse_scratch *scratch)
{
    find_parents(order, scratch);
    count_columns(order, scratch);
}

static void add_front(front_tree *tree, int32_t parent, int32_t size)
{
    int front = tree->count++;
    tree->pivots[front] = 1;
    tree->sizes[front] = size;
    tree->parents[front] = parent;
    tree->first_child[front] = -1;
    tree->next_sibling[front] = -1;
    tree->merged_into[front] = -1;
    if (parent < 0) return;
    tree->next_sibling[front] = tree->first_child[parent];
    tree->first_child[parent] = front;
}

void sparse_fundamental_fronts(int order, sparse_scratch *scratch)
{
    front_tree *tree = &scratch->tree;
    int32_t *children = scratch->marks;
    memset(children, 0, (size_t)order * sizeof *children);
    for (int j = 0; j < order; j++)
        if (scratch->parents[j] >= 0) children[scratch->parents[j]]++;

    tree->count = 0;
    for (int j = order - 1; j >= 0; j--) {
        int32_t parent = scratch->parents[j];
        int32_t front = parent < 0 ? -1 : scratch->front_of[parent];
        if (parent >= 0 && children[parent] == 1 && scratch->counts[j] == scratch->counts[parent] + 1) {
            scratch->front_of[j] = front;
            tree->pivots[front]++;
            tree->sizes[front]++;
        } else {
            scratch->front_of[j] = tree->count;
            add_front(tree, front, scratch->counts[j]);
        }
    }
}

/* 1 + 3 + 6 + ... : the elements of triangles of order 1 ... `order`. */
static double tetrahedron(double order) { return order * (order + 1) * (order + 2) / 6; }

double front_multiply_adds(int pivots, int size) { return tetrahedron(size - 1) - tetrahedron(size - 1 - pivots); }

static double front_cost(int pivots, int size, const sparse_weights *weights)
{
    double k = pivots;
    double below = size - pivots;
    return front_multiply_adds(pivots, size) + weights->per_factor_entry * (k * (k + 1) / 2 + k * below) +
           weights->per_update_entry * below * (below + 1) / 2 + weights->per_front;
}

/* The parent's rows hold all of the child's but its pivots: so the merged front has just these more. */
static int is_cheaper_merged(const front_tree *tree, int32_t child, int32_t parent, const sparse_weights *weights)
{
    double apart = front_cost(tree->pivots[child], tree->sizes[child], weights) +
                   front_cost(tree->pivots[parent], tree->sizes[parent], weights);
    double together =
        front_cost(tree->pivots[child] + tree->pivots[parent], tree->pivots[child] + tree->sizes[parent], weights);
    return together <= apart;
}

/* Take the child at *link out of the list, its own children in its place. */
void sparse_merge_child(front_tree *tree, int32_t *link, int32_t parent)
{
    int32_t child = *link;
    tree->merged_into[child] = parent;
    tree->pivots[parent] += tree->pivots[child];
    tree->sizes[parent] += tree->pivots[child];
    int32_t *end = link;
    *link = tree->first_child[child];
    while (*end != -1) {
        tree->parents[*end] = parent;
        end = &tree->next_sibling[*end];
    }
    *end = tree->next_sibling[child];
}

void sparse_merge_fronts(front_tree *tree, const sparse_weights *weights)
{
    for (int parent = tree->count - 1; parent >= 0; parent--) {
        if (tree->merged_into[parent] >= 0) continue;
        int32_t *link = &tree->first_child[parent];
        while (*link != -1) {
            if (is_cheaper_merged(tree, *link, parent, weights))
                sparse_merge_child(tree, link, parent);
            else
                link = &tree->next_sibling[*link];
        }
    }
}

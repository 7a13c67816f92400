/* Level sets: children before parents, and no update matrix where another one is that lives at the same time. */
#include "sparse_levels.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "context.h"
#include "counting_allocator.h"
#include "panel_layout.h"
#include "sparse_cases.h"

/* xorshift64* [Vigna 2016]: 0 ... most. */
static int draw(uint64_t *state, int most)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (int)((*state * 0x2545F4914F6CDD1Du >> 33) % ((uint64_t)most + 1));
}

static void *room(int64_t count, size_t size)
{
    void *memory = calloc((size_t)count + 1, size);
    if (memory == NULL) abort();
    return memory;
}

static int64_t update_numbers(const sparse_symbolic *symbolic, int f)
{
    return panel_layout_triangle(symbolic->fronts[f].size - symbolic->fronts[f].pivots, symbolic->tile);
}

/* The level of each front, by the lists; each is in one of them, once. */
static int *levels_of(const sparse_symbolic *symbolic)
{
    int *levels = room(symbolic->front_count, sizeof *levels);
    long bad = symbolic->level_starts[0] != 0;
    for (int f = 0; f < symbolic->front_count; f++) levels[f] = -1;
    for (int level = 0; level < symbolic->level_count; level++) {
        bad += symbolic->level_starts[level] >= symbolic->level_starts[level + 1];
        for (int at = symbolic->level_starts[level]; at < symbolic->level_starts[level + 1]; at++) {
            int f = symbolic->level_fronts[at];
            bad += levels[f] != -1;
            levels[f] = level;
        }
    }
    bad += symbolic->level_starts[symbolic->level_count] != symbolic->front_count;
    CHECK_INT(bad, 0);
    return levels;
}

/* Fronts on the longest way from a leaf to a root: fewer levels there cannot be. */
static int height_of(const sparse_symbolic *symbolic)
{
    int height = 0;
    for (int f = 0; f < symbolic->front_count; f++) {
        int length = 0;
        for (int at = f; at >= 0; at = symbolic->fronts[at].parent) length++;
        if (length > height) height = length;
    }
    return height;
}

/* Is an update matrix needed while a level is worked on? Its front writes it, its parent reads it. */
static bool is_alive(const sparse_symbolic *symbolic, const int *levels, int f, int level)
{
    int parent = symbolic->fronts[f].parent;
    return update_numbers(symbolic, f) > 0 && levels[f] <= level && level <= levels[parent];
}

static void check_memory(const sparse_symbolic *symbolic, const int *levels)
{
    long outside = 0;
    long shared = 0;
    int64_t most = 0;
    int32_t *owner = room(symbolic->update_size, sizeof *owner);
    for (int level = 0; level < symbolic->level_count; level++) {
        int64_t alive = 0;
        for (int64_t k = 0; k < symbolic->update_size; k++) owner[k] = -1;
        for (int f = 0; f < symbolic->front_count; f++) {
            if (!is_alive(symbolic, levels, f, level)) continue;
            int64_t first = symbolic->fronts[f].update;
            int64_t size = update_numbers(symbolic, f);
            alive += size;
            outside += first < 0 || first + size > symbolic->update_size;
            for (int64_t k = first; k < first + size && k >= 0 && k < symbolic->update_size; k++) {
                shared += owner[k] != -1;
                owner[k] = f;
            }
        }
        if (alive > most) most = alive;
    }
    CHECK_INT(outside, 0);
    CHECK_INT(shared, 0);
    CHECK_INT(symbolic->update_size, most);
    free(owner);
}

/* Larger fronts first; those of many rows are either few, and wide, or as many as keep all parts busy; those of few
   rows are small where they are more than parts. */
static void check_turns(const sparse_symbolic *symbolic)
{
    long bad = 0;
    for (int level = 0; level < symbolic->level_count; level++) {
        int dealt = 0;
        int tiny = 0;
        int wide_end = symbolic->level_wide_ends[level];
        for (int at = symbolic->level_starts[level]; at < symbolic->level_starts[level + 1]; at++) {
            int size = symbolic->fronts[symbolic->level_fronts[at]].size;
            tiny += size <= SPARSE_SMALL;
            if (at > symbolic->level_starts[level]) bad += size > symbolic->fronts[symbolic->level_fronts[at - 1]].size;
            if (at < wide_end)
                bad += size <= SPARSE_NARROW;
            else
                dealt += size > SPARSE_NARROW;
        }
        bad += wide_end - symbolic->level_starts[level] >= SPARSE_PARTS || dealt % SPARSE_PARTS != 0;
        int small = symbolic->level_starts[level + 1] - symbolic->level_small_starts[level];
        bad += wide_end > symbolic->level_small_starts[level];
        bad += small > 0 ? small <= SPARSE_PARTS || small != tiny : tiny > SPARSE_PARTS;
    }
    CHECK_INT(bad, 0);
}

static bool have_common_row(const sparse_symbolic *symbolic, const sparse_front *one, const sparse_front *other)
{
    const int32_t *places = symbolic->parent_rows;
    for (int64_t i = one->row_start + one->pivots; i < one->row_start + one->size; i++)
        for (int64_t j = other->row_start + other->pivots; j < other->row_start + other->size; j++)
            if (places[i] == places[j]) return true;
    return false;
}

/* Does a child have a row in common with a sibling of the run from `first` to itself? */
static bool meets_its_run(const sparse_symbolic *symbolic, int first, int child)
{
    for (int c = first; c != child; c = symbolic->fronts[c].next_sibling)
        if (have_common_row(symbolic, &symbolic->fronts[c], &symbolic->fronts[child])) return true;
    return false;
}

/* The most children that share a row of a front: fewer runs there cannot be, if each child has one row. */
static int most_in_a_row(const sparse_symbolic *symbolic, const sparse_front *front)
{
    int *counts = room(front->size, sizeof *counts);
    int most = 0;
    for (int c = front->first_child; c >= 0; c = symbolic->fronts[c].next_sibling) {
        const sparse_front *child = &symbolic->fronts[c];
        for (int i = child->pivots; i < child->size; i++) {
            int count = ++counts[symbolic->parent_rows[child->row_start + i]];
            if (count > most) most = count;
        }
    }
    free(counts);
    return most;
}

/* Every child is still there, siblings of a run have no row in common, and runs are not more than they have to be. */
static void check_siblings(const sparse_symbolic *symbolic)
{
    long bad = 0;
    int children = 0;
    for (int f = 0; f < symbolic->front_count; f++) {
        const sparse_front *front = &symbolic->fronts[f];
        int first = front->first_child;
        int runs = 0;
        bool single_rows = true;
        for (int c = first; c >= 0; c = symbolic->fronts[c].next_sibling) {
            const sparse_front *child = &symbolic->fronts[c];
            if (child->meets) first = c;
            runs += child->meets || c == front->first_child;
            single_rows &= child->size == child->pivots + 1;
            bad += child->parent != f || meets_its_run(symbolic, first, c);
            children++;
        }
        int most = most_in_a_row(symbolic, front);
        bad += single_rows ? runs != most : runs < most;
        children += front->parent < 0;
    }
    CHECK_INT(bad, 0);
    CHECK_INT(children, symbolic->front_count);
}

static void check_levels(const cnl_context *context, sparse_symbolic *symbolic)
{
    if (!CHECK_OK(sparse_use_levels(context, symbolic, NULL))) return;
    int *levels = levels_of(symbolic);
    long early = 0;
    for (int f = 0; f < symbolic->front_count; f++) {
        int parent = symbolic->fronts[f].parent;
        early += parent >= 0 && levels[parent] <= levels[f];
    }
    CHECK_INT(early, 0);
    CHECK_INT(symbolic->level_count, height_of(symbolic));
    check_memory(symbolic, levels);
    check_turns(symbolic);
    check_siblings(symbolic);
    free(levels);
}

/* ---- Trees, by themselves. */

typedef enum tree_kind { TREE_CHAIN, TREE_STAR, TREE_FOREST, TREE_ALONE, TREE_BINARY, TREE_RANDOM } tree_kind;

typedef struct tree_case {
    const char *name;
    tree_kind kind;
    int fronts;
} tree_case;

static const tree_case trees[] = {
    {"one front", TREE_ALONE, 1},
    {"no edges", TREE_ALONE, 30},
    {"a chain of two", TREE_CHAIN, 2},
    {"a chain", TREE_CHAIN, 41},
    {"a star", TREE_STAR, 40},
    {"a star of many", TREE_STAR, 300},
    {"two children each", TREE_BINARY, 63},
    {"a forest", TREE_FOREST, 50},
    {"a tree", TREE_RANDOM, 60},
};

/* -1 for a root; parents come later. */
static int parent_in(tree_kind kind, int f, int fronts, uint64_t *state)
{
    int later = fronts - 1 - f;
    if (later == 0 || kind == TREE_ALONE) return -1;
    switch (kind) {
    case TREE_CHAIN:
        return f + 1;
    case TREE_STAR:
        return fronts - 1;
    case TREE_BINARY:
        return fronts - 1 - (later - 1) / 2;
    case TREE_FOREST:
        return draw(state, 3) == 0 ? -1 : f + 1 + draw(state, later - 1);
    default:
        return f + 1 + draw(state, later - 1);
    }
}

/* Different rows of the parent for those below the pivots of a child, in order: each with the same chance. */
static void draw_places(const sparse_front *child, int parent_size, int32_t *places, uint64_t *state)
{
    int wanted = child->size - child->pivots;
    for (int row = 0, i = child->pivots; i < child->size; row++) {
        if (draw(state, parent_size - row - 1) >= wanted) continue;
        places[i++] = row;
        wanted--;
    }
}

static sparse_symbolic tree_make(const tree_case *row, uint64_t seed)
{
    enum { MOST_ROWS = 52 };
    uint64_t state = 2 * seed + 1;
    int most_pivots = seed % 2 ? 30 : 3;
    int most_below = seed % 3 ? 20 : 1;
    sparse_symbolic made = {.front_count = row->fronts, .tile = 1 + draw(&state, 3), .largest_front = MOST_ROWS};
    made.fronts = room(row->fronts + 1, sizeof *made.fronts);
    made.parent_rows = room(row->fronts * MOST_ROWS, sizeof *made.parent_rows);
    made.level_starts = room(row->fronts + 1, sizeof *made.level_starts);
    made.level_wide_ends = room(row->fronts, sizeof *made.level_wide_ends);
    made.level_small_starts = room(row->fronts, sizeof *made.level_small_starts);
    made.level_fronts = room(row->fronts, sizeof *made.level_fronts);
    for (int f = row->fronts - 1; f >= 0; f--) {
        int parent = parent_in(row->kind, f, row->fronts, &state);
        int below = parent < 0 ? 0 : 1 + draw(&state, most_below - 1);
        if (parent >= 0 && below > made.fronts[parent].size) below = made.fronts[parent].size;
        sparse_front *front = &made.fronts[f];
        *front = (sparse_front){.parent = parent, .first_child = -1, .next_sibling = -1, .row_start = f * MOST_ROWS};
        front->pivots = 1 + draw(&state, most_pivots - 1);
        front->size = front->pivots + below;
        if (parent < 0) continue;
        draw_places(front, made.fronts[parent].size, made.parent_rows + front->row_start, &state);
        front->next_sibling = made.fronts[parent].first_child;
        made.fronts[parent].first_child = f;
    }
    return made;
}

static void tree_free(sparse_symbolic *tree)
{
    free(tree->fronts);
    free(tree->parent_rows);
    free(tree->level_starts);
    free(tree->level_wide_ends);
    free(tree->level_small_starts);
    free(tree->level_fronts);
}

static void a_tree_has_levels(const tree_case *row)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        check_note("%s, seed %d", row->name, (int)seed);
        sparse_symbolic tree = tree_make(row, seed);
        check_levels(context, &tree);
        tree_free(&tree);
    }
    cnl_context_destroy(context);
}

/* ---- Schedules of matrices. */

typedef struct matrix_case {
    sparse_kind kind;
    int order;
} matrix_case;

static const matrix_case matrices[] = {
    {KIND_DIAGONAL, 9}, {KIND_TRIDIAGONAL, 60}, {KIND_ARROW, 60}, {KIND_BLOCKS, 49},
    {KIND_DENSE, 40},   {KIND_RANDOM, 150},     {KIND_GRID, 400}, {KIND_KKT, 150},
};

static void a_schedule_has_levels(const matrix_case *row)
{
    static const sparse_weights none = {0, 0, 0};
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        check_note("kind %d, order %d, seed %d", row->kind, row->order, (int)seed);
        sparse_case made = sparse_case_make(row->kind, row->order, seed);
        sparse_symbolic *symbolic;
        if (CHECK_OK(sparse_analyse(context, &made.pattern, seed % 2 ? &none : NULL, 1, &symbolic, NULL)))
            check_levels(context, symbolic);
        context_release(context, symbolic);
        sparse_case_free(&made);
    }
    cnl_context_destroy(context);
}

static void without_memory_nothing_changes(void)
{
    counter count = {.left = 100};
    cnl_context_options options = counting(&count);
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(&options, &context, NULL))) return;
    sparse_symbolic tree = tree_make(&trees[7], 1);
    sparse_front before = tree.fronts[0];
    count.left = 0;
    cnl_error error;
    CHECK_INT(sparse_use_levels(context, &tree, &error), CNL_OUT_OF_MEMORY);
    CHECK_INT(tree.level_count, 0);
    CHECK(memcmp(&before, &tree.fronts[0], sizeof before) == 0);
    count.left = 1;
    CHECK_OK(sparse_use_levels(context, &tree, &error));
    tree_free(&tree);
    cnl_context_destroy(context);
    CHECK_INT(count.allocated, count.released);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_tree_has_levels, trees);
    RUN_CASES(a_schedule_has_levels, matrices);
    RUN(without_memory_nothing_changes);
    return check_report();
}

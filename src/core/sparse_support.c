/* Columns whose own diagonal entry is no pivot: see sparse_symbolic.h. */
#include <string.h>

#include "sparse_tree.h"

enum { TURN_STRONG_MINUS, TURN_PLUS, TURN_WEAK_MINUS, TURN_UNSUPPORTED_PLUS };

static int8_t turn_of(int8_t sign, bool is_weak, bool is_supported)
{
    if (sign < 0) return is_weak ? TURN_WEAK_MINUS : TURN_STRONG_MINUS;
    return is_supported ? TURN_PLUS : TURN_UNSUPPORTED_PLUS;
}

/* Row j of L has a number in every column on the paths from the entries of row j of K up to j: one of the other sign
   is support, unless it lacks support itself. */
void sparse_find_turns(const sparse_pattern *pattern, sparse_scratch *scratch)
{
    int32_t *visited_for = scratch->marks;
    for (int j = 0; j < pattern->order; j++) {
        int32_t column = scratch->permutation[j];
        int8_t sign = pattern->signs[column];
        bool is_weak = pattern->weak && pattern->weak[column];
        bool is_supported = !is_weak;
        visited_for[j] = j;
        for (int32_t e = scratch->column_starts[j]; e < scratch->column_starts[j + 1]; e++) {
            for (int32_t i = scratch->row_indices[e]; visited_for[i] != j; i = scratch->parents[i]) {
                visited_for[i] = j;
                int32_t other = scratch->permutation[i];
                if (pattern->signs[other] != sign && !scratch->unsupported[other]) is_supported = true;
            }
        }
        scratch->turns[column] = turn_of(sign, is_weak, is_supported);
        scratch->unsupported[column] = !is_supported;
    }
}

/* What the columns of each front are, and what they need: one of the other sign that comes earlier in the front. */
static void sum_up_fronts(int order, sparse_scratch *scratch)
{
    front_tree *tree = &scratch->tree;
    memset(tree->turns, 0, (size_t)tree->count * sizeof *tree->turns);
    memset(tree->needs, 0, (size_t)tree->count * sizeof *tree->needs);
    for (int j = 0; j < order; j++) {
        int32_t front = scratch->front_of[j];
        int turn = scratch->turns[scratch->permutation[j]];
        tree->turns[front] |= (int8_t)(1 << turn);
        if (!scratch->unsupported[scratch->permutation[j]]) continue;
        if (turn == TURN_WEAK_MINUS)
            tree->needs[front] |= 1 << TURN_PLUS;
        else
            tree->needs[front] |= 1 << TURN_STRONG_MINUS | 1 << TURN_WEAK_MINUS;
    }
}

static bool is_satisfied(const front_tree *tree, int front)
{
    const int8_t minus = 1 << TURN_STRONG_MINUS | 1 << TURN_WEAK_MINUS;
    const int8_t plus = 1 << TURN_PLUS;
    return !((tree->needs[front] & minus && !(tree->turns[front] & minus)) ||
             (tree->needs[front] & plus && !(tree->turns[front] & plus)));
}

void sparse_merge_unsupported(int order, sparse_scratch *scratch)
{
    front_tree *tree = &scratch->tree;
    sum_up_fronts(order, scratch);
    for (int front = tree->count - 1; front >= 0; front--) {
        int32_t parent = tree->parents[front];
        if (parent < 0 || is_satisfied(tree, front)) continue;
        int32_t *link = &tree->first_child[parent];
        while (*link != front) link = &tree->next_sibling[*link];
        sparse_merge_child(tree, link, parent);
        tree->turns[parent] |= tree->turns[front];
        tree->needs[parent] |= tree->needs[front];
    }
}

/**
 * @file sparse_tree.h
 * Which columns are eliminated together: elimination tree, column counts, fronts and their order.
 */
#ifndef CORE_SPARSE_TREE_H
#define CORE_SPARSE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "sparse_symbolic.h"

/** Fronts while they are being merged: arrays over fronts, parents before children. */
typedef struct front_tree {
    int count;             /**< fronts at first; those with merged_into >= 0 are gone */
    int32_t *pivots;       /**< [order] */
    int32_t *sizes;        /**< [order] */
    int32_t *parents;      /**< [order] -1 = none */
    int32_t *first_child;  /**< [order] -1 = none */
    int32_t *next_sibling; /**< [order] -1 = none */
    int32_t *merged_into;  /**< [order] -1 = not merged */
    int8_t *turns;         /**< [order] bit t is set where the front has a pivot of turn t */
    int8_t *needs;         /**< [order] turns of which it needs one, as bits; 0 = none */
} front_tree;

/** What the analysis needs until the schedule is known. */
typedef struct sparse_scratch {
    int32_t *permutation;   /**< [order] */
    int32_t *place;         /**< [order] inverse of the permutation */
    int32_t *column_starts; /**< [order + 1] of sparse_permute() */
    int32_t *row_indices;   /**< [entries] of sparse_permute() */
    int32_t *parents;       /**< [order] elimination tree; -1 = none */
    int32_t *counts;        /**< [order] numbers in each column of L, diagonal included */
    int32_t *front_of;      /**< [order] the front that eliminates a column */
    int32_t *numbers;       /**< [order] the final number of each front of the tree */
    int32_t *marks;         /**< [order + 1] for each function's own use */
    int8_t *turns;          /**< [order] when each column of K comes within its front, 0 to 3 */
    int8_t *unsupported;    /**< [order] 1 = weak, and eliminated before anything that gives it a pivot */
    int64_t *peaks;         /**< [order] most numbers of update matrices while a front's subtree is worked on */
    front_tree tree;
} sparse_scratch;

sparse_scratch sparse_scratch_layout(arena *memory, const sparse_pattern *pattern);

/** Multiply-adds of one front without its square roots and scalings. */
double front_multiply_adds(int pivots, int size);

/** Elimination tree [Liu 1990] and column counts, from the permuted pattern in the scratch. */
void sparse_elimination_tree(int order, sparse_scratch *scratch);

/** Fundamental fronts: columns whose rows are nested and whose tree is a chain. Fills front_of and the tree. */
void sparse_fundamental_fronts(int order, sparse_scratch *scratch);

/**
 * When each column comes within its front: strong ones of sign -, those of sign +, weak ones of sign -, and those weak
 * ones of sign + that have no support. Needs the elimination tree; fills turns and unsupported.
 */
void sparse_find_turns(const sparse_pattern *pattern, sparse_scratch *scratch);

/** Merge fronts that hold an unsupported column into their parents, until it has support. */
void sparse_merge_unsupported(int order, sparse_scratch *scratch);

/** Merge the child at *link of the parent's list of children. */
void sparse_merge_child(front_tree *tree, int32_t *link, int32_t parent);

/** Merge fronts into their parents where that is cheaper. */
void sparse_merge_fronts(front_tree *tree, const sparse_weights *weights);

/**
 * Number the fronts that are left, children before parents, in an order that keeps the update stack low.
 *
 * @return how many fronts are left; scratch->numbers says which each of the first fronts became or went into
 */
int sparse_postorder(int tile, sparse_scratch *scratch);

/** Put the columns in the order of their fronts, and within a front by turns: permutation and front_of change. */
void sparse_reorder_columns(int order, int front_count, sparse_scratch *scratch);

#endif

/**
 * @file sparse_tree.h
 * Which columns are eliminated together: elimination tree, column counts, fronts and their order.
 */
#ifndef CORE_SPARSE_TREE_H
#define CORE_SPARSE_TREE_H

#include <stdint.h>

#include "arena.h"
#include "sparse_symbolic.h"

/** Fronts while they are being merged: arrays over fronts, children after parents. */
typedef struct front_tree {
    int count;             /**< fronts at first; those with merged_into >= 0 are gone */
    int32_t *pivots;       /**< [order] */
    int32_t *sizes;        /**< [order] */
    int32_t *parents;      /**< [order] -1 = none */
    int32_t *first_child;  /**< [order] -1 = none */
    int32_t *next_sibling; /**< [order] -1 = none */
    int32_t *merged_into;  /**< [order] -1 = not merged */
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
    int32_t *marks;         /**< [order + 1] for each function's own use */
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

/** Merge fronts into their parents where that is cheaper. */
void sparse_merge_fronts(front_tree *tree, const sparse_weights *weights);

/**
 * Number the fronts that are left, children before parents, and put the columns in that order.
 *
 * @return how many fronts are left; front_of and permutation are those of the new order of columns, and the arrays
 *         pivots, sizes, parents, first_child and next_sibling of the tree those of the new numbers
 */
int sparse_postorder(int order, int tile, sparse_scratch *scratch);

#endif

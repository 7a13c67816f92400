/**
 * @file sparse_symbolic.h
 * The schedule of a sparse factorisation K = L S L', computed once for a structure and followed by every problem.
 *
 * K is symmetric and quasi-definite: with any order of elimination its pivots have the known signs S, so nothing has
 * to be decided by looking at numbers. The factorisation is multifrontal [Duff & Reid 1983; Liu 1992]: columns of L
 * with nearly the same rows are eliminated together in a *front*, a small dense matrix over `size` rows, its `pivots`
 * first. A front is kept as three dense blocks (layouts of engine/panel.h):
 *
 *     [ diagonal          ]   diagonal: triangle of order k = pivots          in the factor
 *     [ below      update ]   below: rectangle (size - k) x k                 in the factor
 *                             update: triangle of order size - k              in the update stack
 *
 * The numeric work, for each front in order:
 *
 *     diagonal, below, update = 0
 *     factor[entry_positions[e]] += K[entry_indices[e]]                       for its entries e
 *     element (i, j) += child's update (i', j')                               i = parent_rows[i'], j = parent_rows[j']
 *     diagonal = L11 S L11';  below = below L11^-T S;  update -= below S below'
 *
 * and the solves walk the fronts up (L) and down (L'), gathering by `rows`.
 *
 * Quasi-definite matrices have a factor in any order, but not always an accurate one: a column whose diagonal entry is
 * only a regularisation (`weak`) must follow a column of the other sign that it meets, whose elimination gives it a
 * pivot. Where minimum degree would take it first, its front is merged into its parent, where such a column is, and
 * within a front the weak ones come last.
 */
#ifndef CORE_SPARSE_SYMBOLIC_H
#define CORE_SPARSE_SYMBOLIC_H

#include <stddef.h>
#include <stdint.h>

#include <conelet/context.h>
#include <conelet/status.h>

#include "arena.h"

/** The matrix to analyse: the upper triangle, diagonal included, in compressed columns without repeated entries. */
typedef struct sparse_pattern {
    int order;
    const int32_t *column_starts; /**< order + 1 offsets */
    const int32_t *row_indices;   /**< row <= column */
    const int8_t *signs;          /**< +1 or -1 for each column: the sign of its pivot */
    const int8_t *weak;           /**< 1 = the diagonal entry is next to nothing, see below; NULL = none is */
} sparse_pattern;

/**
 * What small fronts cost beside their multiplications, in multiply-adds. A front is merged into its parent where the
 * zeros this adds cost less than what it saves. All 0: merge only where no zero is added.
 */
typedef struct sparse_weights {
    double per_factor_entry; /**< storing a number of L and reading it in the solves */
    double per_update_entry; /**< adding a number of an update matrix into the parent */
    double per_front;        /**< starting a front: loops, tables */
} sparse_weights;

/** One front. Columns and rows count in the order of elimination. */
typedef struct sparse_front {
    int32_t first_pivot;  /**< its pivots are the columns first_pivot ... first_pivot + pivots - 1 */
    int32_t pivots;       /**< columns eliminated here, at least 1 */
    int32_t sign_ends[4]; /**< where runs of pivots of equal sign end: those of -, +, - and +; each may be empty */
    int32_t size;         /**< rows, the pivots included */
    int32_t parent;       /**< the front that receives the update; -1 = none, and size = pivots */
    int32_t first_child;  /**< -1 = none */
    int32_t next_sibling; /**< the next child of the same parent; -1 = none */
    int32_t shared;       /**< rows after its pivots that are pivots of its parent; they come first */
    int32_t meets;        /**< 1 = to be added after the siblings before it, see sparse_levels.h; else beside them */
    int64_t row_start;    /**< its rows are rows[row_start ... row_start + size - 1] */
    int64_t entry_start;  /**< its entries of K are entry_start ... the next front's entry_start - 1 */
    int64_t diagonal;     /**< where its diagonal block starts in the factor */
    int64_t below;        /**< where its block below the diagonal starts in the factor */
    int64_t update;       /**< where its update matrix starts in the update stack */
} sparse_front;

/** The schedule. Sizes count numbers per problem. */
typedef struct sparse_symbolic {
    int32_t order;
    int32_t tile;          /**< panel height of the dense blocks */
    int32_t front_count;   /**< fronts[front_count] ends the lists of the last one */
    int32_t largest_front; /**< rows of the largest front */
    int64_t row_count;     /**< length of rows and parent_rows */
    int64_t entry_count;   /**< numbers of K */
    int64_t factor_size;   /**< the factor */
    int64_t update_size;   /**< the update matrices: the stack at its fullest, or what levels need */
    double factor_entries; /**< numbers of L, diagonal included */
    double update_entries; /**< additions of children's updates into parents, in one factorisation */
    double flops;          /**< multiplications and additions of one factorisation */
    double solve_flops;    /**< of one solve with L S L' */

    int32_t *permutation;     /**< [order] column of K that is eliminated i-th */
    int8_t *signs;            /**< [order] sign of the i-th pivot */
    sparse_front *fronts;     /**< [front_count + 1] children before parents */
    int32_t *rows;            /**< [row_count] rising within a front */
    int32_t *parent_rows;     /**< [row_count] the place of each row in the parent's front; -1 for pivots */
    int32_t *entry_indices;   /**< [entry_count] which number of K */
    int64_t *entry_positions; /**< [entry_count] where it goes in the factor */

    int32_t level_count;         /**< 0: fronts in a stack, one after another; more: see sparse_levels.h */
    int32_t *level_starts;       /**< [level_count + 1] a level's fronts are level_fronts[level_starts[l]] ... */
    int32_t *level_wide_ends;    /**< [level_count] ... those before this place are wide */
    int32_t *level_small_starts; /**< [level_count] ... and those from this place on small */
    int32_t *level_fronts;       /**< [front_count] */
} sparse_symbolic;

/** @return weights counted from the loads and stores of each step, against two multiply-adds per cycle. */
sparse_weights sparse_weights_default(void);

/**
 * Analyse a pattern.
 *
 * @param[in]  context   memory: the result is one block, freed by context_release()
 * @param[in]  weights   NULL for the defaults
 * @param[in]  tile      panel height of the executor that will follow the schedule
 * @param[out] symbolic  the schedule; NULL on failure
 * @return CNL_OK; CNL_OUT_OF_MEMORY; CNL_NOT_SUPPORTED if there are too many entries to count
 */
cnl_status sparse_analyse(const cnl_context *context, const sparse_pattern *pattern, const sparse_weights *weights,
                          int tile, sparse_symbolic **symbolic, cnl_error *error);

/** Take room for a copy of a schedule, and fill it. @return NULL while counting. */
sparse_symbolic *sparse_symbolic_layout(arena *memory, const sparse_symbolic *given);

#endif

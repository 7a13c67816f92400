/**
 * @file sparse_levels.h
 * Level sets of a sparse schedule: fronts that can be worked on at the same time, by an executor whose team has parts.
 *
 * Roots are in the last level, and every other front is in the level before its parent's. That makes as many levels as
 * the tree is high, no more than if each front came as early as it can; but an update matrix lives only until the next
 * level, and leaves fill up the narrow levels near the root. So two places are enough: the update matrices of even
 * levels lie at one end, side by side, those of odd levels at the other, and the whole is as large as the largest two
 * neighbouring levels together. Of a front at work only its children, which are no longer written, and itself are read.
 *
 * Within a level the larger fronts come first. *Wide* ones have more rows than a warp has threads: the whole team takes
 * them, one after another, unless there are enough of them for all parts. The rest are dealt out to the parts; *small*
 * ones to quarters of parts, where there are more of them than parts.
 *
 * Children of a front are added to it in their order, but those that have no row in common can be added at the same
 * time. So siblings are put into runs without a common row, each in the first that comes after all that it meets, and
 * in the order of runs; the first of a run, unless it is the first of all, has `meets` = 1.
 */
#ifndef CORE_SPARSE_LEVELS_H
#define CORE_SPARSE_LEVELS_H

#include "sparse_symbolic.h"

enum {
    SPARSE_NARROW = 32, /**< the most rows of a front that are never wide: a thread of a part for each */
    SPARSE_SMALL = 8,   /**< the most rows of a small front: a thread of a quarter for each */
    SPARSE_PARTS = 8,   /**< so many wide fronts of a level keep all parts busy: they are not wide then */
};

/**
 * Fill in the levels of a schedule, move its update matrices to where they do not meet, and put siblings into runs.
 *
 * @return CNL_OK; CNL_OUT_OF_MEMORY, and the schedule is as it was
 */
cnl_status sparse_use_levels(const cnl_context *context, sparse_symbolic *symbolic, cnl_error *error);

#endif

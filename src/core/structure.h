/**
 * @file structure.h
 * The library's own copy of a problem's structure.
 */
#ifndef CORE_STRUCTURE_H
#define CORE_STRUCTURE_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/problem.h>
#include <conelet/status.h>

#include "arena.h"

/** A checked pattern. */
typedef struct matrix_pattern {
    cnl_layout layout;
    int rows;
    int columns;
    int64_t count;                /**< numbers per problem */
    const int32_t *column_starts; /**< CSC: columns + 1 offsets; NULL otherwise */
    const int32_t *row_indices;   /**< CSC: the row of each number; NULL otherwise */
    bool upper;                   /**< CSC P: only the upper triangle is stored */
} matrix_pattern;

/** A checked structure. */
typedef struct structure {
    int n;
    int m;
    int z;
    int l;
    int q_count;
    const int32_t *q;       /**< sizes of the second-order cones */
    const int32_t *q_start; /**< first row of each of them; q_start[q_count] = m */
    matrix_pattern P;
    matrix_pattern A;
} structure;

/** Check every rule of problem.h. @return CNL_OK, or CNL_INVALID_ARGUMENT and a sentence. */
cnl_status structure_check(const cnl_structure *given, cnl_error *error);

/** Take room for a deep copy of a structure that passed structure_check(), and fill it. @return NULL while counting. */
structure *structure_layout(arena *memory, const cnl_structure *given);

#endif

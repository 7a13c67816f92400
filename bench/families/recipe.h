/**
 * @file recipe.h
 * How a family is written down: a shape (sizes, cones, patterns), then the numbers of one problem at a time.
 */
#ifndef CONELET_BENCH_RECIPE_H
#define CONELET_BENCH_RECIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "family.h"
#include "random.h"

/** Where the numbers of one problem go. A datum the batch shares is the same array for every problem. */
typedef struct recipe_numbers {
    double *P;
    double *c;
    double *A;
    double *b;
    double *feasible;
    double *x; /**< x, y, s: NULL unless the recipe knows the solution */
    double *y;
    double *s;
    double *scratch; /**< recipe_scratch() numbers without meaning */
} recipe_numbers;

/** A family and how to make it. */
typedef struct recipe {
    family about;
    bool takes_m;        /**< m may be chosen */
    bool knows_solution; /**< writes x, y, s */
    bool shares_P;       /**< one P, A, b for the whole batch, written by fill_shared */
    bool shares_A;
    bool shares_b;
    /** Set structure: m (unless given), cones, patterns, by the helpers below. The numbers of a pattern at random come
        from the stream. @return CNL_OK or CNL_OUT_OF_MEMORY */
    cnl_status (*shape)(family_problem *problem, random_stream *stream);
    /** Write the data that the batch shares; NULL if it shares none. */
    void (*fill_shared)(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream);
    /** Write all other numbers of one problem. */
    void (*fill)(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream);
    /** @return how much scratch fill needs; NULL = none. */
    size_t (*scratch)(const cnl_structure *structure);
} recipe;

/** A dense pattern. */
cnl_pattern recipe_dense(void);

/** Which matrix a sparse pattern is for. */
typedef enum recipe_matrix { RECIPE_P = 0, RECIPE_A = 1 } recipe_matrix;

/** Room for the pattern of a sparse matrix, to be written through the pointers; owned by the problem. */
cnl_status recipe_sparse(family_problem *problem, recipe_matrix matrix, int32_t entries, int32_t **column_starts,
                         int32_t **row_indices);

/** One second-order cone of this size after the other rows. */
cnl_status recipe_second_order_cone(family_problem *problem, int32_t size);

/** @return how many numbers the matrix has, rows x columns or the entries of its pattern. */
int64_t recipe_length(const cnl_pattern *pattern, int32_t rows, int32_t columns);

/** P = scale * M'M + shift * I for a full M of `rows` rows; P is n x n. */
void recipe_gram(int32_t rows, int32_t n, const double *M, double scale, double shift, double *P);

/** result = A x for a dense A of m rows and n columns. */
void recipe_multiply(int32_t m, int32_t n, const double *A, const double *x, double *result);

extern const recipe RECIPE_OPTNET;
extern const recipe RECIPE_KNOWN_SOLUTION;
extern const recipe RECIPE_BOX;
extern const recipe RECIPE_PORTFOLIO;
extern const recipe RECIPE_SIMPLEX;
extern const recipe RECIPE_MPC;
extern const recipe RECIPE_SPARSE;
extern const recipe RECIPE_SOC_RISK;

#endif

/**
 * @file family.h
 * Families of random problems, for the bench and for tests.
 *
 *     family_problem problem;
 *     family_generate("optnet", 10, 0, 4096, 1, &problem, &error);
 *     cnl_solver_create(context, &problem.structure, &settings, problem.batch, &solver, &error);
 *     cnl_solve(solver, problem.batch, &problem.data, &solution);
 *     family_problem_free(&problem);
 *
 * Problem i of a batch depends on the name, n, m, the seed and i alone, so a larger batch begins with the smaller one.
 * Every problem is feasible and bounded, and comes with a feasible point; some come with their solution.
 */
#ifndef CONELET_BENCH_FAMILY_H
#define CONELET_BENCH_FAMILY_H

#include <stdint.h>

#include <conelet/conelet.h>

/** What a family is. */
typedef struct family {
    const char *name;      /**< as on the command line */
    const char *summary;   /**< half a sentence: the recipe */
    int32_t smallest_n;    /**< n may be anything from here */
    int32_t default_n;     /**< for a run of all families */
    int64_t default_batch; /**< with default_n */
} family;

/** A batch of problems; owns its arrays: family_problem_free(). */
typedef struct family_problem {
    cnl_structure structure; /**< borrows from `indices` */
    cnl_data data;           /**< borrows from `numbers`; a stride is 0 where the batch shares the datum */
    int64_t batch;
    double *feasible; /**< [batch, n] points that satisfy the constraints */
    double *x;        /**< [batch, n] the solution, or NULL where the recipe does not give it */
    double *y;        /**< [batch, m] likewise */
    double *s;        /**< [batch, m] likewise */

    int32_t *indices[5]; /**< owned: P's column starts and row indices, A's, the sizes of the second-order cones */
    double *numbers[5];  /**< owned: P, c, A, b and scratch */
} family_problem;

/** @return how many families there are. */
int family_count(void);

/** @return family `index`, 0 ... family_count() - 1; static storage. */
const family *family_at(int index);

/** @return the family of that name, or NULL. */
const family *family_find(const char *name);

/** @return a batch that takes about a tenth of a second to solve at this n. */
int64_t family_usual_batch(int32_t n);

/** Whether family_generate() would take these arguments. @return CNL_OK; CNL_INVALID_ARGUMENT with a sentence */
cnl_status family_check(const char *name, int32_t n, int32_t m, int64_t batch, cnl_error *error);

/**
 * Make a batch.
 *
 * @param[in]  name     of a family
 * @param[in]  n        number of variables, at least the family's smallest_n
 * @param[in]  m        number of rows; 0 = as the recipe has it. Only optnet and known-solution take any other
 * @param[in]  batch    number of problems, 1 ... 2^31 - 1
 * @param[in]  seed     any
 * @param[out] problem  owned by the caller: family_problem_free(); empty on failure
 * @param[out] error    NULL, or room for a sentence
 * @return CNL_OK, CNL_INVALID_ARGUMENT, CNL_OUT_OF_MEMORY
 */
cnl_status family_generate(const char *name, int32_t n, int32_t m, int64_t batch, uint64_t seed,
                           family_problem *problem, cnl_error *error);

/** Free what a batch owns and make it empty; an empty one is accepted. */
void family_problem_free(family_problem *problem);

#endif

/**
 * @file solution_file.h
 * The answer as an .npz file: x y s obj iterations residuals status, and the derivatives that were asked for.
 */
#ifndef IO_SOLUTION_FILE_H
#define IO_SOLUTION_FILE_H

#include <conelet/derivative.h>
#include <conelet/problem.h>
#include <conelet/status.h>

#include "problem_file.h"

/** What cnl_jvp() gave: changes of the solution, [batch, ...]; a NULL member is not written. */
typedef struct solution_change {
    const double *dx; /**< [batch, n] */
    const double *dy; /**< [batch, m] */
    const double *ds; /**< [batch, m] */
} solution_change;

/**
 * Write the answer to a problem.
 *
 * @param[in]  path      replaced as a whole once everything is written; an older file stays if writing fails
 * @param[in]  problem   sizes, and the shapes of the gradients (those of the data in the problem's file)
 * @param[in]  solution  written as it is (`objective` as key `obj`: the caller has added the offset); a NULL member is
 *                       not written
 * @param[in]  gradient  from cnl_vjp(), or NULL; dP dc dA db where the pointer is not NULL and the file had the datum
 * @param[in]  change    from cnl_jvp(), or NULL
 * @param[out] error     NULL, or room for a sentence
 * @return CNL_OK; CNL_INVALID_ARGUMENT if the file cannot be written; CNL_OUT_OF_MEMORY
 */
cnl_status solution_file_write(const char *path, const problem_file *problem, const cnl_solution *solution,
                               const cnl_gradient *gradient, const solution_change *change, cnl_error *error);

#endif

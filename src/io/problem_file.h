/**
 * @file problem_file.h
 * Problems, cotangents and changes read from files. The format is the contract of docs/files.md; in short:
 *
 *     c [batch,n]  b [batch,m]  P [batch,n,n]  A [batch,m,n]     or  P_data [batch,nnz], P_indices, P_indptr, likewise
 * A_ z l q s ep ed p (cones)   offset   x0 y0 s0 (warm start)   any array without the batch axis is shared
 *
 * Every reader answers CNL_OK; CNL_INVALID_ARGUMENT for a file that breaks the contract (the sentence names the key or
 * the line, and what was expected; it does not name the file, the caller knows it); CNL_NOT_SUPPORTED for what a later
 * version will read; CNL_OUT_OF_MEMORY. After a failure the result is NULL and nothing is left behind.
 */
#ifndef IO_PROBLEM_FILE_H
#define IO_PROBLEM_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <conelet/problem.h>
#include <conelet/status.h>

/** One batch problem read from a file; owns all its arrays. */
typedef struct problem_file {
    cnl_structure structure; /**< its pointers lead into arrays that the file owns */
    cnl_data data;           /**< stride 0 where a datum is shared; A is NULL where the file has none (then m = 0) */
    int64_t batch;           /**< at least 1 */
    const double *offset;    /**< constant of the objective, never NULL (a shared 0 by default) */
    int64_t offset_stride;   /**< 1 for one number per problem, 0 for a shared one */
    bool P_batched;          /**< had a leading batch axis in the file, and so have its gradients */
    bool c_batched;
    bool A_batched;
    bool b_batched;
    const double *x0;  /**< warm start, n numbers per problem, or NULL */
    const double *y0;  /**< m numbers per problem, or NULL */
    const double *s0;  /**< m numbers per problem, or NULL */
    int64_t x0_stride; /**< numbers from one problem to the next; 0 = shared */
    int64_t y0_stride;
    int64_t s0_stride;
    char *name;    /**< name of the problem (QPS), in `storage` like all else, or NULL */
    void *storage; /**< for readers: file_storage.h; all that problem_file_free() gives back with the struct */
} problem_file;

/** Read a problem; what it is, is told by its content: zip is .npz, everything else QPS or MPS, plain or gzip. */
cnl_status problem_file_read(const char *path, problem_file **file, cnl_error *error);

/** Free a problem; NULL is accepted. */
void problem_file_free(problem_file *file);

/** Gradients of a scalar with respect to the solution (`--vjp G.npz`: any of dx dy ds; a missing one is NULL). */
typedef struct cotangent_file {
    const double *dx; /**< [batch, n]; one without the batch axis has been repeated for every problem */
    const double *dy; /**< [batch, m] */
    const double *ds; /**< [batch, m] */
    void *storage;    /**< private */
} cotangent_file;

cnl_status cotangent_file_read(const char *path, const problem_file *problem, cotangent_file **file, cnl_error *error);
void cotangent_file_free(cotangent_file *file);

/**
 * A change of the data (`--jvp T.npz`: any of dP dA dc db, or dP_data dA_data for a CSC matrix), ready for cnl_jvp():
 * laid out as the problem's data, each with its own stride (0 = the same change for every problem), NULL = no change.
 */
typedef struct change_file {
    cnl_data change;
    void *storage; /**< private */
} change_file;

cnl_status change_file_read(const char *path, const problem_file *problem, change_file **file, cnl_error *error);
void change_file_free(change_file *file);

#endif

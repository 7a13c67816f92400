/**
 * @file sample_file.h
 * .npz files for the tests of the readers, also such as no sensible program writes: every header is put together here,
 * byte by byte, and not by the code under test.
 */
#ifndef TESTS_SAMPLE_FILE_H
#define TESTS_SAMPLE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SAMPLE_ARRAYS = 24, SAMPLE_RANK = 4, SAMPLE_VALUES = 24 };

/** An array to be written. */
typedef struct sample_array {
    const char *key;
    const char *descr; /**< its type as in the file: "<f8", ">i4", "|b1", ... ; NULL = "<f8" */
    int rank;
    int64_t shape[SAMPLE_RANK];
    double values[SAMPLE_VALUES]; /**< in the order of the file; further ones are 0 */
    bool fortran;                 /**< what the header says of the order */
    int version;                  /**< of the format; 0 = 1 */
    const char *header;           /**< the dictionary, if it shall not be the right one */
    int extra_bytes;              /**< zeros after the numbers; negative: so many are missing */
} sample_array;

typedef struct sample_file {
    sample_array arrays[SAMPLE_ARRAYS];
    int count;
    bool deflated;
} sample_file;

/** Add an array, or replace the one of that key. */
void sample_file_set(sample_file *file, const sample_array *array);

/** Take an array away. */
void sample_file_remove(sample_file *file, const char *key);

/** @return whether the file was written. */
bool sample_file_write(const sample_file *file, const char *path);

/** Two problems of n = 3, m = 4: dense P and A, one row each of the zero and nonnegative cone, a cone of two rows. */
sample_file sample_dense(void);

/** The same sizes and cones; P (upper triangle) and A in CSC, numbers of A per problem, all else shared. */
sample_file sample_sparse(void);

/** All bytes of a file, from malloc; NULL if it cannot be read. */
unsigned char *sample_bytes(const char *path, size_t *count);

/** @return whether `count` bytes were written as the whole of a file. */
bool sample_write_bytes(const char *path, const unsigned char *bytes, size_t count);

/** A name for a file of this process in the folder for temporary files; `room` of at least 96. */
const char *sample_path(const char *name, char *room);

#endif

/**
 * @file npz_files.h
 * Files of the tests: write arrays, read an answer back.
 */
#ifndef CONELET_TESTS_NPZ_FILES_H
#define CONELET_TESTS_NPZ_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "npz_writer.h"

/** Add a float64 array of the given shape: PUT(writer, "c", values, 2, 3). */
#define PUT(writer, key, values, ...)                                                                                  \
    npz_write_f64((writer), (key), (values), (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)),                \
                  (int64_t[]){__VA_ARGS__})

/** The same for int32. */
#define PUT_INTEGERS(writer, key, values, ...)                                                                         \
    npz_write_i32((writer), (key), (values), (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)),                \
                  (int64_t[]){__VA_ARGS__})

/** Add one integer without axes: a number of rows. */
#define PUT_COUNT(writer, key, pointer) npz_write_i32((writer), (key), (pointer), 0, NULL)

/** Write out; a failure is a failed check. */
void finish_file(npz_writer *writer);

/** An array of an answer; the numbers of an integer array are turned into doubles. */
typedef struct answer_array {
    bool is_there;
    bool is_int32;
    int rank;
    int64_t shape[4];
    int64_t count;
    double numbers[4096];
} answer_array;

/** Read one array of an answer's file; what is not there has is_there false. */
answer_array read_answer(const char *path, const char *key);

/** The array is there, with this shape and these numbers to this tolerance: CHECK_ANSWER(path, "x", x, 1e-7, 2, 3). */
#define CHECK_ANSWER(path, key, expected, tolerance, ...)                                                              \
    check_answer((path), (key), (expected), (tolerance), (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)),    \
                 (int64_t[]){__VA_ARGS__})

void check_answer(const char *path, const char *key, const double *expected, double tolerance, int rank,
                  const int64_t *shape);

#endif

/**
 * @file qps_program.h
 * For tests of the QPS reader: reading a text, and comparing what came out with a program worked by hand.
 */
#ifndef TESTS_QPS_PROGRAM_H
#define TESTS_QPS_PROGRAM_H

#include <stddef.h>

#include "problem_file.h"

/** The most that a program worked by hand may have. */
enum { PROGRAM_COLUMNS = 3, PROGRAM_ROWS = 12 };

/** A small program in the cone form, dense. */
typedef struct program {
    int n;
    int z;
    int l;
    double P[PROGRAM_COLUMNS][PROGRAM_COLUMNS]; /**< both triangles */
    double c[PROGRAM_COLUMNS];
    double A[PROGRAM_ROWS][PROGRAM_COLUMNS];
    double b[PROGRAM_ROWS];
    double offset;
} program;

/** Read these bytes as a file. `file` is NULL after a failure. */
cnl_status program_read(const char *bytes, size_t length, problem_file **file, cnl_error *error);

/** The same for the bytes packed by gzip. */
cnl_status program_read_packed(const char *bytes, size_t length, problem_file **file, cnl_error *error);

/** What gzip makes of the bytes. @return its length; `packed` is the caller's to free */
size_t program_pack(const char *bytes, size_t length, char **packed);

/** The file is the program, in every number. */
void check_program(const problem_file *file, const program *expected);

/** The text is read, and is the program. */
void check_text(const char *text, const program *expected);

/** Whatever the file holds, it is a problem that a solver may be given: sizes, patterns, finite numbers. */
void check_sound(const problem_file *file);

#endif

/**
 * @file collection.h
 * The test problems from public collections: the folder named by CONELET_TEST_DATA, or ../shared/data beside the
 * sources. A clone that has neither skips these tests.
 */
#ifndef CONELET_TESTS_COLLECTION_H
#define CONELET_TESTS_COLLECTION_H

#include <stdbool.h>

#include "fixture.h"
#include "problem_file.h"

/** One line of optima.csv. */
typedef struct entry {
    char folder[32];
    char name[64];
    double objective; /**< NaN where there is none */
    char path[512];
} entry;

/** Read the lines of one folder. @return how many, 0 if there is no collection; at most `most`. */
int collection_read(const char *folder, entry *entries, int most);

/** A path inside the collection. */
void collection_path(const char *inside, char *path, size_t size);

/** One problem of the collection, solved. */
typedef struct solved_file {
    problem_file *file;
    fixture fixture;
    double seconds; /**< create, solve, with one thread */
} solved_file;

/** Read and solve, by the method, instructions and tolerance of the options. @return whether the calls returned CNL_OK;
    if not, checks have failed. Close it in any case. */
bool solved_file_open(solved_file *all, const char *path, const fixture_options *options);
void solved_file_close(solved_file *all);

#endif

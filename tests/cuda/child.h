/**
 * @file child.h
 * A program run in a process of its own, with an environment of its own: what is opened once is opened anew in each.
 */
#ifndef TESTS_CUDA_CHILD_H
#define TESTS_CUDA_CHILD_H

/** A variable to set, or to remove if the value is NULL. */
typedef struct variable {
    const char *name;
    const char *value;
} variable;

/** What a run left. */
typedef struct child_run {
    int exit_code;     /**< -1 if it did not end by itself */
    char output[8192]; /**< stdout and stderr together, cut if longer */
} child_run;

/** Run `arguments` (the program's path first, NULL last) with the variables changed (a row with name NULL last). */
void child_start(child_run *run, const char *const *arguments, const variable *variables);

#endif

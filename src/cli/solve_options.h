/**
 * @file solve_options.h
 * What `conelet solve` was asked to do.
 */
#ifndef CONELET_CLI_SOLVE_OPTIONS_H
#define CONELET_CLI_SOLVE_OPTIONS_H

#include <stdbool.h>

#include <conelet/conelet.h>

#include "machine.h"

/** The command line, read and checked as far as it can be without the files. */
typedef struct solve_options {
    const char *problem_path;
    const char *output_path;    /**< -o, or NULL */
    const char *cotangent_path; /**< --vjp, or NULL */
    const char *change_path;    /**< --jvp, or NULL */
    cnl_settings settings;
    machine_options machine;
    bool json;
} solve_options;

/** @return whether the arguments after `solve` were good; if not, a sentence has been printed. */
bool solve_options_read(int count, char **arguments, solve_options *options);

#endif

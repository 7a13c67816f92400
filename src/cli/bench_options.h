/**
 * @file bench_options.h
 * What `conelet bench` was asked to do.
 */
#ifndef CONELET_CLI_BENCH_OPTIONS_H
#define CONELET_CLI_BENCH_OPTIONS_H

#include <stdbool.h>

#include <conelet/conelet.h>

#include "machine.h"

/** How the rows are printed. */
typedef enum bench_format { BENCH_TEXT, BENCH_JSON, BENCH_CSV } bench_format;

/** The command line. */
typedef struct bench_options {
    const char *problem_path; /**< NULL: families */
    const char *family;       /**< NULL: all of them, unless there is a file */
    long long n;              /**< 0 = each family's own */
    long long m;              /**< 0 = by the recipe */
    long long batch;          /**< 0 = as usual for n */
    long long seed;
    cnl_settings settings;
    machine_options machine;
    long long repeat;
    bool vjp;
    bench_format format;
    const char *plot_path; /**< NULL: no plot */
} bench_options;

/** @return whether the arguments after `bench` were good; if not, a sentence has been printed. */
bool bench_options_read(int count, char **arguments, bench_options *options);

#endif

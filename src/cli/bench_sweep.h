/**
 * @file bench_sweep.h
 * The bench over batches of 1, 2, 4, ... and, for a family, over sizes: a row for each, and the plot.
 */
#ifndef CONELET_CLI_BENCH_SWEEP_H
#define CONELET_CLI_BENCH_SWEEP_H

#include "bench_measure.h"
#include "bench_options.h"
#include "problem_file.h"

/**
 * Measure and draw into options->plot_path.
 *
 * @param setup    of the run
 * @param options  family, n, m, batch (the largest), seed, format
 * @param problem  the file to sweep over, or NULL for a family
 * @return the exit code; after bad input a sentence has been printed
 */
int bench_sweep(const bench_setup *setup, const bench_options *options, const problem_file *problem);

#endif

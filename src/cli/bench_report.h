/**
 * @file bench_report.h
 * Rows of the bench as a table, CSV, or one JSON object per line; each is printed as soon as it is measured.
 */
#ifndef CONELET_CLI_BENCH_REPORT_H
#define CONELET_CLI_BENCH_REPORT_H

#include "bench_measure.h"
#include "bench_options.h"

/** What comes before the first row: the machine and the column names. */
void bench_report_start(bench_format format, const bench_setup *setup);

/** One row. */
void bench_report_row(bench_format format, const bench_row *row);

#endif

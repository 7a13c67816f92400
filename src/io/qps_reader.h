/**
 * @file qps_reader.h
 * Quadratic programs in the QPS format, which is MPS with a quadratic objective. What of it is read, and which of its
 * dialects, is told in docs/files.md.
 *
 * A program with rows l <= r'x <= u and bounds on x becomes the cone form of problem.h:
 * - the zero cone holds the E rows (and rows whose two sides are equal), then the fixed variables;
 * - the nonnegative cone holds one row for every finite side: for each row of the file its upper side, then its lower
 *   side; then for each variable its upper bound, then its lower bound.
 *
 * Entries that are 0 are no entries. The constant of the objective is `offset`. An objective to be maximised is
 * negated, constant included, and the name then says so.
 */
#ifndef IO_QPS_READER_H
#define IO_QPS_READER_H

#include <conelet/status.h>

#include "problem_file.h"

/**
 * Read a QPS or MPS file, plain or gzip, in free or fixed format.
 *
 * @param[out] file   a batch of one, P (upper triangle, or absent) and A in CSC; problem_file_free()
 * @param[out] error  NULL, or room for a sentence, which names the line and what was expected
 * @return CNL_OK; CNL_INVALID_ARGUMENT; CNL_NOT_SUPPORTED (integer variables); CNL_OUT_OF_MEMORY
 */
cnl_status qps_read(const char *path, problem_file **file, cnl_error *error);

#endif

/**
 * @file npz_problem.h
 * A batch problem from an .npz file; problem_file_read() calls this for files that are zip archives.
 */
#ifndef IO_NPZ_PROBLEM_H
#define IO_NPZ_PROBLEM_H

#include "problem_file.h"

/** @param[out] file  owned by the caller: problem_file_free() */
cnl_status npz_problem_read(const char *path, problem_file **file, cnl_error *error);

#endif

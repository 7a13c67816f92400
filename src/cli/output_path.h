/**
 * @file output_path.h
 * Whether a file can be written: found out before the work rather than after it.
 */
#ifndef CONELET_CLI_OUTPUT_PATH_H
#define CONELET_CLI_OUTPUT_PATH_H

#include <stdbool.h>

/** @return whether a file could be written at that path; if not, a sentence has been printed. */
bool output_path_is_writable(const char *path);

#endif

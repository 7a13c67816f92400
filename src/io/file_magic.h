/**
 * @file file_magic.h
 * What kind of file it is, told by its first bytes.
 */
#ifndef IO_FILE_MAGIC_H
#define IO_FILE_MAGIC_H

#include <stdbool.h>

#include <conelet/status.h>

/** Whether a file starts as zip archives do. CNL_INVALID_ARGUMENT if it cannot be read. */
cnl_status file_is_zip(const char *path, bool *is_zip, cnl_error *error);

#endif

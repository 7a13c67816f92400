/**
 * @file text_source.h
 * The lines of a text file, plain or gzip.
 *
 * The file is read as a whole when it is opened, so damage is told before anything in the text is, and the lines can be
 * gone through more than once even where the file is a pipe.
 */
#ifndef IO_TEXT_SOURCE_H
#define IO_TEXT_SOURCE_H

#include <stdint.h>

#include <conelet/status.h>

/** Opaque. */
typedef struct text_source text_source;

/**
 * Read a file.
 *
 * @return CNL_OK; CNL_INVALID_ARGUMENT (cannot be read; gzip data damaged or cut short; too long);
 *         CNL_OUT_OF_MEMORY. On failure `*source` is NULL.
 */
cnl_status text_source_open(const char *path, text_source **source, cnl_error *error);

/**
 * The next line, without its line feed or carriage return and line feed.
 *
 * @param[out] line  NUL-terminated, the caller may write into it, valid until the next call; NULL at the end
 * @return CNL_OK; CNL_INVALID_ARGUMENT if the line holds a byte that is not text; CNL_OUT_OF_MEMORY
 */
cnl_status text_source_next(text_source *source, char **line, cnl_error *error);

/** @return the number of the last line given, from 1; 0 before the first. */
int64_t text_source_line_number(const text_source *source);

/** Start again at the first line. */
void text_source_rewind(text_source *source);

/** Free; NULL is accepted. */
void text_source_close(text_source *source);

#endif

/**
 * @file io_error.h
 * Errors of the readers and writers: one sentence, and the status that the call returns.
 */
#ifndef IO_IO_ERROR_H
#define IO_IO_ERROR_H

#include <conelet/status.h>

/** Write the sentence into `error` (may be NULL) and return `status`. */
__attribute__((format(printf, 3, 4))) cnl_status io_error_set(cnl_error *error, cnl_status status, const char *format,
                                                              ...);

/** CNL_INVALID_ARGUMENT with this sentence. */
#define io_invalid(error, ...) io_error_set((error), CNL_INVALID_ARGUMENT, __VA_ARGS__)

/** CNL_OUT_OF_MEMORY, said in the same words everywhere. */
cnl_status io_out_of_memory(cnl_error *error);

#endif

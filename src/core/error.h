/**
 * @file error.h
 * Filling the caller's cnl_error: one sentence, and the status that the call returns.
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include <conelet/status.h>

CNL_BEGIN_DECLS

/**
 * Write the sentence, cut off where the room ends, and return `status`, so that a check reads
 * `return error_set(error, CNL_INVALID_ARGUMENT, "n must be at least 1, not %d", n);`
 *
 * @param error  may be NULL: then only the status is returned
 */
__attribute__((format(printf, 3, 4))) cnl_status error_set(cnl_error *error, cnl_status status, const char *format,
                                                           ...);

CNL_END_DECLS

#endif

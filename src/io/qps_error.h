/**
 * @file qps_error.h
 * What is wrong, and on which line.
 */
#ifndef IO_QPS_ERROR_H
#define IO_QPS_ERROR_H

#include <stdint.h>

#include <conelet/status.h>

#include "io_error.h"

/** A name in a message, cut off so that the rest of the sentence has room. */
#define QPS_NAME "\"%.40s\""

/** CNL_INVALID_ARGUMENT with "line 12: " and this sentence. */
__attribute__((format(printf, 3, 4))) cnl_status qps_refuse(cnl_error *error, int64_t line, const char *format, ...);

/** CNL_NOT_SUPPORTED with "line 12: " and this sentence. */
__attribute__((format(printf, 3, 4))) cnl_status qps_unsupported(cnl_error *error, int64_t line, const char *format,
                                                                 ...);

#endif

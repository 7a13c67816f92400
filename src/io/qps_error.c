#include "qps_error.h"

#include <stdarg.h>
#include <stdio.h>

static cnl_status say(cnl_error *error, cnl_status status, int64_t line, const char *format, va_list arguments)
{
    char sentence[sizeof error->message];
    vsnprintf(sentence, sizeof sentence, format, arguments);
    return io_error_set(error, status, "line %lld: %s", (long long)line, sentence);
}

cnl_status qps_refuse(cnl_error *error, int64_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cnl_status status = say(error, CNL_INVALID_ARGUMENT, line, format, arguments);
    va_end(arguments);
    return status;
}

cnl_status qps_unsupported(cnl_error *error, int64_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cnl_status status = say(error, CNL_NOT_SUPPORTED, line, format, arguments);
    va_end(arguments);
    return status;
}

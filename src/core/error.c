#include "error.h"

#include <stdarg.h>
#include <stdio.h>

cnl_status error_set(cnl_error *error, cnl_status status, const char *format, ...)
{
    if (error == NULL) return status;
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

#include "io_error.h"

#include <stdarg.h>
#include <stdio.h>

cnl_status io_error_set(cnl_error *error, cnl_status status, const char *format, ...)
{
    if (error == NULL) return status;
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

cnl_status io_out_of_memory(cnl_error *error)
{
    return io_error_set(error, CNL_OUT_OF_MEMORY, "not enough memory to hold the file's arrays");
}

#include "complain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int complain(const char *format, ...)
{
    fflush(stdout);
    fprintf(stderr, "conelet: ");
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
    return EXIT_BAD_INPUT;
}

int finish_output(int exit_code)
{
    if (fflush(stdout) != 0 || ferror(stdout)) return complain("cannot write the output: %s", strerror(errno));
    return exit_code;
}

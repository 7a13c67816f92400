#include "file_magic.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "io_error.h"

cnl_status file_is_zip(const char *path, bool *is_zip, cnl_error *error)
{
    char start[4] = {0};
    struct stat about;
    *is_zip = false;
    if (stat(path, &about) != 0) return io_invalid(error, "cannot be opened: %s", strerror(errno));
    if (S_ISDIR(about.st_mode)) return io_invalid(error, "cannot be read: it is a folder");
    /* What a pipe gives cannot be read twice, and zip needs to go back and forth: take it for text. */
    if (!S_ISREG(about.st_mode)) return CNL_OK;
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) return io_invalid(error, "cannot be opened: %s", strerror(errno));
    size_t got = fread(start, 1, sizeof start, stream);
    int failed = ferror(stream) ? errno : 0;
    fclose(stream);
    if (failed != 0) return io_invalid(error, "cannot be read: %s", strerror(failed));
    bool entry = memcmp(start, "PK\3\4", sizeof start) == 0;
    bool empty = memcmp(start, "PK\5\6", sizeof start) == 0;
    *is_zip = got == sizeof start && (entry || empty);
    return CNL_OK;
}

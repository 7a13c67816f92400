#include "output_path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complain.h"

bool output_path_is_writable(const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        complain("%s: is a directory; the name of a file to write was expected", path);
        return false;
    }
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL || slash == path ? 1 : (size_t)(slash - path);
    char *folder = strndup(slash == NULL ? "." : path, length);
    bool is_writable = folder != NULL && access(folder, W_OK) == 0;
    if (!is_writable) complain("%s: cannot be written: %s", path, strerror(errno));
    free(folder);
    return is_writable;
}

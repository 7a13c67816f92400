#include "problem_file.h"

#include <stdlib.h>

#include "file_magic.h"
#include "file_storage.h"
#include "io_error.h"
#include "npz_problem.h"
#include "qps_reader.h"

cnl_status problem_file_read(const char *path, problem_file **file, cnl_error *error)
{
    bool is_zip;
    *file = NULL;
    cnl_status status = file_is_zip(path, &is_zip, error);
    if (status != CNL_OK) return status;
    return is_zip ? npz_problem_read(path, file, error) : qps_read(path, file, error);
}

void problem_file_free(problem_file *file)
{
    if (file == NULL) return;
    file_storage_release(&file->storage);
    free(file);
}

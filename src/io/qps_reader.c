#include "qps_reader.h"

#include <stdlib.h>

#include "io_error.h"
#include "qps_cone_form.h"
#include "qps_model.h"
#include "qps_parser.h"
#include "text_source.h"

/* One reading of the text: what became of it, and how far it came. */
typedef struct reading {
    cnl_status status;
    cnl_error error;
    int64_t last_line;
    problem_file *file;
} reading;

static void read_as(text_source *source, bool fixed, reading *result)
{
    qps_model model = {0};
    *result = (reading){0};
    text_source_rewind(source);
    result->status = qps_parse(source, fixed, &model, &result->error);
    result->last_line = text_source_line_number(source);
    if (result->status == CNL_OK) {
        result->file = calloc(1, sizeof *result->file);
        result->status = result->file != NULL ? qps_cone_form(&model, result->file, &result->error)
                                              : io_out_of_memory(&result->error);
    }
    if (result->status != CNL_OK) {
        problem_file_free(result->file);
        result->file = NULL;
    }
    qps_model_free(&model);
}

/* No file says which format it has. Nearly every file in fixed format reads the same in free format; one with blanks in
   its names breaks the rules of the free format where the first such name stands. So the free format is tried first,
   and of two failures the one that came further is told. */
cnl_status qps_read(const char *path, problem_file **file, cnl_error *error)
{
    text_source *source = NULL;
    reading free_format;
    reading fixed_format;
    *file = NULL;
    cnl_status status = text_source_open(path, &source, error);
    if (status != CNL_OK) return status;

    read_as(source, false, &free_format);
    const reading *told = &free_format;
    if (free_format.status == CNL_INVALID_ARGUMENT) {
        read_as(source, true, &fixed_format);
        bool refused = fixed_format.status == CNL_INVALID_ARGUMENT || fixed_format.status == CNL_NOT_SUPPORTED;
        bool came_further = fixed_format.last_line > free_format.last_line;
        if (!refused || came_further) told = &fixed_format;
    }
    text_source_close(source);
    if (told->status != CNL_OK && error != NULL) *error = told->error;
    *file = told->file;
    return told->status;
}

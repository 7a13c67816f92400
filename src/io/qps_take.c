/* Numbers and names of a data line, found or refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qps_error.h"
#include "qps_number.h"
#include "qps_parser.h"

cnl_status qps_take_number(const qps_parser *parser, const char *name, char *text, double *value)
{
    if (text == NULL) return qps_refuse(parser->error, parser->line, "expected a number after " QPS_NAME, name);
    if (!qps_number_parse(text, value)) {
        return qps_refuse(parser->error, parser->line, "expected a number after " QPS_NAME ", found " QPS_NAME, name,
                          text);
    }
    return CNL_OK;
}

cnl_status qps_take_finite(const qps_parser *parser, const char *name, char *text, double *value)
{
    cnl_status status = qps_take_number(parser, name, text, value);
    if (status != CNL_OK || isfinite(*value)) return status;
    return qps_refuse(parser->error, parser->line, "expected a finite number after " QPS_NAME ", found " QPS_NAME, name,
                      text);
}

cnl_status qps_take_row(const qps_parser *parser, const char *name, int32_t *row)
{
    *row = qps_names_find(&parser->model->row_names, name);
    if (*row >= 0) return CNL_OK;
    return qps_refuse(parser->error, parser->line, "unknown row " QPS_NAME ": section ROWS does not name it", name);
}

cnl_status qps_take_column(const qps_parser *parser, const char *name, int32_t *column)
{
    *column = qps_names_find(&parser->model->column_names, name);
    if (*column >= 0) return CNL_OK;
    return qps_refuse(parser->error, parser->line, "unknown column " QPS_NAME ": section COLUMNS does not name it",
                      name);
}

cnl_status qps_take_set(qps_parser *parser, const char *name)
{
    char **first = &parser->set_names[parser->section];
    if (*name == '\0') return CNL_OK;
    if (*first == NULL) {
        *first = strdup(name);
        return *first != NULL ? CNL_OK : io_out_of_memory(parser->error);
    }
    if (strcmp(*first, name) == 0) return CNL_OK;
    return qps_refuse(parser->error, parser->line,
                      "a second set " QPS_NAME " in this section; only one is read, and " QPS_NAME " is the first",
                      name, *first);
}

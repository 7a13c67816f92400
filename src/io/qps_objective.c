/* The lines of NAME, OBJSENSE and OBJNAME, and the quadratic part of the objective. */
#include <string.h>
#include <strings.h>

#include "qps_error.h"
#include "qps_parser.h"

cnl_status qps_read_name(qps_parser *parser, const qps_record *record)
{
    if (parser->model->name != NULL) {
        return qps_refuse(parser->error, parser->line, "expected a section after NAME, found " QPS_NAME, record->name);
    }
    parser->model->name = strdup(record->name);
    return parser->model->name != NULL ? CNL_OK : io_out_of_memory(parser->error);
}

cnl_status qps_read_sense(qps_parser *parser, const qps_record *record)
{
    static const char *const MINIMISE[] = {"MIN", "MINIMIZE", "MINIMISE"};
    static const char *const MAXIMISE[] = {"MAX", "MAXIMIZE", "MAXIMISE"};
    if (parser->sense_given) {
        return qps_refuse(parser->error, parser->line, "the sense of the objective is given twice");
    }
    parser->sense_given = true;
    for (int i = 0; i < 3; i++) {
        parser->model->maximise = strcasecmp(record->name, MAXIMISE[i]) == 0;
        if (parser->model->maximise || strcasecmp(record->name, MINIMISE[i]) == 0) return CNL_OK;
    }
    return qps_refuse(parser->error, parser->line, "expected MIN or MAX after OBJSENSE, found " QPS_NAME, record->name);
}

cnl_status qps_read_objective_name(qps_parser *parser, const qps_record *record)
{
    if (parser->model->objective_name != NULL) {
        return qps_refuse(parser->error, parser->line, "the name of the objective row is given twice");
    }
    parser->model->objective_name = strdup(record->name);
    return parser->model->objective_name != NULL ? CNL_OK : io_out_of_memory(parser->error);
}

cnl_status qps_read_quadratic(qps_parser *parser, const qps_record *record)
{
    int32_t column;
    cnl_status status = qps_take_column(parser, record->name, &column);
    for (int pair = 0; pair < record->pair_count && status == CNL_OK; pair++) {
        qps_entry entry = {.column = column, .line = parser->line};
        status = qps_take_column(parser, record->names[pair], &entry.row);
        if (status != CNL_OK) return status;
        status = qps_take_finite(parser, record->names[pair], record->numbers[pair], &entry.value);
        if (status != CNL_OK) return status;
        if (!qps_entries_add(&parser->model->quadratic, entry)) return io_out_of_memory(parser->error);
    }
    return status;
}

/* The data lines of ROWS, COLUMNS, RHS and RANGES. */
#include <string.h>
#include <strings.h>

#include "qps_error.h"
#include "qps_parser.h"

cnl_status qps_read_row(qps_parser *parser, const qps_record *record)
{
    static const char *const CODES[] = {
        [QPS_NO_SIDES] = "N", [QPS_EQUAL] = "E", [QPS_AT_MOST] = "L", [QPS_AT_LEAST] = "G"};
    int type = QPS_NO_SIDES;
    while (type <= QPS_AT_LEAST && strcasecmp(record->code, CODES[type]) != 0) type++;
    if (type > QPS_AT_LEAST) {
        return qps_refuse(parser->error, parser->line, "expected a row of type N, E, L or G, found type " QPS_NAME,
                          record->code);
    }
    if (*record->name == '\0') return qps_refuse(parser->error, parser->line, "expected the name of a row");
    if (qps_names_find(&parser->model->row_names, record->name) >= 0) {
        return qps_refuse(parser->error, parser->line, "row " QPS_NAME " is named twice", record->name);
    }
    if (!qps_model_add_row(parser->model, record->name, (qps_row_type)type)) return io_out_of_memory(parser->error);
    return CNL_OK;
}

/* The entries of a column stand together, so a name is new or that of the last column. */
static cnl_status take_current_column(qps_parser *parser, const char *name, int32_t *column)
{
    qps_model *model = parser->model;
    *column = model->column_names.count - 1;
    if (*column >= 0 && strcmp(qps_names_get(&model->column_names, *column), name) == 0) return CNL_OK;
    if (*name == '\0') return qps_refuse(parser->error, parser->line, "expected the name of a column");
    if (qps_names_find(&model->column_names, name) >= 0) {
        return qps_refuse(parser->error, parser->line,
                          "column " QPS_NAME " is named twice; expected its entries to stand together", name);
    }
    if (!qps_model_add_column(model, name)) return io_out_of_memory(parser->error);
    *column = model->column_names.count - 1;
    return CNL_OK;
}

cnl_status qps_read_column(qps_parser *parser, const qps_record *record)
{
    qps_model *model = parser->model;
    int32_t column;
    cnl_status status = take_current_column(parser, record->name, &column);
    for (int pair = 0; pair < record->pair_count && status == CNL_OK; pair++) {
        qps_entry entry = {.column = column, .line = parser->line};
        status = qps_take_row(parser, record->names[pair], &entry.row);
        if (status != CNL_OK) return status;
        status = qps_take_finite(parser, record->names[pair], record->numbers[pair], &entry.value);
        if (status != CNL_OK) return status;
        qps_row *row = &model->rows[entry.row];
        if (row->last_column == column) {
            return qps_refuse(parser->error, parser->line,
                              "the entry of column " QPS_NAME " in row " QPS_NAME " is given twice", record->name,
                              record->names[pair]);
        }
        row->last_column = column;
        if (!qps_entries_add(&model->linear, entry)) return io_out_of_memory(parser->error);
    }
    return status;
}

cnl_status qps_read_right_side(qps_parser *parser, const qps_record *record)
{
    cnl_status status = qps_take_set(parser, record->name);
    for (int pair = 0; pair < record->pair_count && status == CNL_OK; pair++) {
        const char *name = record->names[pair];
        int32_t number;
        status = qps_take_row(parser, name, &number);
        if (status != CNL_OK) return status;
        qps_row *row = &parser->model->rows[number];
        if (row->has_right_side) {
            return qps_refuse(parser->error, parser->line, "the right-hand side of row " QPS_NAME " is given twice",
                              name);
        }
        row->has_right_side = true;
        row->line = parser->line;
        status = row->type == QPS_NO_SIDES ? qps_take_finite(parser, name, record->numbers[pair], &row->right_side)
                                           : qps_take_number(parser, name, record->numbers[pair], &row->right_side);
    }
    return status;
}

cnl_status qps_read_range(qps_parser *parser, const qps_record *record)
{
    cnl_status status = qps_take_set(parser, record->name);
    for (int pair = 0; pair < record->pair_count && status == CNL_OK; pair++) {
        const char *name = record->names[pair];
        int32_t number;
        status = qps_take_row(parser, name, &number);
        if (status != CNL_OK) return status;
        qps_row *row = &parser->model->rows[number];
        if (row->has_range) {
            return qps_refuse(parser->error, parser->line, "the range of row " QPS_NAME " is given twice", name);
        }
        row->has_range = true;
        row->line = parser->line;
        status = qps_take_number(parser, name, record->numbers[pair], &row->range);
    }
    return status;
}
